#pragma once
// One assumption as a few smooth functions of it: natural cubic splines, made orthonormal over its draws.

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

/// Functions for a sample of n draws: one for every 50, 1 to 10.
std::size_t spline_freedom(std::size_t n);

/// Natural cubic splines (Hastie, Tibshirani and Friedman 2009, 5.2.1) with knots at equally spaced quantiles
/// of the draws, or at each value where there are few. Over the draws every function has mean 0 and mean
/// square 1 and no two correlate; the first is linear. A constant has none.
class SplineBasis {
 public:
  /// At most `freedom` functions of x; no x is NaN.
  SplineBasis(std::span<const double> x, std::size_t freedom);
  std::size_t size() const { return kept_.size(); }
  /// The functions at one point; `out` has room for size().
  void evaluate(double x, std::span<double> out) const;
  /// Each function at all points.
  std::vector<std::vector<double>> columns(std::span<const double> x) const;

 private:
  std::size_t raw_size() const { return knots_.empty() ? 0 : knots_.size() - 1; }
  void raw(double x, std::span<double> out) const;
  void orthonormalise(std::span<const double> x);

  double centre_ = 0, scale_ = 1;
  std::vector<double> knots_;               // of (x - centre) / scale
  std::vector<double> means_;               // of the raw functions
  std::vector<std::size_t> kept_;           // raw functions that do not follow from those before them
  std::vector<std::vector<double>> steps_;  // by kept function: its parts along those before it, its length
};

}  // namespace sim
