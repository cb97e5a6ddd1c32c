#pragma once
// A whole run: from a checked configuration to a folder of files and the figures for the planner.

#include <cstdint>
#include <functional>

#include "app/run/run_options.hpp"
#include "app/run/run_summary.hpp"
#include "sim/manifest.hpp"
#include "sim/stop.hpp"

namespace app {

/// Simulates, writes the output folder and reads the summary back. Leaves no file if the user interrupts it
/// (sim::Stopped). Shows progress on stderr when `progress` is set.
RunSummary ensemble_run(const RunOptions& options, const sim::Config& config, bool progress);

/// Who looks on while a run is made, and may end it.
struct RunWatch {
  sim::StopToken stop = {};
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};
/// The same for another onlooker than the terminal.
RunSummary ensemble_run(const RunOptions& options, const sim::Config& config, const RunWatch& watch);

/// What identifies the run that options ask for.
sim::RunInfo run_info(const RunOptions& options, const sim::Config& config);
/// The inputs of a configuration as a manifest lists them.
std::vector<sim::ManifestInput> manifest_inputs(const sim::Config& config);
/// What fixes the result beside the files.
std::vector<std::string> digest_settings(const RunOptions& options);

}  // namespace app
