#pragma once
// A sample that is to say less than it does: with an error of a known size put on each of its values.

#include <span>
#include <vector>

namespace sim {

/// Quantiles of X exp(log_sd Z): X one of `values`, each as likely, Z standard normal and apart from X. The
/// median of each value's error is 1. Values are not negative (those that are nought stay so), log_sd > 0,
/// 0 < p < 1. Solved from the distribution function to 1e-9 in the logarithm; of more than 2,000 values as
/// many quantiles stand for them. NaN for no values.
std::vector<double> widened_quantiles(std::span<const double> values, double log_sd,
                                      std::span<const double> probabilities);

}  // namespace sim
