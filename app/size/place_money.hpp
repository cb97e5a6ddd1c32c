#pragma once
// What a place that is missing costs, and one that stands empty.

#include <optional>
#include <string>
#include <vector>

#include "app/stored/run_config.hpp"
#include "app/stored/stored_run.hpp"
#include "sim/place_sizing.hpp"

namespace app {

/// What a place costs that is missing, and one that stands empty, £ a year.
struct PlaceMoney {
  sim::PlaceCosts costs;
  double independent = 0, own = 0, travel = 0;  ///< £ a year of a child in either, and more travel
  double funding = 0, empty_funding = 0, capital = 0;
  bool given = false;  ///< both costs were given
};

/// What it costs to build a place, paid off at a rate of interest. The usual figures are assumptions.
struct Capital {
  double cost = 80'000;  ///< pounds
  double life = 40;      ///< years
  double rate = 0.035;   ///< a year
  /// Pounds a year: an annuity.
  double a_year() const;
};

/// From the words of --capital, --life and --rate. Throws UserError.
Capital capital_of(const std::string& cost, const std::string& life, const std::string& per_cent);

/// What of it the user gave, £ a year; the rest is taken from the run.
struct GivenPlaceCosts {
  std::optional<double> under, over;
  Capital capital;
};

/// The costs of a place, or why there are none (then with what to do about it).
struct PlaceMoneyFound {
  PlaceMoney money;
  std::string why_not;
};

/// A missing place costs what independent placements cost beyond the type's own, travel, place funding and
/// capital; an empty one its place funding and capital. From the run's spend and days by placement over the
/// academic years that begin in `septembers`, and the configuration's place funding. `type`: a placement
/// type.
PlaceMoneyFound place_money(const StoredRun& run, const RunConfig& config, const std::string& type,
                            const std::vector<std::string>& septembers, const GivenPlaceCosts& given);

}  // namespace app
