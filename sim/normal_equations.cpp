// Cholesky by rows, so that every inner product runs over neighbouring numbers.

#include "sim/normal_equations.hpp"

#include <cmath>
#include <utility>

namespace sim {
namespace {

constexpr double dependent = 1e-10;

double dot(const double* a, const double* b, std::size_t n) {
  double total = 0;
  for (std::size_t k = 0; k < n; ++k) total += a[k] * b[k];
  return total;
}

}  // namespace

NormalEquations::NormalEquations(std::vector<double> products, std::size_t size)
    : size_(size), factor_(std::move(products)) {
  for (std::size_t i = 0; i < size_; ++i) {
    double* row = &factor_[i * size_];
    for (std::size_t j = 0; j < i; ++j) {
      const double* other = &factor_[j * size_];
      row[j] = other[j] > 0 ? (row[j] - dot(row, other, j)) / other[j] : 0.0;
    }
    const double pivot = row[i] - dot(row, row, i);
    const bool kept = pivot > dependent * row[i];
    row[i] = kept ? std::sqrt(pivot) : 0.0;
    if (kept) ++rank_;
    for (std::size_t j = i + 1; j < size_; ++j) row[j] = 0.0;
  }
}

std::vector<double> NormalEquations::solve(std::span<const double> right) const {
  std::vector<double> b(right.begin(), right.end());
  for (std::size_t i = 0; i < size_; ++i) {
    const double pivot = factor_[i * size_ + i];
    b[i] = pivot > 0 ? (b[i] - dot(&factor_[i * size_], b.data(), i)) / pivot : 0.0;
  }
  for (std::size_t i = size_; i-- > 0;) {
    const double pivot = factor_[i * size_ + i];
    b[i] = pivot > 0 ? b[i] / pivot : 0.0;
    for (std::size_t j = 0; j < i; ++j) b[j] -= factor_[i * size_ + j] * b[i];
  }
  return b;
}

}  // namespace sim
