#include "sim/widened.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/statistics.hpp"

namespace sim {
namespace {

constexpr std::size_t most_points = 2000;
constexpr double far = 8, precision = 1e-9;  // standard deviations; of the logarithm

std::vector<double> representatives(std::span<const double> sorted) {
  if (sorted.size() <= most_points) return {sorted.begin(), sorted.end()};
  std::vector<double> out;
  out.reserve(most_points);
  for (std::size_t i = 0; i < most_points; ++i)
    out.push_back(sorted_quantile(sorted, (static_cast<double>(i) + 0.5) / most_points));
  return out;
}

}  // namespace

std::vector<double> widened_quantiles(std::span<const double> values, double log_sd,
                                      std::span<const double> probabilities) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const auto points = representatives(sorted);
  const auto positive = std::upper_bound(points.begin(), points.end(), 0.0);
  std::vector<double> logs;
  for (auto at = positive; at != points.end(); ++at) logs.push_back(std::log(*at));
  const auto n = static_cast<double>(points.size()), noughts = n - static_cast<double>(logs.size());
  const auto below = [&](double t) {
    double sum = noughts;
    for (const double x : logs) sum += 0.5 * std::erfc((x - t) / (log_sd * std::sqrt(2.0)));
    return sum / n;
  };
  std::vector<double> out;
  for (const double p : probabilities) {
    if (points.empty()) {
      out.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (p * n <= noughts) {
      out.push_back(0);
    } else {
      double low = logs.front() - far * log_sd, high = logs.back() + far * log_sd;
      while (high - low > precision) {
        const double middle = (low + high) / 2;
        (below(middle) < p ? low : high) = middle;
      }
      out.push_back(std::exp((low + high) / 2));
    }
  }
  return out;
}

}  // namespace sim
