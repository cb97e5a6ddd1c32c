// From a configuration to what the ensemble draws and what the store remembers of it.

#include "sim/config_draws.hpp"

#include <algorithm>
#include <utility>

#include "sim/area_dependence.hpp"

namespace sim {
namespace {

AssumptionNormals uncertain_of(const Config& config, Design design, Seed seed, std::uint32_t n) {
  AssumptionNormals all;
  all.base.assign(config.base().begin(), config.base().end());
  std::vector<NamedUncertain> uncertain;
  for (const Assumption& a : config.assumptions()) {
    if (a.value.is_point()) continue;
    all.names.push_back(a.name);
    all.cells.push_back(a.cells);
    uncertain.push_back({a.name, a.value});
  }
  all.sampler = std::make_shared<const AssumptionSampler>(std::move(uncertain), config.correlations(), design,
                                                          seed, n, config.share_groups());
  return all;
}

AssumptionNormals uncertain_of_areas(const Config& config, Design design, Seed seed, std::uint32_t n) {
  AssumptionNormals all;
  for (const auto& area : config.areas())
    all.base.insert(all.base.end(), area.base().begin(), area.base().end());
  all.base.insert(all.base.end(), config.base().begin(), config.base().end());
  const auto assumptions = area_assumptions(config);
  std::vector<NamedUncertain> uncertain;
  for (const auto& a : assumptions) {
    all.names.push_back(a.name);
    all.cells.push_back(a.cells);
    uncertain.push_back({a.name, a.as_written->value});
  }
  auto [correlations, share_groups] = area_dependence(config, assumptions);
  all.sampler = std::make_shared<const AssumptionSampler>(std::move(uncertain), std::move(correlations),
                                                          design, seed, n, std::move(share_groups));
  return all;
}

}  // namespace

AssumptionDraws assumption_draws(const Config& config, Design design, Seed seed, std::uint32_t n) {
  auto all = config.areas().empty() ? uncertain_of(config, design, seed, n)
                                    : uncertain_of_areas(config, design, seed, n);
  return {std::move(all.base), std::move(all.names), std::move(all.cells),
          [sampler = std::move(all.sampler)](std::uint32_t replicate, std::span<double> out) {
            sampler->draw(replicate, out);
          }};
}

AssumptionNormals assumption_normals(const Config& config) {
  return uncertain_of(config, Design::mc, 0, 1);  // none of which at_normals depends on
}

void AssumptionNormals::fill(std::span<const double> z, std::span<double> values,
                             std::span<double> filled) const {
  std::copy(base.begin(), base.end(), filled.begin());
  if (names.empty()) return;
  sampler->at_normals(z, values);
  for (std::size_t a = 0; a < names.size(); ++a)
    for (const std::uint32_t cell : cells[a]) filled[cell] = values[a];
}

std::vector<StoredAssumption> stored_assumptions(const Config& config) {
  std::vector<StoredAssumption> stored;
  if (!config.areas().empty()) {
    for (const auto& a : area_assumptions(config))
      stored.push_back({a.name, a.as_written->unit, a.as_written->value.describe()});
    return stored;
  }
  for (const Assumption& a : config.assumptions()) {
    if (!a.value.is_point()) stored.push_back({a.name, a.unit, a.value.describe()});
  }
  return stored;
}

}  // namespace sim
