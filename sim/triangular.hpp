#pragma once
// Solving with a Cholesky factor: what a normal density and a linear regression need.

#include <span>
#include <vector>

#include "sim/copula_matrix.hpp"

namespace sim {

/// Solves L x = b in place, L lower triangular. A zero pivot, as `cholesky` leaves it, gives a zero: the
/// direction has no variance.
void solve_lower(const SquareMatrix& l, std::span<double> b);
/// Solves L' x = b in place.
void solve_lower_transposed(const SquareMatrix& l, std::span<double> b);
/// Solves (L L') x = b in place.
void solve_cholesky(const SquareMatrix& l, std::span<double> b);
/// Logarithm of det(L L'); minus infinity for a zero pivot.
double log_determinant(const SquareMatrix& l);

/// L x.
std::vector<double> times(const SquareMatrix& l, std::span<const double> x);

/// Logarithm of the normal density of x with mean 0 and covariance L L', without the constant
/// -n/2 log(2 pi).
double log_normal_density(const SquareMatrix& l, std::span<const double> x);

}  // namespace sim
