// Replicates of a run, simulated into a store.

#include "app/run/simulation.hpp"

#include "sim/config_draws.hpp"
#include "sim/store_writer.hpp"

namespace app {

void simulate_blocks(const Simulation& s, std::uint32_t first, std::uint32_t count,
                     const sim::BlockSink& sink, const RunWatch& watch) {
  sim::EnsembleOptions options = s.options;
  options.first = first;
  options.replicates = count;
  sim::run_ensemble(s.model, s.draws, options, sink, {.progress = watch.progress, .stop = watch.stop});
  watch.stop.check();
}

void simulate(const Simulation& s, const sim::RunInfo& info, const sim::Config& config,
              const std::filesystem::path& path, const RunWatch& watch) {
  sim::StoreWriter writer(path, info, s.model.layout(), sim::stored_assumptions(config));
  simulate_blocks(
      s, info.first, info.replicates, [&](const sim::ReplicateBlock& block) { writer.write(block); }, watch);
  writer.finish();
}

}  // namespace app
