#pragma once
// A run for somebody who is watching: figures after the first replicates, then ever more of them.

#include <functional>
#include <memory>

#include "app/serve/live_figures.hpp"
#include "sim/config.hpp"
#include "sim/design.hpp"
#include "sim/stop.hpp"

namespace app {

struct LiveOptions {
  sim::Seed seed = 1;
  std::uint32_t replicates = 500;
  unsigned threads = 0;  ///< 0: all of the machine
};

/// Draws of the assumptions, for telling which of them matter.
struct LiveDraws {
  std::vector<std::string> names, units;
  std::vector<std::vector<double>> values;  ///< by assumption, by replicate
};

struct LiveHooks {
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
  /// Called now and then with what there is, at the end with all. Keeps what it is given as long as it likes.
  std::function<void(std::shared_ptr<const LiveFigures>)> publish = {};
  sim::StopToken stop = {};
  LiveDraws* draws = nullptr;  ///< filled if it is there
};

/// Simulates as `sendcast run` does with this seed and number of replicates, Sobol's design; writes nothing.
/// Throws sim::Stopped, sim::ReplicateError.
std::shared_ptr<const LiveFigures> live_run(const sim::Config& config, const LiveOptions& options,
                                            const LiveHooks& hooks);

}  // namespace app
