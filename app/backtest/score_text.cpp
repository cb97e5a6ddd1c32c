// Scores as people read them.

#include "app/backtest/score_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/figures.hpp"

namespace app {
namespace {

int decimals_of(double value) { return std::abs(value) >= 100 ? 0 : std::abs(value) >= 10 ? 1 : 2; }

}  // namespace

std::string title_of(const models::BacktestMetric& metric) {
  using Kind = models::BacktestMetric::Kind;
  if (metric.kind == Kind::plans) return "Plans in January, in % of the outturn";
  if (metric.kind == Kind::new_plans) return "New plans of the year, in % of the outturn";
  if (metric.kind == Kind::share) return "Independent share of the plans, in percentage points";
  return fmt::format("Plans in January, {}, in % of the outturn", metric.part);
}

std::string percent(double share) { return std::isfinite(share) ? fixed(100 * share, 0) : "-"; }

std::string half_width(const sim::ClusteredEstimate& e) {
  return std::isfinite(e.interval.low) ? "+-" + fixed(100 * (e.interval.high - e.value), 0) : "";
}

std::string score_text(double value) {
  return std::isfinite(value) ? decimal(value, decimals_of(value)) : "-";
}

std::string bias_text(double value) { return fmt::format("{:+.{}f}", value, decimals_of(value)); }

}  // namespace app
