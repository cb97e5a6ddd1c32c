#pragma once
// How often forecasts of the panel's model have been right: from each January of the past, with what was
// known then, against what came.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/panel_forecast.hpp"
#include "models/panel_rivals.hpp"

namespace models {

/// What is forecast and scored. `part` names one of AuthoritySeries::parts.
struct BacktestMetric {
  enum class Kind { plans, new_plans, part, share } kind = Kind::plans;
  std::string name;  ///< "plans", "new_plans", "independent_share", "plans/age_5-10"
  std::string part;
};

struct BacktestPlan {
  int first_origin = 2015;  ///< first January that is scored
  int last_origin = 2021;
  ForecastSize size;
  std::vector<BacktestMetric> metrics;
  std::vector<int> without_years = reform_years();  ///< see NationalFit
  bool discrepancy = true;
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

/// What the model's own past misses add to its forecasts: a variance of the logarithm for every year ahead.
struct Discrepancy {
  double variance_per_year = 0;
  int origins = 0;  ///< from whose misses it was learnt
};

struct OriginFit {
  int origin = 0;
  PanelFit fit;
  std::vector<Discrepancy> discrepancy;  ///< by metric
};

struct Backtest {
  std::vector<BacktestCase> cases;
  std::vector<OriginFit> fits;
  /// What the panel teaches as it stands in its last January.
  OriginFit now;
  /// Cases left out, by reason.
  std::map<std::string, std::size_t> left_out;
};

/// Runs all origins from the earliest that can teach the discrepancy to plan.last_origin. `progress` is
/// called before each origin with the part done; it may throw to stop.
Backtest run_backtest(const PanelSeries& panel, const BacktestPlan& plan,
                      const std::function<void(double)>& progress = {});

}  // namespace models
