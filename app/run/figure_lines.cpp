// The series of one replicate, or of its expectation, as figures in the units that people read.

#include "app/run/figure_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/figures.hpp"
#include "app/table.hpp"

namespace app {
namespace {

/// One table of the metrics that share a list of periods, folded so that it fits the page.
std::string period_table(const sim::Layout& layout, const std::vector<std::uint32_t>& series,
                         const ColumnValue& value) {
  constexpr std::size_t periods_per_table = 6;
  const auto& periods = layout.periods(series.front());
  std::string out;
  for (std::size_t first = 0; first < periods.size(); first += periods_per_table) {
    const std::size_t last = std::min(periods.size(), first + periods_per_table);
    std::vector<std::string> headings{
        std::string(sim::to_string(layout.metric_of(series.front()).period_type))};
    for (std::size_t p = first; p < last; ++p) headings.push_back(periods[p]);
    Table table(std::move(headings));
    for (const auto s : series) {
      const sim::Metric& metric = layout.metric_of(s);
      const bool money = metric.unit == sim::Unit::pence;
      std::vector<std::string> cells{money ? metric.name + ", £m" : metric.name};
      for (std::size_t p = first; p < last; ++p) {
        const double x = figure(layout, s, static_cast<std::uint32_t>(p), value);
        cells.push_back(money ? decimal(x / 1e6, 2) : in_unit(metric, x));
      }
      table.row(std::move(cells));
    }
    out += table.text() + '\n';
  }
  return out;
}

}  // namespace

double figure(const sim::Layout& layout, std::uint32_t series, std::uint32_t period,
              const ColumnValue& value) {
  const sim::Metric& metric = layout.metric_of(series);
  const double divisor = sim::divisor(metric.unit);
  if (!layout.is_ratio(series)) return value(layout.column(series, period)) / divisor;
  const auto [top, bottom] = layout.ratio_parts(series);
  return sim::ratio_of(value(layout.column(top, period)), value(layout.column(bottom, period)),
                       metric.scale / divisor);
}

nlohmann::ordered_json headline_json(const sim::Layout& layout, const std::string& area,
                                     const ColumnValue& value) {
  auto figures = nlohmann::ordered_json::object();
  for (const auto& metric : layout.metrics()) {
    const auto series =
        metric.headline ? layout.find_series(metric.name, "total", "total", area) : std::nullopt;
    if (!series) continue;
    auto& of = figures[metric.name] = nlohmann::ordered_json::object();
    for (std::uint32_t p = 0; p < layout.periods(*series).size(); ++p)
      of[layout.periods(*series)[p]] = figure(layout, *series, p, value);
  }
  return figures;
}

std::string headline_tables(const sim::Layout& layout, const std::string& area, const ColumnValue& value) {
  std::string out;
  for (const auto type :
       {sim::PeriodType::january, sim::PeriodType::september, sim::PeriodType::term_end,
        sim::PeriodType::calendar_year, sim::PeriodType::academic_year, sim::PeriodType::financial_year}) {
    std::vector<std::uint32_t> chosen;
    for (const auto& metric : layout.metrics()) {
      if (!metric.headline || metric.period_type != type) continue;
      const auto series = layout.find_series(metric.name, "total", "total", area);
      if (series && !layout.periods(*series).empty()) chosen.push_back(*series);
    }
    if (!chosen.empty()) out += period_table(layout, chosen, value);
  }
  return out;
}

}  // namespace app
