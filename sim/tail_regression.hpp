#pragma once
// What assumptions add to the tail of an outcome: a linear regression divides the excess of the worst cases
// among the factors that they have in common, and leaves the rest to luck, years and what is not linear.

#include <span>
#include <vector>

#include "sim/copula_matrix.hpp"
#include "sim/statistics.hpp"

namespace sim {

struct TailAttribution {
  /// Per factor: its slope times (its mean in the tail - its mean). They add up with `rest` to `excess`.
  std::vector<Estimate> factors;
  Estimate rest;
  Estimate excess;       ///< tail mean of the outcome less its mean
  double explained = 0;  ///< share of the outcome's variance, adjusted for the number of factors; 0 to 1
  std::vector<double> fitted;  ///< the outcome given the factors, in each replicate
};

/// Fewest replicates for so many factors.
constexpr std::size_t fewest_for_attribution(std::size_t factors) { return 5 * factors + 160; }

/// Least squares of the outcome on the factors (a constant factor gets 0), of which the tail's conditional
/// means are taken; errors by leaving out each of the 16 scrambles in turn (Shao and Tu 1995, 2.3). Throws
/// std::invalid_argument for fewer replicates than fewest_for_attribution.
TailAttribution tail_attribution(std::span<const double> outcome,
                                 std::span<const std::span<const double>> factors, double level);

/// The same factors asked about many outcomes: what share of the variance of each do they explain?
class ExplainedShare {
 public:
  /// Throws std::invalid_argument for fewer replicates than fewest_for_attribution.
  explicit ExplainedShare(std::span<const std::span<const double>> factors);
  /// Linearly, adjusted for the number of factors; 0 to 1, and 0 for an outcome that never varies.
  double operator()(std::span<const double> outcome) const;

 private:
  std::vector<std::vector<double>> factors_;  // standardised; only those that vary
  SquareMatrix root_;
};

}  // namespace sim
