// Least squares over one to three parameters: residuals in probability, derivatives by central differences.

#include "sim/dist_fit.hpp"

#include <algorithm>
#include <cmath>

#include "sim/sample.hpp"

namespace sim {
namespace {

// A stated mean or sd outweighs the quantiles by these factors in turn (squared, in the sum). The last leaves
// it off by 1e-8 of what the quantiles would like: held, for every purpose. Starting there would leave the
// search in a curved, narrow valley, where only tiny steps go down.
constexpr double holds[] = {1.0, 10.0, 1e2, 1e3, 1e4};
constexpr int most_steps = 200;

using Vector = std::vector<double>;

struct Problem {
  const FromParameters& family;
  const Facts& facts;
  double hold;
};

// Residuals in the order of the facts; empty outside the family.
Vector residuals(const Problem& problem, const Vector& parameters) {
  const auto& [family, facts, hold] = problem;
  const DistributionPtr d = family(parameters);
  if (!d) return {};
  Vector r;
  const double spread = d->sd();
  if (facts.mean) r.push_back(hold * (d->mean() - *facts.mean) / spread);
  if (facts.sd) r.push_back(hold * std::log(spread / *facts.sd));
  for (const auto& [p, x] : facts.quantiles) r.push_back(d->cdf(x) - p);
  for (const double value : r)
    if (!std::isfinite(value)) return {};
  return r;
}

double square(const Vector& r) {
  double total = 0.0;
  for (const double x : r) total += x * x;
  return total;
}

// Column j of the Jacobian: derivative of every residual by parameter j.
std::vector<Vector> jacobian(const Problem& problem, const Vector& at, const Vector& r) {
  std::vector<Vector> columns;
  for (std::size_t j = 0; j < at.size(); ++j) {
    const double h = 1e-6 * std::max(1.0, std::abs(at[j]));
    Vector up = at, down = at;
    up[j] += h;
    down[j] -= h;
    const Vector above = residuals(problem, up), below = residuals(problem, down);
    Vector column(r.size(), 0.0);
    for (std::size_t i = 0; i < r.size() && !above.empty() && !below.empty(); ++i)
      column[i] = (above[i] - below[i]) / (up[j] - down[j]);
    columns.push_back(std::move(column));
  }
  return columns;
}

// Solves the damped normal equations by Gaussian elimination; they are at most 3 by 3 and positive definite.
Vector step(const std::vector<Vector>& columns, const Vector& r, double damping) {
  const std::size_t n = columns.size();
  std::vector<Vector> a(n, Vector(n + 1, 0.0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < r.size(); ++k) a[i][j] += columns[i][k] * columns[j][k];
    for (std::size_t k = 0; k < r.size(); ++k) a[i][n] -= columns[i][k] * r[k];
  }
  for (std::size_t i = 0; i < n; ++i) a[i][i] += damping * a[i][i] + 1e-30;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t row = i + 1; row < n; ++row) {
      const double factor = a[row][i] / a[i][i];
      for (std::size_t j = i; j <= n; ++j) a[row][j] -= factor * a[i][j];
    }
  Vector x(n);
  for (std::size_t i = n; i-- > 0;) {
    x[i] = a[i][n];
    for (std::size_t j = i + 1; j < n; ++j) x[i] -= a[i][j] * x[j];
    x[i] /= a[i][i];
  }
  return x;
}

// Levenberg-Marquardt: Gauss-Newton steps, shortened while they do not help.
Vector descend(const Problem& problem, Vector at) {
  Vector r = residuals(problem, at);
  if (r.empty()) return at;
  double damping = 1e-3;
  for (int i = 0; i < most_steps && square(r) > 1e-28; ++i) {
    const Vector move = step(jacobian(problem, at, r), r, damping);
    Vector next = at;
    double relative = 0.0;
    for (std::size_t j = 0; j < at.size(); ++j) {
      next[j] += move[j];
      relative = std::max(relative, std::abs(move[j]) / std::max(1.0, std::abs(at[j])));
    }
    if (!std::isfinite(relative)) break;
    const Vector there = residuals(problem, next);
    const bool better = !there.empty() && square(there) < square(r);
    if (better) {
      at = next;
      r = there;
    }
    damping = better ? damping * 0.1 : damping * 10.0;
    if (relative < 1e-13 || damping > 1e12) break;
  }
  return at;
}

}  // namespace

std::vector<double> misfits(const Distribution& d, const Facts& facts) {
  constexpr double middle = 0.3989, tails = 0.2249;  // density at 0; density times z at P90
  Vector misses;
  if (facts.mean) misses.push_back(middle * std::abs(d.mean() - *facts.mean) / d.sd());
  if (facts.sd) misses.push_back(tails * std::abs(std::log(d.sd() / *facts.sd)));
  for (const auto& [p, x] : facts.quantiles) misses.push_back(std::abs(d.cdf(x) - p));
  return misses;
}

DistributionPtr least_squares(const FromParameters& family, std::vector<double> start, const Facts& facts) {
  for (const double hold : holds) start = descend({family, facts, hold}, std::move(start));
  return family(start);
}

Start start_of(const Facts& facts, bool log) {
  double n = 0, sz = 0, sx = 0, szz = 0, szx = 0;
  for (const auto& [p, value] : facts.quantiles) {
    const double z = inverse_normal(p), x = log ? std::log(value) : value;
    n += 1.0;
    sz += z;
    sx += x;
    szz += z * z;
    szx += z * x;
  }
  Start start;
  const double spread = n * szz - sz * sz;
  if (n > 1.0 && spread > 0.0) {
    start.spread = (n * szx - sz * sx) / spread;
    start.centre = (sx - start.spread * sz) / n;
  } else if (n > 0.0) {
    start.centre = sx / n;
    start.spread = std::max(std::abs(start.centre), 1e-3);
    if (facts.mean && !log && sz != 0.0) start.spread = std::abs((sx - *facts.mean) / sz);
  }
  if (log) return start;
  if (facts.mean) start.centre = *facts.mean;
  if (facts.sd) start.spread = *facts.sd;
  return start;
}

}  // namespace sim
