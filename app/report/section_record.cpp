// How often such forecasts have been right: what happened since, and what past forecasts missed.

#include <fmt/format.h>

#include "app/figures.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

/// What happened against the forecast, from the configuration and from the file.
PageTable outturn_table(const ReportSources& s) {
  PageTable t{"What happened, and where it lies in the forecast",
              {"Figure", "Period", "Happened", "Forecast P10", "Median", "P90", "Percentile", "MC error"},
              {}};
  for (const auto* metric : {"ehcp_stock", "new_plans", "independent_share", "hnb_spend", "in_year_position",
                             "cumulative_deficit"}) {
    const auto line = s.line({metric});
    const auto series = s.run().find({metric});
    if (!line || !series) continue;
    for (std::uint32_t p = 0; p < line->periods.size(); ++p) {
      const auto happened = s.outturn(line->metric, line->periods[p]);
      if (!happened) continue;
      const auto values = s.run().values(Figure{*series, p});
      const auto at = percentile_of(values, *happened);
      const auto& f = line->figures[p];
      const auto unit = line->metric.unit;
      const double error = percentile_error(values, *happened);
      t.rows.push_back({{metric_title(metric), NAN},
                        {line->periods[p], NAN},
                        cell(unit, *happened),
                        cell(unit, f.p10),
                        cell(unit, f.p50),
                        cell(unit, f.p90),
                        {decimal(100 * at, 1), 100 * at},
                        {std::isfinite(error) ? "±" + decimal(100 * error, 1) : "-", 100 * error}});
    }
  }
  return t;
}

PageTable widened_table(const std::vector<WidenedFigure>& figures, const sim::Layout& layout) {
  PageTable t{"Forecasts with what past ones have missed put on them",
              {"Figure", "Period", "Years ahead", "P5", "P10", "Median", "P90", "P95"},
              {}};
  for (const auto& f : figures) {
    const auto metric = layout.find_metric(f.metric);
    const auto unit = metric ? layout.metrics()[*metric].unit : sim::Unit::count;
    t.rows.push_back({{metric_title(f.metric), NAN},
                      {f.period, NAN},
                      {decimal(f.years, 1), f.years},
                      cell(unit, f.p5),
                      cell(unit, f.p10),
                      cell(unit, f.p50),
                      cell(unit, f.p90),
                      cell(unit, f.p95)});
  }
  return t;
}

}  // namespace

PageSection record_section(const ReportSources& s) {
  PageSection section{"record", "Record of past forecasts", {}};
  if (auto table = outturn_table(s); !table.rows.empty()) {
    std::size_t inside = 0;
    for (const auto& row : table.rows) inside += row[6].value >= 10 && row[6].value <= 90;
    section.blocks.emplace_back(PageText{fmt::format(
        "Of {} figures that have come since, {} lie between P10 and P90, where 8 in 10 belong. "
        "Percentile: how many in a hundred replicates lie below what happened; under 5 or over 95 "
        "asks for an explanation.",
        table.rows.size(), inside)});
    section.blocks.emplace_back(std::move(table));
  }
  for (const auto& a : s.assumptions)
    if (a.name.starts_with("discrepancy_by_year.") && a.value != "0" && !a.source.empty())
      section.blocks.emplace_back(PageText{
          fmt::format("{}: past forecasts missed {} a year beyond their own spread (on the log scale). "
                      "Source: {}.",
                      metric_title(a.name.substr(20)), a.value, a.source)});
  if (!s.widened.empty()) section.blocks.emplace_back(widened_table(s.widened, s.store().layout()));
  if (section.blocks.empty())
    section.blocks.emplace_back(
        PageText{"None: the configuration states no outturn and no discrepancy of past forecasts. `sendcast "
                 "backtest` makes "
                 "a record from the published counts of all authorities, and `--outturns FILE` sets what "
                 "happened beside "
                 "this forecast."});
  return section;
}

}  // namespace app
