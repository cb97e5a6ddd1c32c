#pragma once
// What forecasts of this model have missed beyond their own spread, put on the distributions of a run: the
// fourth layer of uncertainty. Only summaries show it; draws and summary.csv are the model's own.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/config.hpp"
#include "sim/store_reader.hpp"

namespace app {

/// A figure's distribution with the discrepancy of so many years put on it.
struct WidenedFigure {
  std::string metric, period;
  double years = 0;   ///< ahead of the start of the run
  double log_sd = 0;  ///< discrepancy_by_year of the metric, times the square root of the years
  double p5 = 0, p10 = 0, p50 = 0, p90 = 0, p95 = 0;
};

/// What is put on a figure that lies so many years ahead of the start of the run.
struct Widening {
  double years = 0;   ///< to the end of the period
  double log_sd = 0;  ///< discrepancy_by_year of the metric, times the square root of the years
};

/// Of the whole area; nothing for a metric without `discrepancy_by_year`, or a period that ends before the
/// start. Of several areas that which the whole says of itself.
std::optional<Widening> widening_of(const sim::Config& config, const sim::Metric& metric,
                                    const std::string& period);

/// The distribution of a figure with that put on it. `values`: by replicate, in the unit of summary.csv.
WidenedFigure widened_figure(const std::string& metric, const std::string& period, const Widening& by,
                             std::span<const double> values);

/// By metric and period: those metrics that have a `discrepancy_by_year`, in the periods that end after the
/// start. Empty where the draws were not kept.
std::vector<WidenedFigure> widened_figures(const sim::Config& config, const sim::StoreReader& store);

/// discrepancy.csv: metric, period, years ahead, log_sd, quantiles.
std::string discrepancy_csv(const std::vector<WidenedFigure>& figures);

}  // namespace app
