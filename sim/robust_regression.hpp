#pragma once
// Linear regression whose errors have Student's t distribution: a wild case moves the line little.

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

/// Cases of a regression, row by row.
struct RegressionCases {
  std::size_t predictors = 0;
  std::vector<double> x;  ///< predictors of each case, one case after another
  std::vector<double> y, weight;
  std::size_t size() const { return y.size(); }
  std::span<const double> row(std::size_t i) const { return {x.data() + i * predictors, predictors}; }
  void add(std::span<const double> row, double outcome, double weight_of_case);
};

struct RobustFit {
  std::vector<double> coefficients;
  double cases = 0;  ///< sum of the weights
  double scale = 0;  ///< of the t distribution; its standard deviation is scale sqrt(freedom / (freedom - 2))
  /// Standard error of the scale, from Fisher's information of the t distribution.
  double scale_error(double freedom) const;
};

/// Most likely coefficients and scale of y = x b + scale t, t with `freedom` degrees, by iterated reweighting
/// (Lange, Little and Taylor 1989). `ridge` is added to the diagonal of X'WX: it holds coefficients that the
/// cases say little about near nought. At least one case with weight; throws std::invalid_argument otherwise.
RobustFit robust_regression(const RegressionCases& cases, double freedom, double ridge);

/// x b.
double predicted(std::span<const double> x, std::span<const double> coefficients);

}  // namespace sim
