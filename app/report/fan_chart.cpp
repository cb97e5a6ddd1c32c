// Fans: a figure by period as bands of probability, with what was aimed at and what happened.

#include <fmt/format.h>

#include <algorithm>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

std::string_view period_word(sim::PeriodType type) {
  switch (type) {
    case sim::PeriodType::january:
      return "January";
    case sim::PeriodType::september:
      return "September";
    case sim::PeriodType::financial_year:
      return "Financial year";
    case sim::PeriodType::academic_year:
      return "Academic year";
    case sim::PeriodType::calendar_year:
      return "Calendar year";
    case sim::PeriodType::term_end:
      return "Term";
  }
  return "Period";
}

std::string alt_of(const ReportSources::Line& line, bool targets, bool outturns) {
  const auto unit = line.metric.unit;
  const auto &first = line.figures.front(), &last = line.figures.back();
  return fmt::format(
      "Fan chart. The median goes from {} in {} to {} in {}; then 8 in 10 replicates lie between {} and {}, "
      "9 in "
      "10 between {} and {}.{}{}{} All figures are in the table beneath.",
      page_figure(unit, first.p50), line.periods.front(), page_figure(unit, last.p50), line.periods.back(),
      page_figure(unit, last.p10), page_figure(unit, last.p90), page_figure(unit, last.p05),
      page_figure(unit, last.p95), targets ? " Targets are dashed." : "",
      outturns ? " Diamonds: what happened." : "",
      is_deficit(line.metric.name) && std::min(first.p05, last.p05) < 0
          ? " A deficit below nought is a surplus."
          : "");
}

}  // namespace

std::optional<PageChart> fan_chart(const ReportSources& s, const std::string& metric,
                                   const std::string& title) {
  const auto line = s.line({metric});
  if (!line) return {};
  const auto unit = line->metric.unit;
  PageChart chart{.id = metric, .title = title, .specification = "fan"};
  chart.note =
      "Bands: the middle 50, 80 and 90 % of the simulated histories; line: their median. MC error: Monte "
      "Carlo "
      "error of the median, from the number of histories; it is not the uncertainty of the forecast.";
  chart.signals["unit"] = chart_unit(unit);
  Json bands = Json::array(), targets = Json::array(), outturns = Json::array(), misses = Json::array();
  const auto widened = [&](const std::string& period) -> const WidenedFigure* {
    for (const auto& one : s.widened)
      if (one.metric == metric && one.period == period) return &one;
    return nullptr;
  };
  for (std::size_t p = 0; p < line->periods.size(); ++p) {
    const auto& f = line->figures[p];
    const auto& period = line->periods[p];
    if (f.n == 0) continue;
    bands.push_back(chart_band(period, f));
    if (const auto v = s.target(metric, period)) targets.push_back({{"period", period}, {"value", *v}});
    if (const auto v = s.outturn(line->metric, period))
      outturns.push_back({{"period", period}, {"value", *v}});
    if (const auto* w = widened(period)) misses.push_back(chart_misses(*w));
  }
  if (!misses.empty()) chart.note += fmt::format(" {}", misses_note());
  chart.table = {title,
                 {std::string(period_word(line->metric.period_type)), "P5", "P10", "P25", "Median", "P75",
                  "P90", "P95", "MC error"},
                 {}};
  if (!misses.empty()) {
    chart.table.columns.emplace_back("P5 with misses");
    chart.table.columns.emplace_back("P95 with misses");
  }
  if (!targets.empty()) chart.table.columns.emplace_back("Target");
  if (!outturns.empty()) chart.table.columns.emplace_back("Happened");
  for (std::size_t p = 0; p < line->periods.size(); ++p) {
    const auto& f = line->figures[p];
    if (f.n == 0) continue;
    std::vector<PageCell> row{{line->periods[p], NAN}};
    for (const double v : {f.p05, f.p10, f.p25, f.p50, f.p75, f.p90, f.p95}) row.push_back(cell(unit, v));
    row.push_back(error_cell(unit, f.mcse_p50));
    const auto stated = [&](const std::optional<double>& v) {
      row.push_back(v ? cell(unit, *v) : PageCell{});
    };
    if (!misses.empty()) {
      const auto* w = widened(line->periods[p]);
      for (const auto which : {&WidenedFigure::p5, &WidenedFigure::p95})
        stated(w != nullptr ? std::optional(w->*which) : std::nullopt);
    }
    if (!targets.empty()) stated(s.target(metric, line->periods[p]));
    if (!outturns.empty()) stated(s.outturn(line->metric, line->periods[p]));
    chart.table.rows.push_back(std::move(row));
  }
  if (bands.empty()) return {};
  chart.alt = alt_of(*line, !targets.empty(), !outturns.empty());
  chart.data = {{"bands", bands}, {"misses", misses}, {"targets", targets}, {"outturns", outturns}};
  return chart;
}

PageSection fans_section(const ReportSources& s) {
  PageSection section{"forecast", "Forecasts", {}};
  for (const auto& [metric, title] :
       {std::pair{"ehcp_stock", "Education, health and care plans each January"},
        {"independent_share", "Share of plans in independent and non-maintained special schools, January"},
        {"hnb_spend", "Spend of the high needs block, £ million"},
        {"cumulative_deficit",
         "Cumulative deficit of the high needs block, £ million (deficits are positive, surpluses "
         "negative)"}})
    if (auto chart = fan_chart(s, metric, title)) section.blocks.emplace_back(std::move(*chart));
  return section;
}

}  // namespace app
