// How often such forecasts have been right: what happened since, and what past forecasts missed.

#include <fmt/format.h>

#include "app/figures.hpp"
#include "app/report/outturn_record.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

/// What happened against the forecast, from the configuration and from the file.
PageTable outturn_table(const std::vector<OutturnRecord>& record) {
  PageTable t{"What happened, and where it lies in the forecast",
              {"Figure", "Period", "Happened", "Forecast P10", "Median", "P90", "Percentile", "MC error"},
              {}};
  for (const auto& r : record) {
    const auto unit = r.metric.unit;
    const auto& f = r.forecast;
    t.rows.push_back({{metric_title(r.metric.name), NAN},
                      {r.period, NAN},
                      cell(unit, r.happened),
                      cell(unit, f.p10),
                      cell(unit, f.p50),
                      cell(unit, f.p90),
                      {decimal(100 * r.percentile, 1), 100 * r.percentile},
                      {std::isfinite(r.mcse) ? "±" + decimal(100 * r.mcse, 1) : "-", 100 * r.mcse}});
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
  if (const auto record = outturn_record(s); !record.empty()) {
    section.blocks.emplace_back(
        PageText{record_words(record) + (record.front().forecast.n > 1 ? ", where 8 in 10 belong" : "") +
                 ". Percentile: how many in a hundred replicates lie below what "
                 "happened, those that equal it counted half; under 5 or over 95 asks for an explanation."});
    section.blocks.emplace_back(outturn_table(record));
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
