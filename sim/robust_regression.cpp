// Linear regression whose errors have Student's t distribution.

#include "sim/robust_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace sim {
namespace {

/// Solves A b = c for a symmetric positive definite A (rows one after another), by Cholesky.
std::vector<double> solved(std::vector<double> a, std::vector<double> c) {
  const std::size_t n = c.size();
  const auto at = [n](std::size_t i, std::size_t j) { return i * n + j; };
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = 0; k < j; ++k) a[at(j, j)] -= a[at(j, k)] * a[at(j, k)];
    a[at(j, j)] = std::sqrt(std::max(a[at(j, j)], std::numeric_limits<double>::min()));
    for (std::size_t i = j + 1; i < n; ++i) {
      for (std::size_t k = 0; k < j; ++k) a[at(i, j)] -= a[at(i, k)] * a[at(j, k)];
      a[at(i, j)] /= a[at(j, j)];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) c[i] -= a[at(i, k)] * c[k];
    c[i] /= a[at(i, i)];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) c[i] -= a[at(k, i)] * c[k];
    c[i] /= a[at(i, i)];
  }
  return c;
}

std::vector<double> weighted_fit(const RegressionCases& cases, std::span<const double> weight, double ridge) {
  const std::size_t n = cases.predictors;
  std::vector<double> a(n * n, 0.0), c(n, 0.0);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto x = cases.row(i);
    for (std::size_t p = 0; p < n; ++p) {
      c[p] += weight[i] * x[p] * cases.y[i];
      for (std::size_t q = 0; q < n; ++q) a[p * n + q] += weight[i] * x[p] * x[q];
    }
  }
  for (std::size_t p = 0; p < n; ++p) a[p * n + p] += ridge;
  return solved(std::move(a), std::move(c));
}

constexpr int most_rounds = 200;
constexpr double settled = 1e-10;  // relative change of the scale

}  // namespace

void RegressionCases::add(std::span<const double> row, double outcome, double weight_of_case) {
  x.insert(x.end(), row.begin(), row.end());
  y.push_back(outcome);
  weight.push_back(weight_of_case);
}

double predicted(std::span<const double> x, std::span<const double> coefficients) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * coefficients[i];
  return sum;
}

double RobustFit::scale_error(double freedom) const {
  return scale * std::sqrt((freedom + 3) / (2 * freedom * cases));
}

RobustFit robust_regression(const RegressionCases& cases, double freedom, double ridge) {
  double total = 0, squares = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    total += cases.weight[i];
    squares += cases.weight[i] * cases.y[i] * cases.y[i];
  }
  if (!(total > 0)) throw std::invalid_argument("robust_regression: no case has weight");
  RobustFit fit;
  fit.cases = total;
  double variance = std::max(squares / total, std::numeric_limits<double>::min());
  std::vector<double> weight = cases.weight;
  for (int round = 0; round < most_rounds; ++round) {
    fit.coefficients = weighted_fit(cases, weight, ridge);
    double next = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double error = cases.y[i] - predicted(cases.row(i), fit.coefficients);
      const double mildness = (freedom + 1) / (freedom + error * error / variance);
      weight[i] = cases.weight[i] * mildness;
      next += weight[i] * error * error;
    }
    next = std::max(next / total, std::numeric_limits<double>::min());
    const bool done = std::abs(next - variance) <= settled * variance;
    variance = next;
    if (done) break;
  }
  fit.scale = std::sqrt(variance);
  return fit;
}

}  // namespace sim
