#pragma once
// The distribution of a family that comes nearest to stated facts: least squares on the cdf.

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/dist.hpp"

namespace sim {

/// What is said about a number. A mean or sd is held exactly if the family can; quantiles are (probability,
/// value).
struct Facts {
  std::optional<double> mean, sd;
  std::vector<std::pair<double, double>> quantiles;
  std::size_t size() const { return (mean ? 1U : 0U) + (sd ? 1U : 0U) + quantiles.size(); }
};

/// How far a distribution is from each fact, in probability, in the order mean, sd, quantiles. A quantile
/// misses by |F(x) - p|; a wrong mean or sd by what it would shift the middle, or P10 and P90, of a normal.
std::vector<double> misfits(const Distribution&, const Facts&);

/// A member of a family from free parameters; null outside the family.
using FromParameters = std::function<DistributionPtr(std::span<const double>)>;

/// Least squares from `start` (Levenberg-Marquardt); null if `start` is outside the family.
DistributionPtr least_squares(const FromParameters& family, std::vector<double> start, const Facts& facts);

/// Centre and spread to start from: the mean and sd where stated, else a normal's, by regression of the
/// quantiles on their normal scores. `log`: the same for the logarithms (mean then means the centre of the
/// logarithms).
struct Start {
  double centre = 0.0, spread = 1.0;
};
Start start_of(const Facts& facts, bool log = false);

}  // namespace sim
