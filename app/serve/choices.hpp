#pragma once
// What may be changed in the workbench, of one configuration: interventions, places, and the assumptions that
// matter.

#include <optional>
#include <string>
#include <vector>

#include "app/serve/areas.hpp"
#include "app/serve/live_run.hpp"
#include "sim/config_files.hpp"

namespace app {

struct OfferedIntervention {
  std::string id, title, description, reliability, start;
  bool active = false;  ///< in the configuration as it is
  bool inside = false;  ///< its start is not before that of the run
};

/// An uncertain assumption: where it may be moved, and how much hangs on it.
struct OfferedAssumption {
  std::string name, text, unit;
  double low = 0, high = 0;  ///< P1 and P99, within the bounds of the declaration
  double p10 = 0, p50 = 0, p90 = 0;
  double deficit = 0,
         plans = 0;  ///< share of the variance of each in the last period; 0 where it is not sure
};

/// A finite provision: the places that are stated, by first calendar year of the academic year.
struct OfferedPlaces {
  std::string id, title, type;
  int first_year = 0;
  std::vector<double> places;  ///< from first_year on, as they stand without growth
  std::vector<double> least;   ///< of each: fewer contradict what others use of them, however it is drawn
  int last_stated = 0;         ///< from the next year on they grow
};

struct Choices {
  OfferedArea area;
  std::string start;  ///< "2018-09-01"
  std::int64_t years = 0;
  std::vector<OfferedIntervention> interventions;
  std::vector<OfferedAssumption> assumptions;  ///< those that matter most first
  std::vector<OfferedPlaces> places;
  std::uint32_t ranked_by = 0;  ///< replicates behind the order of the assumptions; 0: declared
};

/// Reads the configuration, tries which interventions of its library go with it, and orders the assumptions
/// by a run of `replicates`, whose figures are returned too (shown before anything is changed). Throws
/// UserError with the faults of a configuration that has changed since, sim::Stopped.
struct OpenedArea {
  Choices choices;
  std::shared_ptr<const LiveFigures> figures;
  /// As they were read, so that a run reads only those that have changed since. For one thread at a time.
  std::shared_ptr<sim::ConfigFiles> files;
};
OpenedArea open_area(const OfferedArea& area, const LiveOptions& options, const LiveHooks& hooks);

/// Puts those that matter most first and leaves at most `most`.
void rank_assumptions(std::vector<OfferedAssumption>& assumptions, const LiveFigures& figures,
                      const LiveDraws& draws, std::size_t most);

}  // namespace app
