#pragma once
// Morris's screening: how much a figure moves when one factor is moved by half its range, from many places.

#include <cstddef>
#include <span>
#include <vector>

#include "sim/key.hpp"
#include "sim/statistics.hpp"

namespace sim {

/// Trajectories over the levels 1/8, 3/8, 5/8, 7/8 of each factor's distribution; along each, every factor is
/// moved once, by half of the distribution, in an order of its own (Morris 1991). Keyed by the seed.
class MorrisDesign {
 public:
  MorrisDesign(std::size_t factors, std::size_t trajectories, Seed seed);
  std::size_t factors() const { return factors_; }
  std::size_t trajectories() const { return trajectories_; }
  std::size_t points() const { return trajectories_ * (factors_ + 1); }
  /// The quantile levels of all factors at one step (0 to factors()) of a trajectory.
  std::vector<double> point(std::size_t trajectory, std::size_t step) const;
  /// The factor that moves between steps `step` and `step` + 1.
  std::size_t moved(std::size_t trajectory, std::size_t step) const;

 private:
  std::vector<std::size_t> order(std::size_t trajectory) const;
  std::vector<unsigned> start(std::size_t trajectory) const;
  std::size_t factors_, trajectories_;
  Seed seed_;
};

/// Effects of one factor, in the unit of the figure per half of the distribution.
struct MorrisEffect {
  Estimate mean_absolute;  ///< mu*: how much it matters
  Interval interval;       ///< of mu*, 95 %, Student's t over trajectories, not below 0
  Estimate mean;           ///< mu, with its sign
  double sd = 0;           ///< sigma: large where the effect bends or depends on other factors (or on luck)
};

/// `values`: the figure at all points, trajectory by trajectory. Two trajectories at least; throws
/// std::invalid_argument otherwise.
std::vector<MorrisEffect> morris_effects(const MorrisDesign& design, std::span<const double> values);

}  // namespace sim
