// Simple forecasts that a model has to beat.

#include "models/panel_rivals.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace models {
namespace {

/// Logarithm of a year's figure; NaN for none, and for nought.
double log_at(const YearSeries& series, int year) {
  const double value = series.at(year);
  return value > 0 ? std::log(value) : std::numeric_limits<double>::quiet_NaN();
}

/// Mean yearly growth (logarithm) over the last years.
double growth(const YearSeries& series, int last, int years) {
  return (log_at(series, last) - log_at(series, last - years)) / years;
}

double persistence(const YearSeries& local, const YearSeries&, int last, int) { return log_at(local, last); }

double drift(const YearSeries& local, const YearSeries&, int last, int horizon) {
  return log_at(local, last) + horizon * growth(local, last, 1);
}

double drift_of_three(const YearSeries& local, const YearSeries&, int last, int horizon) {
  return log_at(local, last) + horizon * growth(local, last, 3);
}

/// Each year's growth is 0.8 of the year before (the middle of what Gardner and McKenzie 1985 and later
/// practice use).
double damped_trend(const YearSeries& local, const YearSeries&, int last, int horizon) {
  double sum = 0, part = 1;
  for (int h = 0; h < horizon; ++h) sum += part *= 0.8;
  return log_at(local, last) + sum * growth(local, last, 1);
}

double national_growth(const YearSeries& local, const YearSeries& england, int last, int horizon) {
  return log_at(local, last) + horizon * growth(england, last, 1);
}

/// The same number of plans is added, in proportion, each year.
double national_line(const YearSeries& local, const YearSeries& england, int last, int horizon) {
  return log_at(local, last) + std::log1p(horizon * std::expm1(growth(england, last, 1)));
}

double half_and_half(const YearSeries& local, const YearSeries& england, int last, int horizon) {
  return log_at(local, last) + horizon * (growth(england, last, 1) + growth(local, last, 1)) / 2;
}

constexpr std::array all{
    Rival{"persistence", "Persistence", persistence},
    Rival{"drift", "Local growth, last year", drift},
    Rival{"drift_3", "Local growth, three years", drift_of_three},
    Rival{"damped_trend", "Local growth, damped", damped_trend},
    Rival{"national_growth", "National growth", national_growth},
    Rival{"national_line", "National growth, straight", national_line},
    Rival{"half_national", "Half national, half local", half_and_half},
};

constexpr int fewest_misses = 30;

}  // namespace

std::span<const Rival> rivals() { return all; }

double rival_spread(const Rival& rival, const PanelMetric& metric, int last, int horizon) {
  double squares = 0;
  int misses = 0;
  for (const YearSeries* local : metric.authorities) {
    if (local->empty()) continue;
    for (int then = local->first(); then + horizon <= last; ++then) {
      const double miss =
          log_at(*local, then + horizon) - rival.log_forecast(*local, *metric.england, then, horizon);
      if (!std::isfinite(miss)) continue;
      squares += miss * miss;
      ++misses;
    }
  }
  if (misses < fewest_misses) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(squares / misses);
}

}  // namespace models
