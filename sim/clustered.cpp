// Averages of cases that come in clusters, such as forecasts made in the same year.

#include "sim/clustered.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "sim/scores.hpp"

namespace sim {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Of an estimate whose cases contribute `influence` (their sum is nought): the variance of its sum is that
/// of the clusters' sums.
ClusteredEstimate estimate(double value, std::span<const double> influence, std::span<const int> cluster,
                           double level) {
  std::map<int, double> sums;
  for (std::size_t i = 0; i < influence.size(); ++i) sums[cluster[i]] += influence[i];
  ClusteredEstimate out{value, {unknown, unknown}, influence.size(), sums.size()};
  if (sums.size() < 2) return out;
  const auto g = static_cast<double>(sums.size());
  double squares = 0;
  for (const auto& [label, sum] : sums) squares += sum * sum;
  const double error = std::sqrt(g / (g - 1) * squares);
  const boost::math::students_t_distribution<> t(g - 1);
  const double half = error * quantile(t, 0.5 + level / 2);
  out.interval = {value - half, value + half};
  return out;
}

}  // namespace

ClusteredEstimate clustered_mean(std::span<const double> values, std::span<const int> cluster, double level) {
  const double value = mean(values);
  std::vector<double> influence(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    influence[i] = (values[i] - value) / static_cast<double>(values.size());
  return estimate(value, influence, cluster, level);
}

ClusteredEstimate clustered_skill(std::span<const double> score, std::span<const double> benchmark,
                                  std::span<const int> cluster, double level) {
  const double sum_score = sum(score), sum_benchmark = sum(benchmark), ratio = sum_score / sum_benchmark;
  std::vector<double> influence(score.size());
  for (std::size_t i = 0; i < score.size(); ++i)
    influence[i] = -(score[i] - ratio * benchmark[i]) / sum_benchmark;
  return estimate(skill(sum_score, sum_benchmark), influence, cluster, level);
}

}  // namespace sim
