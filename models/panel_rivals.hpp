#pragma once
// Simple forecasts that a model has to beat: what a planner could do with a pocket calculator, with an
// interval learnt from how wrong the rule was before.

#include <span>
#include <string_view>
#include <vector>

#include "models/panel_series.hpp"

namespace models {

/// One rule: `name` in files, `label` for people.
struct Rival {
  std::string_view name, label;
  /// Logarithm of the figure `horizon` years after the last known year from the authority's and England's
  /// series; NaN where the rule lacks a figure.
  double (*log_forecast)(const YearSeries& local, const YearSeries& england, int last, int horizon);
};

/// persistence, drift of 1 and of 3 years, damped trend, national growth compounding and as a straight line,
/// half national and half local growth.
std::span<const Rival> rivals();

/// A figure of every authority and its national counterpart.
struct PanelMetric {
  const YearSeries* england = nullptr;
  std::vector<const YearSeries*> authorities;
};

/// Root mean square of the logarithms outturn / forecast of a rule, over all authorities and all earlier
/// origins whose outturn is known in `last`. NaN for fewer than 30 misses.
double rival_spread(const Rival& rival, const PanelMetric& metric, int last, int horizon);

}  // namespace models
