// How far an estimate is from the truth, in standard errors from theory. Accepted up to 4.9: a right sampler
// with an unlucky seed is refused once in a million.
#pragma once

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <span>

namespace statistics {

inline constexpr double accepted = 4.9;

/// z of the mean of `values`, whose true mean and standard deviation are known.
inline double z_of_mean(std::span<const double> values, double mean, double sd) {
  double sum = 0;
  for (const double value : values) sum += value - mean;
  return sum / (sd * std::sqrt(static_cast<double>(values.size())));
}

/// The normal deviate with the p-value of a chi-square statistic: positive if the counts fit badly, negative
/// if they fit too well to be random.
inline double z_of_chi_square(double statistic, double freedom) {
  const boost::math::chi_squared_distribution<> chi_square(freedom);
  const boost::math::normal_distribution<> normal;
  const double above = cdf(complement(chi_square, statistic)), below = cdf(chi_square, statistic);
  if (above < 1e-300) return 37;
  if (below < 1e-300) return -37;
  return above < 0.5 ? quantile(complement(normal, above)) : quantile(normal, below);
}

/// z of Pearson's statistic for counts in cells of these probabilities (each expected at least 5 times).
inline double z_of_counts(std::span<const double> counts, std::span<const double> probabilities) {
  double total = 0, statistic = 0;
  for (const double count : counts) total += count;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = total * probabilities[i];
    statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return z_of_chi_square(statistic, static_cast<double>(counts.size()) - 1);
}

}  // namespace statistics
