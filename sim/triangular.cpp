// Substitution, forward and back.

#include "sim/triangular.hpp"

#include <cmath>
#include <limits>

namespace sim {

void solve_lower(const SquareMatrix& l, std::span<double> b) {
  for (std::size_t i = 0; i < b.size(); ++i) {
    double rest = b[i];
    for (std::size_t k = 0; k < i; ++k) rest -= l(i, k) * b[k];
    b[i] = l(i, i) == 0 ? 0 : rest / l(i, i);
  }
}

void solve_lower_transposed(const SquareMatrix& l, std::span<double> b) {
  for (std::size_t i = b.size(); i-- > 0;) {
    double rest = b[i];
    for (std::size_t k = i + 1; k < b.size(); ++k) rest -= l(k, i) * b[k];
    b[i] = l(i, i) == 0 ? 0 : rest / l(i, i);
  }
}

void solve_cholesky(const SquareMatrix& l, std::span<double> b) {
  solve_lower(l, b);
  solve_lower_transposed(l, b);
}

double log_determinant(const SquareMatrix& l) {
  double total = 0;
  for (std::size_t i = 0; i < l.size(); ++i) {
    if (l(i, i) == 0) return -std::numeric_limits<double>::infinity();
    total += 2 * std::log(l(i, i));
  }
  return total;
}

std::vector<double> times(const SquareMatrix& l, std::span<const double> x) {
  std::vector<double> out(l.size());
  for (std::size_t i = 0; i < l.size(); ++i)
    for (std::size_t k = 0; k < l.size(); ++k) out[i] += l(i, k) * x[k];
  return out;
}

double log_normal_density(const SquareMatrix& l, std::span<const double> x) {
  std::vector<double> whitened(x.begin(), x.end());
  solve_lower(l, whitened);
  double square = 0;
  for (const double w : whitened) square += w * w;
  return -0.5 * (square + log_determinant(l));
}

}  // namespace sim
