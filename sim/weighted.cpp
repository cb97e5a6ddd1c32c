// Sums in the order of the sample, so that they do not depend on threads.

#include "sim/weighted.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sim {

std::vector<double> weights_of(std::span<const double> log_weights) {
  std::vector<double> w(log_weights.begin(), log_weights.end());
  if (w.empty()) return w;
  const double most = *std::max_element(w.begin(), w.end());
  double total = 0;
  for (double& x : w) total += x = std::isfinite(most) ? std::exp(x - most) : 1.0;
  for (double& x : w) x /= total;
  return w;
}

double effective_size(std::span<const double> weights) {
  double squares = 0;
  for (const double w : weights) squares += w * w;
  return squares > 0 ? 1 / squares : 0;
}

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0);
}

double weighted_covariance(std::span<const double> a, std::span<const double> b,
                           std::span<const double> weights) {
  const double mean_a = weighted_mean(a, weights), mean_b = weighted_mean(b, weights);
  double total = 0, squares = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    total += weights[i] * (a[i] - mean_a) * (b[i] - mean_b);
    squares += weights[i] * weights[i];
  }
  return total / (1 - squares);
}

std::vector<double> weighted_quantiles(std::span<const double> values, std::span<const double> weights,
                                       std::span<const double> probabilities) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (weights[i] > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return values[i] < values[j]; });
  std::vector<double> out(probabilities.size(), std::numeric_limits<double>::quiet_NaN());
  if (order.empty()) return out;
  std::vector<double> middle;
  double total = 0;
  for (const auto i : order) {
    middle.push_back(total + weights[i] / 2);
    total += weights[i];
  }
  for (std::size_t k = 0; k < out.size(); ++k) {
    const double p = probabilities[k] * total;
    const auto above =
        static_cast<std::size_t>(std::upper_bound(middle.begin(), middle.end(), p) - middle.begin());
    if (above == 0 || above == middle.size()) {
      out[k] = values[order[above == 0 ? 0 : above - 1]];
      continue;
    }
    const double part = (p - middle[above - 1]) / (middle[above] - middle[above - 1]);
    out[k] = values[order[above - 1]] * (1 - part) + values[order[above]] * part;
  }
  return out;
}

double weighted_percentile(std::span<const double> values, std::span<const double> weights, double x) {
  double below = 0, total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    total += weights[i];
    below += values[i] < x ? weights[i] : values[i] == x ? weights[i] / 2 : 0;
  }
  return below / total;
}

std::vector<std::size_t> resampled(std::span<const double> weights, std::size_t n, double u) {
  std::vector<std::size_t> out;
  out.reserve(n);
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  double upto = 0;
  std::size_t at = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double point = (static_cast<double>(k) + u) / static_cast<double>(n) * total;
    while (at < weights.size() && upto + weights[at] <= point) upto += weights[at++];
    out.push_back(std::min(at, weights.size() - 1));
  }
  return out;
}

}  // namespace sim
