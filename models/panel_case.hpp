#pragma once
// One forecast and its outturn: what is scored, in which unit, and how the rules of thumb did in the same
// case.

#include <cstddef>
#include <string>
#include <vector>

#include "models/panel_rivals.hpp"

namespace models {

/// What is forecast and scored. `part` names one of AuthoritySeries::parts.
struct BacktestMetric {
  enum class Kind { plans, new_plans, part, share } kind = Kind::plans;
  std::string name;  ///< "plans", "new_plans", "independent_share", "plans/age_5-10"
  std::string part;
};

/// What a rule said and how it scored; scores in the unit of the case.
struct RivalScore {
  double forecast = 0, crps = 0, percentile = 0;
};

/// One forecast and its outturn. Percent of the outturn for counts, percentage points for shares: `unit` is
/// what one percent (or point) is in the figure's own unit.
struct BacktestCase {
  std::size_t metric = 0;     ///< place in the plan's metrics
  std::size_t authority = 0;  ///< place in the panel's authorities
  int origin = 0, horizon = 0;
  double plans = 0;  ///< of the authority at the origin
  double outturn = 0, unit = 0;
  double p05 = 0, p10 = 0, p25 = 0, median = 0, p75 = 0, p90 = 0, p95 = 0;
  double crps = 0, wis = 0, percentile = 0;  ///< crps and wis in the figure's own unit
  std::vector<RivalScore> rivals;            ///< in the order of rivals(); NaN where a rule could not be used
};

/// Quantiles, scores and percentile of a forecast from its draws, ascending, against c.outturn.
void score_case(BacktestCase& c, const std::vector<double>& sorted);

}  // namespace models
