#pragma once
// What each intervention of one configuration contributes to its difference from another.

#include <string>
#include <vector>

#include "app/run/run_options.hpp"
#include "sim/shapley.hpp"
#include "sim/statistics.hpp"
#include "sim/stop.hpp"
#include "sim/store_reader.hpp"

namespace app {

/// A part of a difference over the replicates, in the unit of the metric.
struct AttributedPart {
  sim::Summary summary;
  sim::Estimate lower;  ///< share of the replicates in which it lowers the figure
};

/// One intervention's part of one figure.
struct ActionPart {
  AttributedPart share;        ///< its Shapley value; shares add up in every replicate
  AttributedPart alone, last;  ///< added to none of the actions; to all the others
  /// Of sampled orders: standard deviation of a replicate's share that is due to the draw of the orders. NaN
  /// where all coalitions were looked at.
  double sd_orders = 0;
};

/// Two interventions: what both together do beyond what each does (Shapley interaction index).
struct PairPart {
  std::size_t first = 0, second = 0;
  AttributedPart interaction;
};

/// One figure of the whole area at one period.
struct AttributedFigure {
  sim::Metric metric;
  std::string period;
  AttributedPart total;  ///< B less A
  AttributedPart other;  ///< B without its actions less A: whatever else differs
  std::vector<ActionPart> actions;
  std::vector<PairPart> pairs;  ///< none of sampled orders
};

struct AttributionSummary {
  std::vector<std::string> actions;  ///< interventions that B has and A has not
  bool exact = true;
  std::size_t coalitions = 0, pairs_of_orders = 0;  ///< per replicate
  std::vector<AttributedFigure> figures;            ///< by metric, then by period
  double seconds = 0;
};

/// Simulates B with subsets of the actions, in pairs with the runs of A and B; A and B are read from their
/// stores. `pairs`: of orders for more than six actions; 0 chooses. Throws std::logic_error if B is not what
/// its store says.
AttributionSummary attribution(const RunOptions& run, const sim::Config& b,
                               const std::vector<std::string>& actions, const sim::StoreReader& store_a,
                               const sim::StoreReader& store_b, std::size_t pairs, bool progress);

/// attribution.csv: the header, and the lines of one pair of runs.
std::string attribution_csv_header();
std::string attribution_csv(const AttributionSummary& summary, const std::string& area,
                            const std::string& scenario_a, const std::string& scenario_b);

}  // namespace app
