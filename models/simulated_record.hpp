#pragma once
// The simulator's own record: what it said from past Januaries, scored beside the panel's model and the rules
// of thumb in the same cases, and the discrepancy that its misses teach.

#include <map>
#include <vector>

#include "models/panel_backtest.hpp"
#include "models/simulated_pairs.hpp"

namespace models {

/// What the simulator says of one area from one January.
struct SimulatedForecast {
  AreaOrigin pair;
  /// Draws at metric * horizons + horizon - 1, in the order of the plan's metrics and of the replicates;
  /// empty where the simulator has no such figure.
  std::vector<std::vector<double>> draws;
};

struct SimulatedRecord {
  /// The same cases in the same order: as simulated, with the discrepancy that the other Januaries teach, and
  /// as the panel's model said them. Rivals and outturns are the panel's. Where there is no other January,
  /// `widened` is as simulated.
  std::vector<BacktestCase> plain, widened, panel;
  std::vector<Discrepancy> discrepancy;  ///< by metric, from all Januaries
  std::vector<std::map<int, Discrepancy>>
      without;  ///< by metric: left-out January, and what the others teach
};

/// Scores every forecast that has a case of the panel's backtest (same metric, authority, origin and
/// horizon), so that all forecasters are judged by the same cases. The discrepancy of a metric is learnt as
/// the panel's is (see learn_discrepancy), from the draws as simulated, without steps of a reform.
SimulatedRecord simulated_record(const PanelSeries& panel, const Backtest& backtest, const BacktestPlan& plan,
                                 const std::vector<SimulatedForecast>& forecasts);

}  // namespace models
