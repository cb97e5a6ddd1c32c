// Where the spread comes from: groups of assumptions, and a tornado of single ones.

#include <fmt/format.h>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

PageTable group_table(const FigureSensitivity& f) {
  PageTable t{"Share of the variance by group of assumptions",
              {"Group", "Assumptions", "Share of the variance", "95 % interval (Monte Carlo)"},
              {}};
  const auto row = [&](const std::string& name, double count, const IndexedShare& share) {
    t.rows.push_back({{name, NAN},
                      std::isfinite(count) ? cell(sim::Unit::count, count) : PageCell{},
                      cell(sim::Unit::share, share.index.value),
                      {interval_words(share.interval), NAN}});
  };
  for (const auto& g : f.groups)
    row(std::string(models::title_of(g.group)), static_cast<double>(g.assumptions), g.share);
  row("All assumptions", NAN, f.all);
  row("Rest: luck and years, mostly", NAN, f.rest);
  return t;
}

std::string title_of(const FigureSensitivity& f) {
  const auto period = f.name.substr(f.name.rfind(' ') + 1);
  return fmt::format("What moves it: {} in {} where one assumption is low or high",
                     metric_title(f.metric.name), period);
}

PageChart tornado(const FigureSensitivity& f) {
  const auto unit = f.metric.unit;
  PageChart chart{.id = "tornado", .title = title_of(f), .specification = "tornado"};
  std::string title = chart.title;
  chart.note =
      "P10 and P90: the figure's mean where the assumption lies at its own 10th and 90th percentile, the "
      "others "
      "left to vary. Line: the mean over all.";
  chart.signals = {{"unit", chart_unit(unit)}, {"mean", f.mean}};
  chart.table = {
      title, {"Assumption", "At its P10", "At its P90", "Share of the variance", "95 % interval"}, {}};
  constexpr std::size_t most = 10, fewest = 3;
  Json rows = Json::array();
  for (const auto& one : f.singles) {
    if (rows.size() == most) break;
    if (rows.size() >= fewest && !(one.first.interval.low > 0)) continue;  // not told from chance
    rows.push_back({{"name", one.assumption.name},
                    {"low", one.first.at_p10},
                    {"high", one.first.at_p90},
                    {"share", one.first.index.value}});
    chart.table.rows.push_back({{one.assumption.name, NAN},
                                cell(unit, one.first.at_p10),
                                cell(unit, one.first.at_p90),
                                cell(sim::Unit::share, one.first.index.value),
                                {interval_words(one.first.interval), NAN}});
  }
  if (!f.singles.empty())
    chart.alt = fmt::format(
        "Tornado. The largest part comes from {}: {} of the variance. All figures are in the table beneath.",
        f.singles.front().assumption.name,
        page_figure(sim::Unit::share, f.singles.front().first.index.value));
  chart.data = {{"rows", rows}};
  return chart;
}

}  // namespace

PageSection drivers_section(const ReportSources& s) {
  PageSection section{"drivers", "Where the uncertainty comes from", {}};
  if (!s.sensitivity || !s.sensitivity->why_not.empty()) {
    section.blocks.emplace_back(PageText{fmt::format("Not shown: {}.", s.no_sensitivity)});
    return section;
  }
  const auto& f = *s.sensitivity;
  if (f.needed_together == 0)
    section.blocks.emplace_back(group_table(f));
  else
    section.blocks.emplace_back(PageText{fmt::format(
        "What groups of assumptions explain together takes {} replicates to say, four for each of {} "
        "assumptions; this run has {}.",
        f.needed_together, f.singles.size(), f.replicates)});
  if (!f.singles.empty()) section.blocks.emplace_back(tornado(f));
  section.blocks.emplace_back(
      PageText{"What it would be worth to know an assumption better before deciding is for `sendcast voi`; "
               "total indices "
               "are for `sendcast sensitivity --design sobol`."});
  return section;
}

}  // namespace app
