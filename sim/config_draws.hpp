#pragma once
// From a configuration to what the ensemble draws and what the store remembers of it.

#include <vector>

#include "sim/assumption_draws.hpp"
#include "sim/config.hpp"
#include "sim/store_format.hpp"

namespace sim {

/// The uncertain assumptions of a config, in its order. `n`: replicates of the whole run (all shards).
AssumptionDraws assumption_draws(const Config& config, Design design, Seed seed, std::uint32_t n);
/// The same assumptions for StoreWriter.
std::vector<StoredAssumption> stored_assumptions(const Config& config);

}  // namespace sim
