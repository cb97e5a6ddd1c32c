// How bad it can get: value at risk, the tail beyond it, limits crossed, and what the bad cases are made of.

#include "sim/tail_risk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/design.hpp"

namespace sim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double fewest_in_tail = 10;

/// Which values are a scramble's.
std::vector<double> of_scramble(std::span<const double> values, unsigned scramble) {
  std::vector<double> own;
  own.reserve(values.size() / scrambles + 1);
  for (std::size_t i = scramble; i < values.size(); i += scrambles) own.push_back(values[i]);
  return own;
}

/// The error of an estimate from the tails of each scramble, if they have one.
double error_of(const std::array<double, scrambles>& estimates, std::size_t n, double level) {
  if (n < fewest_replicates || static_cast<double>(n) * (1 - level) < scrambles - 1e-6) return nan;
  return sd(estimates) / std::sqrt(static_cast<double>(scrambles));
}

void check(double level) {
  if (!(level >= 0 && level < 1)) throw std::invalid_argument("a tail begins at a level from 0 to below 1");
}

double tail_mean(std::span<const double> values, double level) {
  return weighted_sum(tail_weights(values, level), values);
}

/// From the scrambles where each has some of the tail; else as of independent replicates, sd((X - VaR)+) /
/// (1 - level) / sqrt(n), if the tail has ten of them.
double error_of_tail_mean(std::span<const double> values, double level, double var) {
  const auto n = static_cast<double>(values.size());
  const double in_tail = n * (1 - level);
  if (!error_needs_all(values.size(), level))
    return mcse(values, [level](std::span<const double> own) { return tail_mean(own, level); });
  if (in_tail < fewest_in_tail - 1e-6 || values.size() < fewest_replicates) return nan;
  std::vector<double> beyond(values.size());
  std::transform(values.begin(), values.end(), beyond.begin(),
                 [var](double x) { return std::max(0.0, x - var); });
  return sd(beyond) / (1 - level) / std::sqrt(n);
}

Estimate share(std::span<const double> ones) { return {mean(ones), mcse_mean(ones)}; }

/// Weighted quantile: the smallest value at which the weights reach p.
double weighted_quantile(std::span<const double> weights, std::span<const double> values, double p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (weights[i] > 0) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  double reached = 0;
  for (const std::size_t i : order)
    if ((reached += weights[i]) >= p - 1e-12) return values[i];
  return order.empty() ? nan : values[order.back()];
}

double share_at_most(std::span<const double> values, double x) {
  double below = 0;
  for (const double v : values) below += v < x ? 1 : v == x ? 0.5 : 0;
  return values.empty() ? nan : below / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> tail_weights(std::span<const double> values, double level) {
  check(level);
  const auto n = static_cast<double>(values.size());
  std::vector<double> weights(values.size(), 0.0);
  if (values.empty()) return weights;
  const double tail = n * (1 - level);
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  // Rounding must not turn the 50 of 1,000 (1 - 0.95) into 50.00000000000004, a sliver of the 51st.
  const double whole = std::round(tail);
  const double size = std::abs(tail - whole) < 1e-9 * n ? whole : tail;
  const auto last = static_cast<std::size_t>(std::max(std::ceil(size), 1.0)) - 1;
  const double boundary = sorted[std::min(last, sorted.size() - 1)];
  double above = 0, equal = 0;
  for (const double v : values) {
    above += v > boundary ? 1 : 0;
    equal += v == boundary ? 1 : 0;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] > boundary) weights[i] = 1 / size;
    if (values[i] == boundary) weights[i] = (size - above) / equal / size;
  }
  return weights;
}

double weighted_sum(std::span<const double> weights, std::span<const double> values) {
  std::vector<double> products(values.size());
  for (std::size_t i = 0; i < products.size(); ++i)
    products[i] = weights[i] == 0 ? 0 : weights[i] * values[i];
  return sum(products);
}

TailRisk tail_risk(std::span<const double> values, double level) {
  check(level);
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  TailRisk out;
  out.level = level;
  out.var = {sorted_quantile(sorted, level), mcse_quantiles(values, {&level, 1}).front()};
  out.tvar = {values.empty() ? nan : std::max(tail_mean(values, level), out.var.value),
              error_of_tail_mean(values, level, out.var.value)};
  out.var_interval = sorted_quantile_interval(sorted, level);
  return out;
}

Estimate chance_above(std::span<const double> values, double limit) {
  std::vector<double> ones(values.size());
  std::transform(values.begin(), values.end(), ones.begin(),
                 [limit](double v) { return v > limit ? 1.0 : 0.0; });
  return share(ones);
}

std::vector<ExceedancePoint> exceedance_curve(std::span<const double> values,
                                              std::span<const double> thresholds) {
  std::vector<ExceedancePoint> out;
  for (const double x : thresholds) out.push_back({x, chance_above(values, x)});
  return out;
}

std::vector<double> round_thresholds(std::span<const double> values, std::size_t count) {
  if (values.empty() || count == 0) return {};
  const double low = minimum(values), high = maximum(values);
  if (!(high > low)) return {low};
  const double apart = (high - low) / static_cast<double>(count);
  const double power = std::pow(10.0, std::floor(std::log10(apart)));
  double step = 10 * power;
  for (const double times : {5.0, 2.5, 2.0, 1.0})
    if (times * power >= apart * (1 - 1e-9)) step = times * power;
  std::vector<double> out;
  for (double k = std::floor(low / step); k * step < high + step; ++k) out.push_back(k * step);
  return out;
}

Crossing first_crossing(std::span<const std::span<const double>> paths, std::span<const double> limits) {
  if (paths.size() != limits.size()) throw std::invalid_argument("a limit is needed for each period");
  const std::size_t n = paths.empty() ? 0 : paths[0].size();
  std::vector<double> crossed(n, 0.0), first(n);
  Crossing out;
  for (std::size_t t = 0; t < paths.size(); ++t) {
    for (std::size_t r = 0; r < n; ++r) {
      first[r] = crossed[r] == 0 && paths[t][r] > limits[t] ? 1 : 0;  // nothing is above a NaN
      crossed[r] += first[r];
    }
    out.first.push_back(share(first));
    out.by.push_back(share(crossed));
  }
  for (auto& c : crossed) c = 1 - c;
  out.never = share(crossed);
  return out;
}

std::vector<TailPart> tail_parts(std::span<const double> total,
                                 std::span<const std::span<const double>> parts, double level) {
  const auto weights = tail_weights(total, level);
  std::vector<std::vector<double>> own_weights;
  for (unsigned s = 0; s < scrambles; ++s) own_weights.push_back(tail_weights(of_scramble(total, s), level));
  std::vector<TailPart> out;
  for (const auto part : parts) {
    std::array<double, scrambles> in_tail{}, excess{};
    for (unsigned s = 0; s < scrambles; ++s) {
      const auto own = of_scramble(part, s);
      in_tail[s] = weighted_sum(own_weights[s], own);
      excess[s] = own.empty() ? nan : in_tail[s] - mean(own);
    }
    TailPart p;
    p.mean = {mean(part), mcse_mean(part)};
    p.in_tail = {weighted_sum(weights, part), error_of(in_tail, total.size(), level)};
    p.excess = {p.in_tail.value - p.mean.value, error_of(excess, total.size(), level)};
    out.push_back(p);
  }
  return out;
}

std::vector<TailShift> reverse_stress(std::span<const double> outcome,
                                      std::span<const std::span<const double>> factors, double level) {
  const auto weights = tail_weights(outcome, level);
  const auto parts = tail_parts(outcome, factors, level);
  std::vector<TailShift> out;
  for (std::size_t f = 0; f < factors.size(); ++f) {
    const double spread = sd(factors[f]);
    TailShift s;
    s.mean = parts[f].mean;
    s.in_tail = parts[f].in_tail;
    s.shift =
        spread > 0 ? Estimate{parts[f].excess.value / spread, parts[f].excess.mcse / spread} : Estimate{};
    s.tail_p10 = weighted_quantile(weights, factors[f], 0.1);
    s.tail_p50 = weighted_quantile(weights, factors[f], 0.5);
    s.tail_p90 = weighted_quantile(weights, factors[f], 0.9);
    s.percentile = share_at_most(factors[f], s.tail_p50);
    out.push_back(s);
  }
  return out;
}

}  // namespace sim
