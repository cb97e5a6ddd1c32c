#pragma once
// The few matrix operations that a correlation matrix needs; small, dense, symmetric.

#include <cstddef>
#include <vector>

namespace sim {

/// A square matrix by rows.
class SquareMatrix {
 public:
  explicit SquareMatrix(std::size_t n) : n_(n), cells_(n * n, 0.0) {}
  static SquareMatrix identity(std::size_t n);
  std::size_t size() const { return n_; }
  double& operator()(std::size_t i, std::size_t j) { return cells_[i * n_ + j]; }
  double operator()(std::size_t i, std::size_t j) const { return cells_[i * n_ + j]; }

 private:
  std::size_t n_;
  std::vector<double> cells_;
};

struct Eigen {
  std::vector<double> values;
  SquareMatrix vectors;  // in columns
};
/// Eigenvalues and vectors of a symmetric matrix, by Jacobi rotations.
Eigen eigen_of(SquareMatrix symmetric);
double smallest_eigenvalue(const SquareMatrix& symmetric);

/// Lower triangle L with L L' = the matrix, which is positive semi-definite; a zero pivot leaves a zero
/// column.
SquareMatrix cholesky(const SquareMatrix&);

/// The nearest correlation matrix (unit diagonal, eigenvalues >= floor) in the Frobenius norm, by alternating
/// projections with Dykstra's correction (Higham 2002, IMA J. Numer. Anal. 22).
SquareMatrix nearest_correlation(const SquareMatrix& symmetric, double floor);

}  // namespace sim
