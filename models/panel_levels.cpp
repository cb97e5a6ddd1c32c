// How far authorities drift from their own last years.

#include "models/panel_levels.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "models/panel_learning.hpp"
#include "sim/statistics.hpp"

namespace models {
namespace {

constexpr int years_before = 3;
constexpr std::size_t fewest_cases = 30;
/// Turns the median distance into the standard deviation of a normal distribution.
constexpr double to_sd = 1.4826;

double log_sum(const YearSeries& series, int from, int years) {
  double sum = 0;
  for (int year = from; year < from + years; ++year) sum += series.at(year);
  return sum > 0 ? std::log(sum) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double level_drift(const PanelSeries& known, int horizon) {
  const auto drift = [horizon](const YearSeries& s, int year) {
    return log_sum(s, year, horizon) - log_sum(s, year - years_before, years_before);
  };
  std::vector<double> distances;
  for (int year = known.first_year() + years_before; year + horizon <= known.last_year(); ++year) {
    std::vector<double> row;
    for (const auto& a : known.authorities) {
      const double value = drift(a.new_plans, year) - drift(known.england.new_plans, year);
      if (std::isfinite(value) && a.plans.at(year) >= fewest_plans) row.push_back(value);
    }
    if (row.empty()) continue;
    const double middle = sim::quantile(row, 0.5);
    for (const double value : row) distances.push_back(std::abs(value - middle));
  }
  if (distances.size() < fewest_cases) return std::numeric_limits<double>::quiet_NaN();
  return to_sd * sim::quantile(distances, 0.5);
}

}  // namespace models
