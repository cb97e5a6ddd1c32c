#include "sim/pooling.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "sim/dist_boost.hpp"

namespace sim {
namespace {

double log_gamma(double x) { return boost::math::lgamma(x, MathPolicy()); }
/// log of Gamma(a + n) / Gamma(a).
double log_rising(double a, double n) { return n == 0 ? 0.0 : log_gamma(a + n) - log_gamma(a); }

double square(double x) { return x * x; }

constexpr int alike_points = 25, level_points = 41;
constexpr double reach = 3;  // of the grid over the pseudo-count, in its prior's sd

/// Points of the pseudo-count, with the logarithm of their prior's density.
struct Point {
  double x = 0.0, log_prior = 0.0;
};
std::vector<Point> alike_grid(const Pooling& p) {
  std::vector<Point> out;
  for (int i = 0; i < alike_points; ++i) {
    const double z = -reach + 2 * reach * i / (alike_points - 1);
    out.push_back({p.rows_alike * std::exp(p.alike_sd * z), -z * z / 2});
  }
  return out;
}

using LogDensity = std::function<double(double)>;

/// Where a log-concave density peaks, between -wide and wide, by thirds.
double peak(const LogDensity& f, double wide) {
  double low = -wide, high = wide;
  while (high - low > 1e-6) {
    const double a = low + (high - low) / 3, b = high - (high - low) / 3;
    if (f(a) < f(b))
      low = a;
    else
      high = b;
  }
  return (low + high) / 2;
}

/// The level's points around the peak, at most as far apart as its curvature asks for.
std::vector<double> level_grid(const LogDensity& f, double prior_sd) {
  const double at = peak(f, 12 * prior_sd), h = 0.01 * prior_sd;
  const double curvature = (2 * f(at) - f(at + h) - f(at - h)) / square(h);
  const double sd = std::min(prior_sd, 1 / std::sqrt(std::max(curvature, 1 / square(prior_sd))));
  std::vector<double> out;
  for (int i = 0; i < level_points; ++i) out.push_back(at + sd * (-6 + 12.0 * i / (level_points - 1)));
  return out;
}

/// One point of the grid: the two that pool, and its share of the posterior.
struct Node {
  double level = 0.0, alike = 0.0, weight = 0.0;
};

/// `likelihood(level, alike)` is the logarithm of the counts' marginal likelihood.
std::vector<Node> nodes(const Pooling& p, const std::function<double(double, double)>& likelihood) {
  std::vector<Node> out;
  for (const auto& k : alike_grid(p)) {
    const auto density = [&](double level) {
      return likelihood(level, k.x) - square(level / p.level_sd) / 2 + k.log_prior;
    };
    const auto levels = level_grid(density, p.level_sd);
    const double log_step = std::log(levels[1] - levels[0]);
    for (const double level : levels) out.push_back({level, k.x, density(level) + log_step});
  }
  const double most = std::max_element(out.begin(), out.end(), [](const Node& a, const Node& b) {
                        return a.weight < b.weight;
                      })->weight;
  double total = 0;
  for (auto& node : out) total += node.weight = std::exp(node.weight - most);
  for (auto& node : out) node.weight /= total;
  return out;
}

/// Mean and sd of a mixture of (mean, variance) pairs.
Posterior mixed(const std::vector<Node>& grid, const std::function<Posterior(const Node&)>& part) {
  double mean = 0, second = 0;
  for (const auto& node : grid) {
    const auto p = part(node);
    mean += node.weight * p.mean;
    second += node.weight * (square(p.sd) + square(p.mean));
  }
  return {mean, std::sqrt(std::max(0.0, second - square(mean)))};
}

double median_alike(const std::vector<Node>& grid) {
  double below = 0;
  for (const auto& node : grid)  // ascending in the pseudo-count
    if ((below += node.weight) >= 0.5) return node.alike;
  return grid.back().alike;
}

PooledRows summary(const std::vector<Node>& grid, std::size_t rows,
                   const std::function<Posterior(const Node&, std::size_t)>& row) {
  PooledRows out;
  out.level = mixed(grid, [](const Node& n) { return Posterior{n.level, 0}; });
  out.alike = median_alike(grid);
  for (std::size_t i = 0; i < rows; ++i)
    out.rows.push_back(mixed(grid, [&](const Node& n) { return row(n, i); }));
  return out;
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

PooledRows pooled_rates(std::span<const double> events, std::span<const double> expected,
                        const Pooling& pooling) {
  const auto likelihood = [&](double level, double k) {
    const double rate = k * std::exp(-level);
    double total = 0;
    for (std::size_t i = 0; i < events.size(); ++i)
      if (expected[i] > 0)
        total +=
            log_rising(k, events[i]) + k * std::log(rate) - (k + events[i]) * std::log(rate + expected[i]);
    return total;
  };
  return summary(nodes(pooling, likelihood), events.size(), [&](const Node& n, std::size_t i) {
    const bool seen = expected[i] > 0;
    const double shape = n.alike + (seen ? events[i] : 0), rate = n.alike * std::exp(-n.level) + expected[i];
    return Posterior{shape / rate, std::sqrt(shape) / rate};
  });
}

PooledRows pooled_shares(std::span<const double> successes, std::span<const double> trials,
                         std::span<const double> reference, const Pooling& pooling) {
  std::vector<double> logit(reference.size());
  std::transform(reference.begin(), reference.end(), logit.begin(),
                 [](double p) { return std::log(p) - std::log1p(-p); });
  const auto likelihood = [&](double level, double k) {
    double total = 0;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const double c = logistic(logit[i] + level);
      total += log_rising(k * c, successes[i]) + log_rising(k * (1 - c), trials[i] - successes[i]) -
               log_rising(k, trials[i]);
    }
    return total;
  };
  return summary(nodes(pooling, likelihood), trials.size(), [&](const Node& n, std::size_t i) {
    const double c = logistic(logit[i] + n.level), a = n.alike * c + successes[i], all = n.alike + trials[i],
                 mean = a / all;
    return Posterior{mean, std::sqrt(mean * (1 - mean) / (all + 1))};
  });
}

PooledMix pooled_mix(const std::vector<std::vector<double>>& counts,
                     const std::vector<std::vector<double>>& reference, const Pooling& pooling) {
  const std::size_t categories = reference.empty() ? 0 : reference.front().size();
  const auto sum = [](const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); };
  std::vector<double> seen(categories), expected(categories);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double n = sum(counts[i]), all = sum(reference[i]);
    for (std::size_t j = 0; j < categories && all > 0; ++j) {
      seen[j] += counts[i][j];
      expected[j] += n * reference[i][j] / all;
    }
  }
  PooledMix out;
  for (const auto& row : pooled_rates(seen, expected, pooling).rows) out.tilt.push_back(row.mean);

  auto centre = reference;
  for (auto& row : centre) {
    for (std::size_t j = 0; j < categories; ++j) row[j] *= out.tilt[j];
    const double all = sum(row);
    if (all > 0)
      for (auto& x : row) x /= all;
  }
  double best = -INFINITY;
  for (const auto& k : alike_grid(pooling)) {
    double density = k.log_prior;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      double n = 0;
      for (std::size_t j = 0; j < categories; ++j) {
        if (centre[i][j] == 0) continue;
        density += log_rising(k.x * centre[i][j], counts[i][j]);
        n += counts[i][j];
      }
      density -= log_rising(k.x, n);
    }
    if (density > best) best = density, out.alike = k.x;
  }
  for (std::size_t i = 0; i < centre.size(); ++i) {
    auto& row = out.rows.emplace_back(categories);
    for (std::size_t j = 0; j < categories; ++j)
      if (centre[i][j] > 0) row[j] = out.alike * centre[i][j] + counts[i][j];
  }
  return out;
}

double remembered(double count, double years_ago, double keep) { return count * std::pow(keep, years_ago); }

}  // namespace sim
