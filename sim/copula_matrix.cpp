// Jacobi, Cholesky and Higham for correlation matrices of a few dozen parameters at most.

#include "sim/copula_matrix.hpp"

#include <algorithm>
#include <cmath>

namespace sim {
namespace {

// Rotates rows and columns p and q of a so that a(p,q) = 0, and the eigenvectors with them.
void rotate(SquareMatrix& a, SquareMatrix& vectors, std::size_t p, std::size_t q) {
  if (a(p, q) == 0.0) return;
  const double theta = (a(q, q) - a(p, p)) / (2.0 * a(p, q));
  const double t = (theta >= 0.0 ? 1.0 : -1.0) / (std::abs(theta) + std::hypot(theta, 1.0));
  const double c = 1.0 / std::hypot(t, 1.0), s = t * c;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double kp = a(k, p), kq = a(k, q);
    a(k, p) = c * kp - s * kq;
    a(k, q) = s * kp + c * kq;
  }
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double pk = a(p, k), qk = a(q, k);
    a(p, k) = c * pk - s * qk;
    a(q, k) = s * pk + c * qk;
    const double vp = vectors(k, p), vq = vectors(k, q);
    vectors(k, p) = c * vp - s * vq;
    vectors(k, q) = s * vp + c * vq;
  }
}

double off_diagonal(const SquareMatrix& a) {
  double total = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a.size(); ++j)
      if (i != j) total += a(i, j) * a(i, j);
  return total;
}

SquareMatrix with_eigenvalues_from(double floor, const SquareMatrix& a) {
  const Eigen e = eigen_of(a);
  SquareMatrix raised(a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a.size(); ++j)
      for (std::size_t k = 0; k < a.size(); ++k)
        raised(i, j) += std::max(e.values[k], floor) * e.vectors(i, k) * e.vectors(j, k);
  return raised;
}

}  // namespace

SquareMatrix SquareMatrix::identity(std::size_t n) {
  SquareMatrix unit(n);
  for (std::size_t i = 0; i < n; ++i) unit(i, i) = 1.0;
  return unit;
}

Eigen eigen_of(SquareMatrix a) {
  SquareMatrix vectors = SquareMatrix::identity(a.size());
  for (int sweep = 0; sweep < 60 && off_diagonal(a) > 1e-28; ++sweep)
    for (std::size_t p = 0; p + 1 < a.size(); ++p)
      for (std::size_t q = p + 1; q < a.size(); ++q) rotate(a, vectors, p, q);
  std::vector<double> values;
  for (std::size_t i = 0; i < a.size(); ++i) values.push_back(a(i, i));
  return {std::move(values), std::move(vectors)};
}

double smallest_eigenvalue(const SquareMatrix& symmetric) {
  const auto values = eigen_of(symmetric).values;
  return values.empty() ? 1.0 : *std::min_element(values.begin(), values.end());
}

SquareMatrix cholesky(const SquareMatrix& a) {
  constexpr double nothing =
      1e-10;  // a pivot this small is rounding: the parameter follows from earlier ones
  SquareMatrix l(a.size());
  for (std::size_t j = 0; j < a.size(); ++j) {
    double pivot = a(j, j);
    for (std::size_t k = 0; k < j; ++k) pivot -= l(j, k) * l(j, k);
    if (pivot <= nothing) continue;
    l(j, j) = std::sqrt(pivot);
    for (std::size_t i = j + 1; i < a.size(); ++i) {
      double rest = a(i, j);
      for (std::size_t k = 0; k < j; ++k) rest -= l(i, k) * l(j, k);
      l(i, j) = rest / l(j, j);
    }
  }
  return l;
}

SquareMatrix nearest_correlation(const SquareMatrix& symmetric, double floor) {
  const std::size_t n = symmetric.size();
  SquareMatrix y = symmetric, correction(n);
  for (int step = 0; step < 2000; ++step) {
    SquareMatrix r(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) r(i, j) = y(i, j) - correction(i, j);
    const SquareMatrix x = with_eigenvalues_from(floor, r);
    double change = 0.0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        correction(i, j) = x(i, j) - r(i, j);
        const double next = i == j ? 1.0 : x(i, j);
        change = std::max(change, std::abs(next - y(i, j)));
        y(i, j) = next;
      }
    if (change < 1e-10) break;
  }
  return y;
}

}  // namespace sim
