// Moments in a fixed order, type-7 quantiles, and errors from the spread of the scrambles.

#include "sim/statistics.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <iterator>
#include <limits>

#include "sim/design.hpp"

namespace sim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> sorted_copy(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  std::sort(copy.begin(), copy.end());
  return copy;
}

// The values of one scramble that exist, in the order of its points.
std::vector<double> scramble_of(std::span<const double> values, std::size_t scramble) {
  std::vector<double> own;
  own.reserve(values.size() / scrambles + 1);
  for (std::size_t r = scramble; r < values.size(); r += scrambles)
    if (!std::isnan(values[r])) own.push_back(values[r]);
  return own;
}

/// The scrambles, or none of them where one holds too few values to state an error from.
std::vector<std::vector<double>> scrambles_of(std::span<const double> values) {
  std::vector<std::vector<double>> all;
  for (std::size_t s = 0; s < scrambles; ++s) {
    all.push_back(scramble_of(values, s));
    if (all.back().size() < fewest_per_scramble) return {};
  }
  return all;
}

/// NaN of no estimates.
double standard_error(std::span<const double> estimates) {
  return sd(estimates) / std::sqrt(static_cast<double>(estimates.size()));
}

double mean_product(std::span<const double> a, std::span<const double> b, double mean_a, double mean_b) {
  std::vector<double> products(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) products[i] = (a[i] - mean_a) * (b[i] - mean_b);
  return sum(products);
}

// The smallest whole number in [first, last] from which a monotone condition holds; last if there is none
// before.
template <class Condition>
double first_where(double first, double last, Condition holds) {
  while (first < last) {
    const double middle = std::floor(0.5 * (first + last));
    if (holds(middle))
      last = middle;
    else
      first = middle + 1.0;
  }
  return first;
}

struct LayerValues {
  double assumptions, years, luck;
};

LayerValues layer_values(std::span<const double> y1, std::span<const double> y2, std::span<const double> y3) {
  std::vector<double> squares(y1.size());
  for (std::size_t i = 0; i < y1.size(); ++i) squares[i] = (y1[i] - y2[i]) * (y1[i] - y2[i]);
  const double shared = covariance(y1, y3);
  return {shared, covariance(y1, y2) - shared, 0.5 * mean(squares)};
}

}  // namespace

double sum(std::span<const double> values) {
  double total = 0.0, lost = 0.0;
  for (const double x : values) {
    const double next = total + x;
    lost += std::abs(total) >= std::abs(x) ? (total - next) + x : (x - next) + total;
    total = next;
  }
  return std::isfinite(total) ? total + lost : total;
}

double mean(std::span<const double> values) {
  return values.empty() ? nan : sum(values) / static_cast<double>(values.size());
}

double covariance(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 2 || a.size() != b.size()) return nan;
  return mean_product(a, b, mean(a), mean(b)) / static_cast<double>(a.size() - 1);
}

double sd(std::span<const double> values) { return std::sqrt(covariance(values, values)); }

std::vector<double> existing(std::span<const double> values) {
  std::vector<double> own;
  own.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(own),
               [](double x) { return !std::isnan(x); });
  return own;
}

double minimum(std::span<const double> values) {
  return values.empty() ? nan : *std::min_element(values.begin(), values.end());
}

double maximum(std::span<const double> values) {
  return values.empty() ? nan : *std::max_element(values.begin(), values.end());
}

double sorted_quantile(std::span<const double> sorted, double p) {
  if (sorted.empty()) return nan;
  const double position = std::clamp(p, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double part = position - static_cast<double>(below);
  // Not x + part (y - x) where there is nothing between: equal values must come out as themselves.
  return part == 0.0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

std::vector<double> quantiles(std::span<const double> values, std::span<const double> probabilities) {
  const auto sorted = sorted_copy(values);
  std::vector<double> found;
  for (const double p : probabilities) found.push_back(sorted_quantile(sorted, p));
  return found;
}

double quantile(std::span<const double> values, double p) { return quantiles(values, {&p, 1}).front(); }

Interval sorted_quantile_interval(std::span<const double> sorted, double p, double confidence) {
  // The number of draws below the quantile is Binomial(n, p): X_(l) <= quantile unless fewer than l are
  // below, and quantile <= X_(u) unless u or more are.
  const Interval none{nan, nan};
  if (sorted.empty() || !(p > 0.0 && p < 1.0)) return none;
  const auto n = static_cast<double>(sorted.size());
  const double tail = 0.5 * (1.0 - confidence);
  const boost::math::binomial_distribution<double> below(n, p);
  const auto at_most = [&](double k) { return k < 0.0 ? 0.0 : k >= n ? 1.0 : boost::math::cdf(below, k); };
  const double low = first_where(0.0, n, [&](double k) { return at_most(k) > tail; });
  const double high = first_where(1.0, n + 1.0, [&](double k) { return at_most(k - 1.0) >= 1.0 - tail; });
  if (low < 1.0 || high > n) return none;
  return {sorted[static_cast<std::size_t>(low) - 1], sorted[static_cast<std::size_t>(high) - 1]};
}

double mcse(std::span<const double> values, const std::function<double(std::span<const double>)>& statistic) {
  std::vector<double> estimates;
  for (const auto& own : scrambles_of(values)) estimates.push_back(statistic(own));
  return standard_error(estimates);
}

double mcse_mean(std::span<const double> values) {
  return mcse(values, [](std::span<const double> own) { return mean(own); });
}

bool error_needs_all(std::size_t n, double p) {
  const double beyond = static_cast<double>(n) * std::min(p, 1 - p);
  return beyond < fewest_beyond * scrambles - 1e-6;  // 1 - 0.9 is a hair below 0.1
}

double mcse_of_all(std::span<const double> sorted, double p) {
  const auto interval = sorted_quantile_interval(sorted, p);
  return (interval.high - interval.low) / (2 * t15_975);
}

std::vector<double> mcse_quantiles(std::span<const double> values, std::span<const double> probabilities) {
  std::vector<std::vector<double>> estimates(probabilities.size());
  for (const auto& own : scrambles_of(values)) {
    const auto found = quantiles(own, probabilities);
    for (std::size_t i = 0; i < found.size(); ++i) estimates[i].push_back(found[i]);
  }
  const auto sorted = sorted_copy(existing(values));
  std::vector<double> errors;
  errors.reserve(estimates.size());
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const double p = probabilities[i], stated = standard_error(estimates[i]);
    const bool of_all = !std::isnan(stated) && error_needs_all(sorted.size(), p);
    errors.push_back(of_all ? mcse_of_all(sorted, p) : stated);
  }
  return errors;
}

Summary summarise(std::span<const double> values) {
  constexpr std::array levels{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
  constexpr std::array error_levels{0.10, 0.50, 0.90};
  const std::vector<double> own = existing(values);
  const auto q = quantiles(own, levels);
  const auto e = mcse_quantiles(values, error_levels);
  return {.n = own.size(),
          .mean = mean(own),
          .sd = sd(own),
          .p05 = q[0],
          .p10 = q[1],
          .p25 = q[2],
          .p50 = q[3],
          .p75 = q[4],
          .p90 = q[5],
          .p95 = q[6],
          .min = minimum(own),
          .max = maximum(own),
          .mcse_mean = mcse_mean(values),
          .mcse_p10 = e[0],
          .mcse_p50 = e[1],
          .mcse_p90 = e[2]};
}

Layers layers_of_variance(std::span<const double> member1, std::span<const double> member2,
                          std::span<const double> member3) {
  std::array<std::vector<double>, 3> y;
  for (std::size_t i = 0; i < member1.size(); ++i) {
    const bool whole = !std::isnan(member1[i] + member2[i] + member3[i]);
    y[0].push_back(whole ? member1[i] : nan);
    y[1].push_back(whole ? member2[i] : nan);
    y[2].push_back(whole ? member3[i] : nan);
  }
  const LayerValues all = layer_values(existing(y[0]), existing(y[1]), existing(y[2]));
  const auto own1 = scrambles_of(y[0]), own2 = scrambles_of(y[1]), own3 = scrambles_of(y[2]);
  std::vector<double> assumptions, years, luck;
  for (std::size_t s = 0; s < own1.size(); ++s) {
    const LayerValues own = layer_values(own1[s], own2[s], own3[s]);
    assumptions.push_back(own.assumptions);
    years.push_back(own.years);
    luck.push_back(own.luck);
  }
  return {{all.assumptions, standard_error(assumptions)},
          {all.years, standard_error(years)},
          {all.luck, standard_error(luck)}};
}

}  // namespace sim
