#pragma once
// The simulator's own record as part of a backtest: areas and Januaries drawn, imported, simulated and
// scored.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/backtest/panel_source.hpp"
#include "app/terminal.hpp"
#include "models/panel_scores.hpp"
#include "models/simulated_record.hpp"
#include "sim/stop.hpp"

namespace app {

struct SimulateOptions {
  std::uint32_t pairs = 0;  ///< of an area and a January; 0: none
  std::uint32_t replicates = 128;
  unsigned threads = 0;  ///< 0: all of the machine
};

/// A pair that could not be imported, and why.
struct RefusedArea {
  models::AreaOrigin pair;
  std::string why;
};

/// The same cases three times: as simulated, with the discrepancy of the other Januaries, by the panel's
/// model.
struct SimulatedScores {
  models::GroupScores plain, widened, panel;
  sim::ClusteredEstimate saved_of_panel;  ///< of the panel model's CRPS, as simulated
};

struct SimulatedMetric {
  std::size_t metric = 0;                   ///< place in the plan's metrics
  std::vector<SimulatedScores> by_horizon;  ///< 1 year ahead first
  SimulatedScores all;
  std::vector<SimulatedScores> by_origin;
};

struct SimulatedSummary {
  std::vector<models::AreaOrigin> pairs;  ///< in the order in which they were drawn, refused ones among them
  std::vector<RefusedArea> refused;       ///< likewise
  std::size_t taken_up = 0;               ///< simulations that an interrupted run had left
  std::uint32_t replicates = 0;
  std::vector<sim::ManifestInput> defaults;  ///< files of England's configuration that all areas extend
  models::SimulatedRecord record;
  std::vector<SimulatedMetric> metrics;  ///< those with cases
};

struct BacktestOptions;

/// Draws the pairs (models::draw_pairs), imports and simulates each, areas in parallel, and scores them
/// beside the panel's backtest. Finished simulations are kept beside the output folder until
/// forget_simulations(). Throws UserError if the sources are no releases, sim::Stopped when interrupted.
SimulatedSummary simulated_backtest(const BacktestOptions& options, const PanelSource& source,
                                    const models::Backtest& backtest, bool progress);
/// What an interrupted backtest into this folder has left: how many simulations, and where.
struct LeftSimulations {
  std::size_t count = 0;
  std::filesystem::path folder;
};
LeftSimulations left_simulations(const std::filesystem::path& out);
/// Removes them.
void forget_simulations(const std::filesystem::path& out);

struct BacktestSummary;

std::string simulated_text(const BacktestSummary& summary, const Style& style);
/// Scores: one line for each metric, set of cases, horizon and forecaster.
std::string simulated_csv(const BacktestSummary& summary);
/// One line for each simulated forecast and outturn.
std::string simulated_cases_csv(const BacktestSummary& summary);
/// The discrepancy as a layer of configuration.
std::string discrepancy_toml(const BacktestSummary& summary);

}  // namespace app
