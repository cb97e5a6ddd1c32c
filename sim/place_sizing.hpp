#pragma once
// How many places for an uncertain demand: by the risk of too few, by cost, by regret, and in two steps.
// Plain spans of numbers, one per replicate in their order; Monte Carlo errors from the 16 scrambles.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "sim/statistics.hpp"

namespace sim {

/// Demand at several dates: paths[t][r].
using DemandPaths = std::span<const std::span<const double>>;

/// Fewest whole places (negative for a surplus) that demand exceeds in at most a share `risk` of the
/// replicates. NaN for no values. 0 <= risk < 1.
double places_for(std::span<const double> demand, double risk);

/// Places at each date such that demand exceeds them at any date in at most a share `risk` of the
/// replicates, every date at the same risk of its own. They are demands that occur.
struct JointPlaces {
  std::vector<double> places;
  double each = 0;     ///< the risk of each date alone
  Estimate shortfall;  ///< share of replicates with too few at any date
};
JointPlaces joint_places(DemandPaths demand, double risk);
/// The same for one number of places at all dates.
double flat_places(DemandPaths demand, double risk);

struct Shortfall {
  Estimate chance;    ///< of demand above the places
  Estimate children;  ///< expected number without a place
};
Shortfall shortfall(std::span<const double> demand, double places);

/// What a place too few and a place too many cost in a year.
struct PlaceCosts {
  double under = 0, over = 0;  ///< both above 0 for a newsvendor
};
/// Expected cost over all dates of so many places.
Estimate place_cost(DemandPaths demand, double places, PlaceCosts costs);

/// The number of places of least expected cost: the smallest demand below which a share under/(under+over)
/// of all demands lies (Arrow, Harris and Marschak 1951). Throws std::invalid_argument unless both costs are
/// above 0 and there is some demand.
struct Newsvendor {
  double places = 0;
  double service = 0;  ///< under / (under + over)
  Estimate cost;
};
Newsvendor newsvendor(DemandPaths demand, PlaceCosts costs);

/// cost[candidate][scenario]: what a candidate costs more than the best candidate of that scenario.
struct Regret {
  std::vector<std::vector<double>> regret;
  std::vector<double> worst;  ///< by candidate
  std::size_t least = 0;  ///< the candidate whose worst regret is least (Savage 1951); the first of equals
};
Regret regret_of(const std::vector<std::vector<double>>& cost);

/// Building in two steps: some places now, more of them later, by a plan made now or after a look at the
/// demand of one date.
struct PhasedBuild {
  double at_once = 0;                            ///< best number of places if all are built now
  double planned_first = 0, planned_second = 0;  ///< best plan: places at first, and from the second step on
  double first = 0;                              ///< best first step if the second waits for the look
  double intercept = 0, slope = 0;               ///< then up to intercept + slope x the demand seen, whole
  Estimate cost_at_once, cost_planned, cost_waiting;
  Estimate value_of_phasing;  ///< at once less planned: never below 0
  Estimate value_of_waiting;  ///< planned less waiting: never below 0
  double share_of_more = 0;   ///< of the replicates in which the second step is taken after the look
  double mean_second = 0;     ///< mean number of places in it, where it is taken
};
/// How the second step of a build comes about.
struct SecondStep {
  std::size_t seen = 0;  ///< the date whose demand is known when it is decided
  std::size_t open = 1;  ///< the first date at which it is there; seen < open < number of dates
  double extra = 0;      ///< what one of its places costs more in a year
};
/// The rule of the second step is linear in the demand seen, with the regression of later demand as its
/// slope, or the plan itself where that is better. `least`: fewest places at first.
PhasedBuild phased_build(DemandPaths demand, const SecondStep& step, PlaceCosts costs,
                         double least = -std::numeric_limits<double>::infinity());

}  // namespace sim
