#pragma once
// One area from one past January, imported as `import ees --as-of` does it and simulated as `run` does.

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/import/read_release.hpp"
#include "models/panel_backtest.hpp"
#include "sim/config.hpp"
#include "sim/stop.hpp"

namespace app {

/// What all simulations of a backtest have in common.
struct SimulationPlan {
  std::vector<std::filesystem::path> sources;
  std::filesystem::path configs;                            ///< with England's defaults, uncalibrated
  std::map<std::string, std::set<std::string>> placements;  ///< see placements_of_parts
  std::vector<models::BacktestMetric> metrics;
  int horizons = 4;
  std::uint32_t replicates = 128;
  std::uint64_t seed = 1;
};

struct AreaToSimulate {
  std::string code, number, name;  ///< the number of the Department, if it is known
  int origin = 0;
};

/// Imports the area into `folder` from releases that were read as of its January, and reads the configuration
/// back for as many years as there are horizons. Throws UserError if the import is refused: no figures of
/// that January, or none that make a configuration.
sim::Config as_imported(const AreaToSimulate& area, const ReadRelease& release, const SimulationPlan& plan,
                        const std::filesystem::path& folder);

/// What fixes the simulated figures: the configuration's files and the plan.
std::string simulation_digest(const sim::Config& config, const SimulationPlan& plan);

/// Draws at metric * horizons + horizon - 1, in the order of replicates; none where the model has no such
/// figure. One thread. Throws sim::Stopped and sim::ReplicateError.
std::vector<std::vector<double>> simulated_figures(const sim::Config& config, const AreaToSimulate& area,
                                                   const SimulationPlan& plan, sim::StopToken stop);

}  // namespace app
