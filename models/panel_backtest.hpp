#pragma once
// How often forecasts of the panel's model have been right: from each January of the past, with what was
// known then, against what came.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/panel_case.hpp"
#include "models/panel_discrepancy.hpp"
#include "models/panel_forecast.hpp"

namespace models {

struct BacktestPlan {
  int first_origin = 2015;  ///< first January that is scored
  int last_origin = 2021;
  ForecastSize size;
  std::vector<BacktestMetric> metrics;
  std::vector<int> without_years = reform_years();  ///< see NationalFit
  bool discrepancy = true;
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
