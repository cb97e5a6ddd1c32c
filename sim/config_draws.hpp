#pragma once
// From a configuration to what the ensemble draws and what the store remembers of it.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/assumption_draws.hpp"
#include "sim/assumptions.hpp"
#include "sim/config.hpp"
#include "sim/store_format.hpp"

namespace sim {

/// The uncertain assumptions of a config, in its order. `n`: replicates of the whole run (all shards).
AssumptionDraws assumption_draws(const Config& config, Design design, Seed seed, std::uint32_t n);
/// The uncertain assumptions of a config as a function of independent standard normals, one for each, in the
/// order of `names`: what a calibration searches.
struct AssumptionNormals {
  std::vector<double> base;  ///< every cell at its point value
  std::vector<std::string> names;
  std::vector<std::vector<std::uint32_t>> cells;  ///< per name: the cells it fills
  std::shared_ptr<const AssumptionSampler> sampler;

  /// `values` (size of names) and `filled` (size of base) receive what is drawn at z.
  void fill(std::span<const double> z, std::span<double> values, std::span<double> filled) const;
};
AssumptionNormals assumption_normals(const Config& config);
/// The same assumptions for StoreWriter.
std::vector<StoredAssumption> stored_assumptions(const Config& config);

}  // namespace sim
