// What a short series says of its level, persistence and shocks.

#include "sim/autoregression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sim {
namespace {

/// Logarithm of the t density, without the constant that depends on the degrees of freedom alone.
double log_density(double error, double scale, double freedom) {
  const double z = error / scale;
  return -std::log(scale) - (freedom + 1) / 2 * std::log1p(z * z / freedom);
}

double log_posterior(const Autoregression& a, std::span<const double> series, const std::vector<bool>& counts,
                     const AutoregressionPrior& prior) {
  const double z = (a.level - prior.level_mean) / prior.level_sd;
  double sum = -z * z / 2;
  for (std::size_t i = 0; i + 1 < series.size(); ++i)
    if (counts[i])
      sum += log_density(series[i + 1] - a.level - a.persistence * (series[i] - a.level), a.scale,
                         prior.freedom);
  return sum;
}

}  // namespace

const Autoregression& AutoregressionPosterior::at(double u) const {
  const auto found = std::upper_bound(cumulative.begin(), cumulative.end(), u);
  const auto place =
      std::min<std::size_t>(static_cast<std::size_t>(found - cumulative.begin()), points.size() - 1);
  return points[place];
}

Autoregression AutoregressionPosterior::mean() const {
  Autoregression out;
  double before = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double p = cumulative[i] - before;
    before = cumulative[i];
    out.level += p * points[i].level;
    out.persistence += p * points[i].persistence;
    out.scale += p * points[i].scale;
  }
  return out;
}

Autoregression AutoregressionPosterior::sd() const {
  const auto middle = mean();
  Autoregression out;
  double before = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double p = cumulative[i] - before;
    before = cumulative[i];
    const auto add = [p](double& to, double apart) { to += p * apart * apart; };
    add(out.level, points[i].level - middle.level);
    add(out.persistence, points[i].persistence - middle.persistence);
    add(out.scale, points[i].scale - middle.scale);
  }
  return {std::sqrt(out.level), std::sqrt(out.persistence), std::sqrt(out.scale)};
}

AutoregressionPosterior autoregression_posterior(std::span<const double> series,
                                                 const std::vector<bool>& counts,
                                                 const AutoregressionPrior& prior) {
  AutoregressionPosterior out;
  std::vector<double> logs;
  double most = -std::numeric_limits<double>::infinity();
  for (const double level : prior.levels)
    for (const double persistence : prior.persistences)
      for (const double scale : prior.scales) {
        out.points.push_back({level, persistence, scale});
        logs.push_back(log_posterior(out.points.back(), series, counts, prior));
        most = std::max(most, logs.back());
      }
  double total = 0;
  for (double& l : logs) out.cumulative.push_back(total += std::exp(l - most));
  for (double& c : out.cumulative) c /= total;
  return out;
}

}  // namespace sim
