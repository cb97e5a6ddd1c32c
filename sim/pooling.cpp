#include "sim/pooling.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "sim/dist_boost.hpp"
#include "sim/statistics.hpp"

namespace sim {
namespace {

double square(double x) { return x * x; }

/// Logarithm of a row's likelihood by its shift, with two derivatives; concave.
struct Slope {
  double value = 0, first = 0, second = 0;
};
using Likelihood = std::function<Slope(double shift)>;

/// What a row says of its shift around a level: the logarithm of its marginal likelihood, and the posterior.
struct Row {
  double log_evidence = 0;
  Posterior shift;
};

/// The integral over the shift by the trapezium rule around its mode: for a smooth function that dies away on
/// both sides the error falls off faster than any power of the step.
Row row_around(const Likelihood& likelihood, double level, double sd) {
  constexpr int steps = 24;
  constexpr double reach = 6;
  const auto posterior = [&](double s) {
    auto out = likelihood(s);
    out.value -= square((s - level) / sd) / 2;
    out.first -= (s - level) / square(sd);
    out.second -= 1 / square(sd);
    return out;
  };
  double mode = level;
  for (int i = 0; i < 50; ++i) {
    const auto at = posterior(mode);
    const double step = std::clamp(-at.first / at.second, -1.0, 1.0);  // Newton's, held short
    mode += step;
    if (std::abs(step) < 1e-10) break;
  }
  const auto top = posterior(mode);
  const double width = 1 / std::sqrt(-top.second), h = reach * width * 2 / steps;
  double weight = 0, first = 0, second = 0;
  for (int i = 0; i <= steps; ++i) {
    const double d = -reach * width + h * i, w = std::exp(posterior(mode + d).value - top.value);
    weight += w, first += w * d, second += w * d * d;
  }
  const double mean = first / weight;
  return {top.value + std::log(weight * h / sd),
          {mode + mean, std::sqrt(std::max(0.0, second / weight - square(mean)))}};
}

/// One point of the grid over what pools: the level, the sd of rows around it, and its share of the
/// posterior.
struct Node {
  double level = 0, rows_sd = 0, weight = 0;
  std::vector<Posterior> shift;
};

std::vector<Node> nodes(const std::vector<Likelihood>& rows, const Pooling& p) {
  constexpr int sd_points = 15, level_points = 31;
  constexpr double reach = 3;
  std::vector<Node> out;
  for (int i = 0; i < sd_points; ++i) {
    const double z = -reach + 2 * reach * i / (sd_points - 1), sd = p.rows_sd * std::exp(p.rows_spread * z);
    // Around the level at which every row has no shift of its own: a first guess, refined by the weights.
    const Likelihood together = [&](double s) {
      Slope sum;
      for (const auto& row : rows) {  // a row's say is limited by how far rows stray
        const auto given = row_around(row, s, sd);
        sum.value += given.log_evidence;
        sum.first += (given.shift.mean - s) / square(sd);
        sum.second -= std::max(0.0, 1 - square(given.shift.sd / sd)) / square(sd);
      }
      return sum;
    };
    const auto level = row_around(together, 0, p.level_sd).shift;
    const double from = level.mean - 5 * level.sd, step = 10 * level.sd / (level_points - 1);
    for (int j = 0; j < level_points; ++j) {
      Node node{from + step * j, sd, 0, {}};
      double density = -square(node.level / p.level_sd) / 2 - z * z / 2 + std::log(step);
      for (const auto& row : rows) {
        const auto given = row_around(row, node.level, sd);
        density += given.log_evidence;
        node.shift.push_back(given.shift);
      }
      node.weight = density;
      out.push_back(std::move(node));
    }
  }
  const double most = std::max_element(out.begin(), out.end(), [](const Node& a, const Node& b) {
                        return a.weight < b.weight;
                      })->weight;
  double total = 0;
  for (auto& node : out) total += node.weight = std::exp(node.weight - most);
  for (auto& node : out) node.weight /= total;
  return out;
}

double median_sd(const std::vector<Node>& grid) {
  double below = 0;
  for (const auto& node : grid)  // ascending
    if ((below += node.weight) >= 0.5) return node.rows_sd;
  return grid.back().rows_sd;
}

/// Mean and sd of a mixture over the grid.
Posterior mixed(const std::vector<Node>& grid, const std::function<Posterior(const Node&)>& part) {
  double mean = 0, second = 0;
  for (const auto& node : grid) {
    const auto p = part(node);
    mean += node.weight * p.mean;
    second += node.weight * (square(p.sd) + square(p.mean));
  }
  return {mean, std::sqrt(std::max(0.0, second - square(mean)))};
}

PooledRows pooled(const std::vector<Likelihood>& rows, const Pooling& pooling) {
  const auto grid = nodes(rows, pooling);
  PooledRows out;
  out.level = mixed(grid, [](const Node& n) { return Posterior{n.level, 0}; });
  out.rows_sd = median_sd(grid);
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.shift.push_back(mixed(grid, [i](const Node& n) { return n.shift[i]; }));
  // Given the node, rows are independent: they covary by their means alone.
  out.correlation.assign(rows.size(), std::vector<double>(rows.size(), 1.0));
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      double together = 0;
      for (const auto& node : grid)
        together +=
            node.weight * (node.shift[i].mean - out.shift[i].mean) * (node.shift[j].mean - out.shift[j].mean);
      out.correlation[i][j] = out.correlation[j][i] = together / (out.shift[i].sd * out.shift[j].sd);
    }
  return out;
}

double log_gamma(double x) { return boost::math::lgamma(x, MathPolicy()); }
/// log of Gamma(a + n) / Gamma(a).
double log_rising(double a, double n) { return n == 0 ? 0.0 : log_gamma(a + n) - log_gamma(a); }

/// The pseudo-count that the rows' scatter around their centres speaks for.
double best_alike(const std::vector<std::vector<double>>& counts,
                  const std::vector<std::vector<double>>& centre) {
  constexpr double median = 30;
  constexpr int points = 61;
  double best = -INFINITY, out = median;
  for (int g = 0; g < points; ++g) {
    const double z = -3 + 6.0 * g / (points - 1), k = median * std::exp(z);
    double density = -z * z / 2;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      double n = 0;
      for (std::size_t j = 0; j < centre[i].size(); ++j) {
        if (centre[i][j] == 0) continue;
        density += log_rising(k * centre[i][j], counts[i][j]);
        n += counts[i][j];
      }
      density -= log_rising(k, n);
    }
    if (density > best) best = density, out = k;
  }
  return out;
}

}  // namespace

PooledRows pooled_rates(std::span<const double> events, std::span<const double> expected,
                        const Pooling& pooling) {
  std::vector<Likelihood> rows;
  for (std::size_t i = 0; i < events.size(); ++i)
    rows.push_back([e = events[i], x = expected[i]](double s) {
      const double mean = x * std::exp(s);
      return Slope{e * s - mean, e - mean, -mean};
    });
  return pooled(rows, pooling);
}

PooledRows pooled_shares(std::span<const double> successes, std::span<const double> trials,
                         std::span<const double> reference, const Pooling& pooling) {
  std::vector<Likelihood> rows;
  for (std::size_t i = 0; i < trials.size(); ++i)
    rows.push_back([yes = successes[i], n = trials[i],
                    logit = std::log(reference[i]) - std::log1p(-reference[i])](double s) {
      const double x = logit + s, p = 1 / (1 + std::exp(-x));
      const double log_all = x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
      return Slope{yes * x - n * log_all, yes - n * p, -n * p * (1 - p)};
    });
  return pooled(rows, pooling);
}

PooledMix pooled_mix(const std::vector<std::vector<double>>& counts,
                     const std::vector<std::vector<double>>& reference, const Pooling& pooling) {
  const std::size_t categories = reference.empty() ? 0 : reference.front().size();
  std::vector<double> seen(categories), expected(categories);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double n = sum(counts[i]), all = sum(reference[i]);
    for (std::size_t j = 0; j < categories && all > 0; ++j) {
      seen[j] += reference[i][j] > 0 ? counts[i][j] : 0;
      expected[j] += n * reference[i][j] / all;
    }
  }
  PooledMix out;
  for (const auto& shift : pooled_rates(seen, expected, pooling).shift)
    out.tilt.push_back(std::exp(shift.mean));
  auto centre = reference;
  for (auto& row : centre) {
    for (std::size_t j = 0; j < categories; ++j) row[j] *= out.tilt[j];
    const double all = sum(row);
    if (all > 0)
      for (auto& x : row) x /= all;
  }
  out.alike = best_alike(counts, centre);
  for (std::size_t i = 0; i < centre.size(); ++i) {
    auto& row = out.rows.emplace_back(categories);
    for (std::size_t j = 0; j < categories; ++j)
      if (centre[i][j] > 0) row[j] = out.alike * centre[i][j] + counts[i][j];
  }
  return out;
}

double remembered(double count, double years_ago, double keep) { return count * std::pow(keep, years_ago); }

}  // namespace sim
