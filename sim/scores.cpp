// How good a probability forecast was, once the outturn is known: scores, percentiles and intervals.

#include "sim/scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "sim/dist_boost.hpp"

namespace sim {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// E|X| of X ~ N(mean, sd^2).
double mean_distance(double mean, double sd) {
  if (!(sd > 0)) return std::abs(mean);
  const double z = mean / sd;
  return sd * (2 * normal_density(z) + z * (2 * normal_cdf(z) - 1));
}

}  // namespace

double crps_of_normal(double mean, double sd, double outturn) {
  if (!(sd > 0)) return std::abs(outturn - mean);
  return mean_distance(outturn - mean, sd) - sd * std::numbers::inv_sqrtpi;
}

double crps_of_lognormal(double mu, double sigma, double outturn) {
  if (!(sigma > 0)) return std::abs(outturn - std::exp(mu));
  const double z = (std::log(outturn) - mu) / sigma;
  return outturn * (2 * normal_cdf(z) - 1) -
         2 * std::exp(mu + sigma * sigma / 2) *
             (normal_cdf(z - sigma) + normal_cdf(sigma / std::numbers::sqrt2) - 1);
}

double crps_of_mixture(std::span<const NormalMember> members, double outturn) {
  double near = 0, spread = 0;
  for (const auto& a : members) {
    near += a.weight * mean_distance(outturn - a.mean, a.sd);
    for (const auto& b : members)
      spread += a.weight * b.weight * mean_distance(a.mean - b.mean, std::hypot(a.sd, b.sd));
  }
  return near - spread / 2;
}

double crps_of_sample(std::span<const double> sorted, double outturn) {
  if (sorted.empty()) return unknown;
  const auto n = static_cast<double>(sorted.size());
  double near = 0, spread = 0;  // sum over pairs i < j of (x_j - x_i): each value counts 2 i - n + 1 times
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    near += std::abs(sorted[i] - outturn);
    spread += (2 * static_cast<double>(i) - n + 1) * sorted[i];
  }
  return near / n - spread / (n * n);
}

double crps_of_counts(std::span<const double> probabilities, double outturn) {
  // Between two whole numbers F is constant; the outturn may fall between them.
  double below = 0, score = 0;
  const auto cells =
      std::max(probabilities.size(), static_cast<std::size_t>(std::ceil(std::max(outturn, 0.0))));
  if (outturn < 0) score += -outturn;
  for (std::size_t k = 0; k < cells; ++k) {
    if (k < probabilities.size()) below += probabilities[k];
    const double before =
        std::clamp(outturn - static_cast<double>(k), 0.0, 1.0);  // part of [k, k + 1) below it
    score += before * below * below + (1 - before) * (1 - below) * (1 - below);
  }
  return score;
}

double interval_score(const PredictionInterval& interval, double outturn) {
  const double outside = std::max({interval.low - outturn, outturn - interval.high, 0.0});
  return interval.high - interval.low + 2 / (1 - interval.level) * outside;
}

double weighted_interval_score(double median, std::span<const PredictionInterval> intervals, double outturn) {
  double sum = std::abs(outturn - median) / 2;
  for (const auto& interval : intervals) sum += (1 - interval.level) / 2 * interval_score(interval, outturn);
  return sum / (static_cast<double>(intervals.size()) + 0.5);
}

double percentile_of(std::span<const double> sorted, double outturn) {
  if (sorted.empty()) return unknown;
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), outturn);
  const auto below = static_cast<double>(first - sorted.begin());
  return (below + static_cast<double>(last - first) / 2) / static_cast<double>(sorted.size());
}

double percentage_error(double forecast, double actual) { return 100 * (forecast - actual) / actual; }

double skill(double score, double benchmark) { return 1 - score / benchmark; }

}  // namespace sim
