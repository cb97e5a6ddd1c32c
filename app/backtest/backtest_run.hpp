#pragma once
// What `sendcast backtest` was asked to do with a panel of authorities, and what came of it.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/backtest/panel_source.hpp"
#include "app/backtest/simulated_backtest.hpp"
#include "app/terminal.hpp"
#include "models/panel_scores.hpp"

namespace app {

struct BacktestOptions {
  std::vector<std::filesystem::path> sources;
  models::BacktestPlan plan;
  int first_test = 2018;           ///< first origin after the burn-in
  std::vector<std::string> shown;  ///< metrics that the text shows
  std::string area;                ///< name or code of one authority whose own record is shown; "" for none
  std::filesystem::path out;
  SimulateOptions simulate;  ///< the simulator's own record, beside the panel's
};

/// The scores of one metric.
struct MetricScores {
  models::BacktestMetric metric;
  std::vector<models::GroupScores> by_horizon;  ///< origins of the test, 1 year ahead first
  models::GroupScores all, burn_in;
  std::vector<models::GroupScores> by_size;    ///< in the order of models::size_classes
  std::vector<models::GroupScores> by_origin;  ///< all origins, burn-in too
};

struct BacktestSummary {
  BacktestOptions options;
  std::size_t authorities = 0;
  std::optional<std::size_t> area;    ///< place of options.area in the panel
  int first_year = 0, last_year = 0;  ///< Januaries of the panel
  PanelSource source;
  models::Backtest backtest;
  std::vector<MetricScores> metrics;
  std::optional<SimulatedSummary> simulated;
  double seconds = 0;
  std::vector<std::string> files;  ///< in options.out
};

/// Simulates, scores and writes the folder. Throws UserError for a panel that is too short or has no such
/// metric.
BacktestSummary backtest_run(const BacktestOptions& options, PanelSource source, const std::string& command,
                             bool progress);

/// Metrics that a panel has figures for.
std::vector<models::BacktestMetric> metrics_of(const models::PanelSeries& panel);

std::string backtest_text(const BacktestSummary& summary, const Style& style = Style{});
std::string backtest_json(const BacktestSummary& summary);
/// One line for each metric, set of origins, horizon, size and forecaster.
std::string backtest_csv(const BacktestSummary& summary);
/// One line for each forecast and outturn.
std::string cases_csv(const BacktestSummary& summary);
/// What the panel taught at each origin, and teaches in its last January.
std::string panel_figures_csv(const BacktestSummary& summary);
/// The year effects of its last January as a layer of configuration.
std::string year_effects_toml(const BacktestSummary& summary);

}  // namespace app
