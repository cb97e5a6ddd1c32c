#pragma once
// What the cases of a backtest add up to: errors, scores, coverage and skill, by metric, horizon and size.

#include <array>
#include <string>
#include <vector>

#include "models/panel_backtest.hpp"
#include "sim/clustered.hpp"

namespace models {

/// Which cases. Intervals are clustered by origin.
struct ScoreGroup {
  std::size_t metric = 0;
  int first_origin = 0, last_origin = 0;
  int horizon = 0;                           ///< 0: all
  double plans_from = 0, plans_below = 1e9;  ///< plans of the authority at the origin
};

/// Of the model or of one rival. Errors and scores in percent of the outturn, or percentage points for
/// shares.
struct ScoreLine {
  std::size_t cases = 0;
  double error = 0;  ///< mean absolute error of the median
  double bias = 0;   ///< mean error of the median; positive: too high
  double crps = 0;
  double wis = 0;                               ///< NaN for rivals
  sim::ClusteredEstimate within_50, within_90;  ///< share of outturns inside the central intervals
  std::array<double, 10> percentiles{};         ///< share of outturns in each tenth of the forecast (PIT)
  sim::ClusteredEstimate skill;  ///< of a rival's line: what the model saves of this rival's CRPS, same cases
};

struct GroupScores {
  ScoreGroup group;
  ScoreLine model;
  std::vector<ScoreLine> rivals;  ///< in the order of rivals(); without cases where a rule was never usable
  /// The rival with the smallest mean CRPS; rivals().size() if none has cases.
  std::size_t best = 0;
};

GroupScores group_scores(const std::vector<BacktestCase>& cases, const ScoreGroup& group);
inline GroupScores group_scores(const Backtest& backtest, const ScoreGroup& group) {
  return group_scores(backtest.cases, group);
}

/// What `ours` saves of the CRPS of `theirs`; the two hold the same cases in the same order.
sim::ClusteredEstimate crps_saved(const std::vector<BacktestCase>& ours,
                                  const std::vector<BacktestCase>& theirs, const ScoreGroup& group);

/// Lower bounds of the classes of size: 0, 1,000, 2,000 and 3,500 plans (about a quarter of authorities
/// each).
inline constexpr std::array<double, 4> size_classes{0, 1000, 2000, 3500};

}  // namespace models
