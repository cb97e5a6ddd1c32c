#pragma once
// From facts to the numbers that an area's configuration states, and to what it cannot state.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/import/england.hpp"
#include "app/import/panel.hpp"
#include "app/import/population_figures.hpp"

namespace app {

struct PlacementStock {
  std::string placement, title;
  double plans = 0;
  bool finite = false;
};

struct LocalLevel {
  double mean = 1, sd = 0.3;
  Evidence evidence;
};

/// Numbers of one area at a January.
struct AreaFigures {
  int january = 0;   ///< the start
  int known_to = 0;  ///< last January that the files know; the start, unless an earlier one was asked for
  double plans = 0;
  Evidence plans_evidence;
  PopulationFigures population;
  std::optional<ByAge> age;  ///< nothing: England's
  Evidence age_evidence;
  std::map<std::string, double> need;  ///< empty: England's
  Evidence need_evidence;
  std::vector<PlacementStock> placements;  ///< plans by type; by England's mix if the files have none
  bool placements_known = false;
  /// Plans in each finite type in every January from the start to known_to, those of unknown placement shared
  /// in proportion: its places.
  std::map<std::string, std::map<int, double>> places;
  Evidence placements_evidence;
  LocalLevel local_level;
  std::map<int, double> within_20_weeks, over_a_year;
  std::map<std::string, double>
      unit_cost;  ///< GBP a year by placement type, places included; empty: England's
  std::vector<Missing> missing;
};

/// Numbers at the latest January with a total of plans; with `january`, at that one. Without plans but with
/// residents, England's plans per resident stand in. Throws UserError if there is neither.
AreaFigures area_figures(const Panel& panel, const Authority& authority, const England& england,
                         const std::vector<SettingShare>& settings, std::optional<int> january = {});

/// Plans by category of ages ("4", "0-2", "5-10"; "unknown" is left out) as single ages: inside a band by
/// `weight`, evenly where that is zero.
ByAge spread_ages(const std::map<std::string, double>& bands, const ByAge& weight);

/// Plans by placement type of counts by setting. Settings without rows are left out, so that they are shared
/// over all.
std::map<std::string, double> plans_by_placement(std::map<std::string, double> settings,
                                                 const std::vector<SettingShare>& shares);

}  // namespace app
