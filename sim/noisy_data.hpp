#pragma once
// How far data may lie from the means of a model: luck, and what the model leaves out.

#include <span>
#include <vector>

#include "sim/copula_matrix.hpp"

namespace sim {

/// Observations with what is known of their noise. Vectors are as long as `values`.
struct NoisyData {
  std::vector<double> values;
  /// Covariance of luck where the means are `luck_at`.
  SquareMatrix luck{0};
  std::vector<double> luck_at;
  /// Counts and money: the variance of luck is in proportion to the mean. Otherwise (shares) it stays.
  std::vector<bool> luck_grows;
  /// Relative standard deviation of what no luck explains (definitions, errors of counting, the model's own);
  /// independent between observations.
  std::vector<double> discrepancy;

  std::size_t size() const { return values.size(); }
};

/// Covariance of the observations about these means. Never quite singular: a millionth of the mean is added
/// to each standard deviation.
SquareMatrix noise_covariance(const NoisyData& data, std::span<const double> means);

}  // namespace sim
