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

/// Whose an assumption is in a run of several areas: of all whose value is stated in the same place (a
/// national layer, an option, a default), drawn once; of the area alone, if no other has it from there, or if
/// its name says that it differs between areas ("local" is a word of it: request.local_level). Those of an
/// area are named after it: "Kingston upon Thames: request.local_level".
struct AreaAssumption {
  std::string name;
  const Config* area = nullptr;    ///< null: of all
  std::vector<std::size_t> areas;  ///< that it speaks for, by their place in Config::areas
  const Assumption* as_written = nullptr;
  Origin origin;                     ///< as seen from the folder of the whole
  std::vector<std::uint32_t> cells;  ///< of all areas, one area's after another's, then the whole's
};
/// Every assumption of a configuration of several areas, those of all first; points are left out unless asked
/// for.
std::vector<AreaAssumption> area_assumptions(const Config& config, bool points = false);

/// The uncertain assumptions of a config, in its order; of several areas as area_assumptions has them. Cells
/// are those of its areas, one after another. `n`: replicates of the whole run (all shards).
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
