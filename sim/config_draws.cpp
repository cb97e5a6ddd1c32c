// From a configuration to what the ensemble draws and what the store remembers of it.

#include "sim/config_draws.hpp"

#include <memory>

#include "sim/assumptions.hpp"

namespace sim {

AssumptionDraws assumption_draws(const Config& config, Design design, Seed seed, std::uint32_t n) {
  AssumptionDraws draws;
  draws.base.assign(config.base().begin(), config.base().end());
  std::vector<NamedUncertain> uncertain;
  for (const Assumption& a : config.assumptions()) {
    if (a.value.is_point()) continue;
    draws.names.push_back(a.name);
    draws.cells.push_back(a.cells);
    uncertain.push_back({a.name, a.value});
  }
  const auto sampler = std::make_shared<const AssumptionSampler>(std::move(uncertain), config.correlations(),
                                                                 design, seed, n, config.share_groups());
  draws.draw = [sampler](std::uint32_t replicate, std::span<double> out) { sampler->draw(replicate, out); };
  return draws;
}

std::vector<StoredAssumption> stored_assumptions(const Config& config) {
  std::vector<StoredAssumption> stored;
  for (const Assumption& a : config.assumptions()) {
    if (!a.value.is_point()) stored.push_back({a.name, a.unit, a.value.describe()});
  }
  return stored;
}

}  // namespace sim
