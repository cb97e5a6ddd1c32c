#include "sim/chain_diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/sample.hpp"
#include "sim/statistics.hpp"

namespace sim {
namespace {

using Parts = std::vector<std::vector<double>>;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t fewest = 8;

/// Each chain as its first and its second half; a middle draw is left out.
Parts split(Chains chains) {
  Parts out;
  for (const auto& c : chains) {
    const auto half = static_cast<std::ptrdiff_t>(c.size() / 2);
    out.emplace_back(c.begin(), c.begin() + half);
    out.emplace_back(c.end() - half, c.end());
  }
  return out;
}

std::vector<double> pooled(const Parts& parts) {
  std::vector<double> all;
  for (const auto& p : parts) all.insert(all.end(), p.begin(), p.end());
  return all;
}

/// Normal scores of the pooled ranks (Blom 1958); ties share their mean rank.
Parts normal_scores(const Parts& parts) {
  const auto all = pooled(parts);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return all[i] < all[j]; });
  std::vector<double> score(all.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && all[order[last + 1]] == all[order[first]]) ++last;
    const double rank = static_cast<double>(first + last) / 2 + 1;
    const double z = inverse_normal((rank - 0.375) / (static_cast<double>(all.size()) + 0.25));
    for (std::size_t i = first; i <= last; ++i) score[order[i]] = z;
    first = last + 1;
  }
  Parts out = parts;
  std::size_t at = 0;
  for (auto& p : out)
    for (double& x : p) x = score[at++];
  return out;
}

Parts folded(const Parts& parts) {
  const double median = quantile(pooled(parts), 0.5);
  Parts out = parts;
  for (auto& p : out)
    for (double& x : p) x = std::abs(x - median);
  return out;
}

struct Variances {
  double within = 0, estimate = 0;  ///< of the distribution: within and between chains
};

Variances variances(const Parts& parts) {
  const auto n = static_cast<double>(parts.front().size());
  std::vector<double> means, within;
  for (const auto& p : parts) {
    means.push_back(mean(p));
    const double s = sd(p);
    within.push_back(s * s);
  }
  const double w = mean(within), between = sd(means);
  return {w, (n - 1) / n * w + between * between};
}

double plain_r_hat(const Parts& parts) {
  const auto v = variances(parts);
  return v.within > 0 ? std::sqrt(v.estimate / v.within) : nothing;
}

/// Autocovariance at a lag, with divisor n, over chains on average.
double autocovariance(const Parts& parts, const std::vector<double>& means, std::size_t lag) {
  double total = 0;
  for (std::size_t c = 0; c < parts.size(); ++c) {
    const auto& p = parts[c];
    double sum = 0;
    for (std::size_t i = 0; i + lag < p.size(); ++i) sum += (p[i] - means[c]) * (p[i + lag] - means[c]);
    total += sum / static_cast<double>(p.size());
  }
  return total / static_cast<double>(parts.size());
}

/// Geyer's initial monotone sequence.
double plain_ess(const Parts& parts) {
  const auto v = variances(parts);
  if (!(v.estimate > 0)) return nothing;
  std::vector<double> means;
  for (const auto& p : parts) means.push_back(mean(p));
  const std::size_t n = parts.front().size();
  const auto rho = [&](std::size_t lag) {
    return lag == 0 ? 1.0 : 1 - (v.within - autocovariance(parts, means, lag)) / v.estimate;
  };
  double sum = 0, before = std::numeric_limits<double>::infinity(), last_even = 0;
  for (std::size_t lag = 0; lag + 1 < n; lag += 2) {
    const double even = rho(lag);
    const double pair = even + rho(lag + 1);
    last_even = even;
    if (!(pair > 0)) break;
    before = std::min(before, pair);
    sum += before;
    last_even = 0;
  }
  const double draws = static_cast<double>(n * parts.size());
  const double tau = std::max(2 * sum - 1 + std::max(0.0, last_even), 1 / std::log10(draws));
  return draws / tau;
}

bool too_short(Chains chains) { return chains.empty() || chains.front().size() < fewest; }

double quantile_ess(const Parts& parts, double p) {
  const double limit = quantile(pooled(parts), p);
  Parts below = parts;
  for (auto& part : below)
    for (double& x : part) x = x <= limit ? 1 : 0;
  return plain_ess(below);
}

}  // namespace

double r_hat(Chains chains) {
  if (too_short(chains)) return nothing;
  const auto parts = split(chains);
  const double bulk = plain_r_hat(normal_scores(parts)), tail = plain_r_hat(normal_scores(folded(parts)));
  return std::isnan(tail) ? bulk : std::max(bulk, tail);
}

double bulk_ess(Chains chains) {
  return too_short(chains) ? nothing : plain_ess(normal_scores(split(chains)));
}

double tail_ess(Chains chains) {
  if (too_short(chains)) return nothing;
  const auto parts = split(chains);
  return std::min(quantile_ess(parts, 0.05), quantile_ess(parts, 0.95));
}

}  // namespace sim
