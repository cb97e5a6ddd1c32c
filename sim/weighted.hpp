#pragma once
// Samples whose members count unequally: what importance sampling and ABC leave behind.

#include <span>
#include <vector>

namespace sim {

/// Weights that add up to one from their logarithms; equal ones where all are minus infinity.
std::vector<double> weights_of(std::span<const double> log_weights);
/// Kish's effective sample size, 1 / sum of squares of weights that add up to one.
double effective_size(std::span<const double> weights);
double weighted_mean(std::span<const double> values, std::span<const double> weights);
/// Covariance with the divisor 1 - sum of squared weights (n - 1 over n for equal ones).
double weighted_covariance(std::span<const double> a, std::span<const double> b,
                           std::span<const double> weights);
/// Quantiles of the weighted distribution function, interpolated between the middles of the steps; equal
/// weights give Hyndman and Fan's type 5. Values without weight play no part. NaN for no weight at all.
std::vector<double> weighted_quantiles(std::span<const double> values, std::span<const double> weights,
                                       std::span<const double> probabilities);
/// Weight of the values below x and half of those equal to it.
double weighted_percentile(std::span<const double> values, std::span<const double> weights, double x);

/// Positions of n members drawn in proportion to the weights, in order, from one uniform number u in (0,1)
/// (systematic resampling: each is drawn n w rounded down or up).
std::vector<std::size_t> resampled(std::span<const double> weights, std::size_t n, double u);

}  // namespace sim
