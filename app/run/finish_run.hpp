#pragma once
// From a store of all replicates to the folder of a finished run.

#include <chrono>
#include <cstdint>
#include <string>

#include "app/run/ensemble_run.hpp"
#include "models/model.hpp"
#include "sim/assumption_draws.hpp"
#include "sim/output_folder.hpp"

namespace app {

/// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// A simulation that is complete.
struct FinishedSimulation {
  const RunOptions& options;
  const sim::Config& config;
  const models::SendModel& model;
  const sim::AssumptionDraws& draws;
  const sim::RunInfo& info;
  Stopwatch clock = {};
  std::uint32_t simulated = 0;  ///< replicates in the time of `clock`
  std::string note = {};        ///< for the end of the summary
};

/// Writes everything beside `run.sqlite`, which is in `folder`, and puts the folder in its place.
RunSummary finish_run(sim::OutputFolder& folder, const FinishedSimulation& simulation, const RunWatch& watch);

}  // namespace app
