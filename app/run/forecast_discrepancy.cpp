#include "app/run/forecast_discrepancy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/calibrate/observations.hpp"
#include "models/discrepancy_metrics.hpp"
#include "sim/says_of_whole.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"
#include "sim/widened.hpp"

namespace app {
namespace {

constexpr std::array<double, 5> probabilities{0.05, 0.1, 0.5, 0.9, 0.95};

/// "2018-09-01" -> 2018.67.
double start_of(const sim::Config& config) {
  const auto& date = config.text("start");
  return std::stod(date.substr(0, 4)) + (std::stod(date.substr(5, 2)) - 1) / 12;
}

}  // namespace

std::optional<Widening> widening_of(const sim::Config& config, const sim::Metric& metric,
                                    const std::string& period) {
  const auto& known = models::discrepancy_metrics;
  if (std::find(known.begin(), known.end(), metric.name) == known.end()) return {};
  const auto name = fmt::format("discrepancy_by_year.{}", metric.name);
  if (!config.areas().empty() && !sim::says_of_whole(config, name)) return {};
  const double one_year = config.base()[config.slot(name).offset];
  const double years = last_counted_year(metric.period_type, period) + 1 - start_of(config);
  if (!(one_year > 0) || !(years > 0)) return {};
  return Widening{years, one_year * std::sqrt(years)};
}

WidenedFigure widened_figure(const std::string& metric, const std::string& period, const Widening& by,
                             std::span<const double> values) {
  const auto q = sim::widened_quantiles(values, by.log_sd, probabilities);
  return {metric, period, by.years, by.log_sd, q[0], q[1], q[2], q[3], q[4]};
}

std::vector<WidenedFigure> widened_figures(const sim::Config& config, const sim::StoreReader& store) {
  const auto& layout = store.layout();
  std::vector<WidenedFigure> out;
  for (const auto metric : models::discrepancy_metrics) {
    const auto series = layout.find_series(metric, "total", "total", config.text("area"));
    if (!series || !store.has_draws(*series)) continue;
    const auto& periods = layout.periods(*series);
    for (std::uint32_t p = 0; p < periods.size(); ++p)
      if (const auto by = widening_of(config, layout.metric_of(*series), periods[p]))
        out.push_back(widened_figure(std::string(metric), periods[p], *by, store.values(*series, p)));
  }
  return out;
}

std::string discrepancy_csv(const std::vector<WidenedFigure>& figures) {
  std::string text = "metric,period,years_ahead,log_sd,p5,p10,p50,p90,p95\n";
  for (const auto& f : figures)
    text += fmt::format("{},{},{:.4g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}\n", f.metric, f.period,
                        f.years, f.log_sd, f.p5, f.p10, f.p50, f.p90, f.p95);
  return text;
}

}  // namespace app
