#pragma once
// Replicates of a run, simulated into a store.

#include <filesystem>
#include <functional>

#include "app/run/ensemble_run.hpp"
#include "models/model.hpp"
#include "sim/assumption_draws.hpp"
#include "sim/ensemble.hpp"

namespace app {

/// What replicates are simulated with.
struct Simulation {
  const models::SendModel& model;
  const sim::AssumptionDraws& draws;
  sim::EnsembleOptions options;
};

/// Replicates [first, first + count), block by block, to `sink`. Throws sim::Stopped if interrupted.
void simulate_blocks(const Simulation& simulation, std::uint32_t first, std::uint32_t count,
                     const sim::BlockSink& sink, const RunWatch& watch);

/// Replicates [info.first, info.first + info.replicates) into a store.
void simulate(const Simulation& simulation, const sim::RunInfo& info, const sim::Config& config,
              const std::filesystem::path& path, const RunWatch& watch);

}  // namespace app
