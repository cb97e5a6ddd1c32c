// Truncated powers, then Gram and Schmidt over the draws.

#include "sim/spline_basis.hpp"

#include <algorithm>
#include <cmath>

#include "sim/statistics.hpp"

namespace sim {
namespace {

constexpr double outermost = 0.01;   // quantile of the outer knots; beyond them the splines are straight
constexpr double dependent = 1e-12;  // of the square length that a function had

double cube(double x) { return x > 0 ? x * x * x : 0.0; }

double dot(std::span<const double> a, std::span<const double> b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
  return total;
}

std::vector<double> knots_of(std::vector<double> sorted, std::size_t count) {
  std::vector<double> levels = sorted;
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  if (levels.size() <= count) return levels;
  std::vector<double> out;
  for (std::size_t j = 0; j < count; ++j) {
    const double p = static_cast<double>(j) / static_cast<double>(count - 1);
    out.push_back(sorted_quantile(sorted, std::clamp(p, outermost, 1 - outermost)));
  }
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() < 2) return {levels.front(), levels.back()};  // nearly always the same value
  return out;
}

}  // namespace

std::size_t spline_freedom(std::size_t n) { return std::clamp<std::size_t>(n / 50, 1, 10); }

SplineBasis::SplineBasis(std::span<const double> x, std::size_t freedom) {
  if (x.empty()) return;
  centre_ = mean(x);
  const double spread = x.size() > 1 ? sd(x) : 0.0;
  if (!(spread > 1e-13 * std::abs(centre_)) || !std::isfinite(spread)) return;
  scale_ = spread;
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  for (double& v : sorted) v = (v - centre_) / scale_;
  knots_ = knots_of(std::move(sorted), freedom + 1);
  orthonormalise(x);
}

void SplineBasis::raw(double x, std::span<double> out) const {
  const double t = (x - centre_) / scale_, last = knots_.back();
  const auto d = [&](double knot) { return (cube(t - knot) - cube(t - last)) / (last - knot); };
  out[0] = t;
  if (out.size() == 1) return;
  const double outer = d(knots_[knots_.size() - 2]);
  for (std::size_t j = 1; j < out.size(); ++j) out[j] = d(knots_[j - 1]) - outer;
}

void SplineBasis::orthonormalise(std::span<const double> x) {
  const std::size_t n = x.size(), functions = raw_size();
  std::vector<std::vector<double>> columns(functions, std::vector<double>(n));
  std::vector<double> row(functions);
  for (std::size_t i = 0; i < n; ++i) {
    raw(x[i], row);
    for (std::size_t j = 0; j < functions; ++j) columns[j][i] = row[j];
  }
  for (std::size_t j = 0; j < functions; ++j) {
    auto& column = columns[j];
    means_.push_back(mean(column));
    for (double& v : column) v -= means_[j];
    const double before = dot(column, column);
    std::vector<double> parts;
    for (const std::size_t k : kept_) {
      parts.push_back(dot(column, columns[k]) / static_cast<double>(n));
      for (std::size_t i = 0; i < n; ++i) column[i] -= parts.back() * columns[k][i];
    }
    const double after = dot(column, column);
    if (!(after > dependent * before)) continue;
    parts.push_back(std::sqrt(after / static_cast<double>(n)));
    for (double& v : column) v /= parts.back();
    kept_.push_back(j);
    steps_.push_back(std::move(parts));
  }
}

void SplineBasis::evaluate(double x, std::span<double> out) const {
  if (kept_.empty()) return;
  std::vector<double> values(raw_size());
  raw(x, values);
  for (std::size_t j = 0; j < kept_.size(); ++j) {
    double v = values[kept_[j]] - means_[kept_[j]];
    for (std::size_t k = 0; k < j; ++k) v -= steps_[j][k] * out[k];
    out[j] = v / steps_[j].back();
  }
}

std::vector<std::vector<double>> SplineBasis::columns(std::span<const double> x) const {
  std::vector<std::vector<double>> out(size(), std::vector<double>(x.size()));
  std::vector<double> row(size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    evaluate(x[i], row);
    for (std::size_t j = 0; j < row.size(); ++j) out[j][i] = row[j];
  }
  return out;
}

}  // namespace sim
