#pragma once
// Least squares from sums of squares and products: a factor that leaves out columns which follow from others.

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

/// The Cholesky factor of a symmetric matrix of sums of products, by rows. A column that follows from those
/// before it (a pivot under 1e-10 of its own square sum) is left out and gets the coefficient 0.
class NormalEquations {
 public:
  /// `products`: size x size by rows; only the lower triangle is read.
  NormalEquations(std::vector<double> products, std::size_t size);
  std::size_t size() const { return size_; }
  std::size_t rank() const { return rank_; }
  /// Coefficients b of X'X b = X'y.
  std::vector<double> solve(std::span<const double> right) const;

 private:
  std::size_t size_, rank_ = 0;
  std::vector<double> factor_;
};

}  // namespace sim
