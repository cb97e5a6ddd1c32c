#pragma once
// What a short series says of its level, persistence and shocks: the posterior of a first-order
// autoregression with heavy tails, on a grid.

#include <span>
#include <vector>

namespace sim {

/// x(t+1) = level + persistence (x(t) - level) + scale t, t of Student with `freedom` degrees.
struct Autoregression {
  double level = 0, persistence = 0, scale = 0;
};

struct AutoregressionPrior {
  double level_mean = 0, level_sd = 1;               ///< normal
  std::vector<double> levels, persistences, scales;  ///< the grid; flat over persistences and scales
  double freedom = 4;
};

struct AutoregressionPosterior {
  std::vector<Autoregression> points;
  std::vector<double> cumulative;  ///< probability of the points up to and with this one; the last is 1
  /// The point at a uniform number in (0,1).
  const Autoregression& at(double u) const;
  /// Posterior means, each on its own.
  Autoregression mean() const;
  /// Posterior standard deviations, each on its own.
  Autoregression sd() const;
};

/// `counts[i]` false leaves the step from series[i] to series[i + 1] out of the likelihood: a break that is
/// known and not expected again. Series of one value or none give the prior.
AutoregressionPosterior autoregression_posterior(std::span<const double> series,
                                                 const std::vector<bool>& counts,
                                                 const AutoregressionPrior& prior);

}  // namespace sim
