#pragma once
// The draw of all assumptions for one replicate: design, then copula, then the inverse of each distribution.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/copula.hpp"
#include "sim/design.hpp"
#include "sim/dirichlet.hpp"
#include "sim/uncertain.hpp"

namespace sim {

struct NamedUncertain {
  std::string name;  ///< full name; the draw is keyed by it
  Uncertain value;
};

/// All faults of the correlations and groups over these parameters (empty: AssumptionSampler takes them).
std::vector<Fault> check_dependence(std::span<const NamedUncertain>, std::span<const RankCorrelation>,
                                    std::span<const DirichletGroup> groups = {});

/// Draws every parameter of a replicate. Immutable and safe to share between threads; no allocation in
/// draw().
class AssumptionSampler {
 public:
  /// n: replicates of the whole run (all shards); only lhs depends on it. Throws std::invalid_argument with
  /// the faults of check_dependence, if there are any.
  AssumptionSampler(std::vector<NamedUncertain>, std::vector<RankCorrelation>, Design, Seed, std::uint32_t n,
                    std::vector<DirichletGroup> groups = {});
  /// out: one value per parameter, in the order given to the constructor.
  void draw(std::uint32_t replicate, std::span<double> out) const;
  /// The coupled uniforms behind that draw (0.5 for points), for sensitivity analysis.
  void uniforms(std::uint32_t replicate, std::span<double> out) const;
  /// The values at standard normals of one's own, one per parameter, before they are coupled; those of points
  /// are not read. out: as in draw.
  void at_normals(std::span<const double> z, std::span<double> out) const;
  std::size_t size() const { return parameters_.size(); }

 private:
  struct Group {
    std::vector<std::uint32_t> members;
    std::vector<double> alpha;
  };
  void draw_group(const Group&, std::span<double> out) const;
  /// Coupled uniforms to values, in place.
  void to_values(std::span<double> out) const;

  std::vector<Uncertain> parameters_;
  std::vector<std::uint64_t> name_hashes_;
  std::vector<std::uint32_t> single_;  // uncertain parameters that are in no group
  std::vector<std::uint32_t> all_;     // uncertain parameters, groups included
  std::vector<std::uint32_t> points_;
  std::vector<Group> groups_;
  Copula copula_;
  Design design_;
  Seed seed_;
  std::uint32_t n_;
};

}  // namespace sim
