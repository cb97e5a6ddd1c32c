// Why spend and plans change over the years, and why what happened differs from the forecast.

#include <fmt/format.h>

#include <algorithm>

#include "app/bridge/bridge_summary.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"
#include "app/report/waterfall.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// The periods of a metric that both sides know, in time order.
std::vector<std::string> common(const BridgeFigures& a, const BridgeFigures& b, const std::string& metric) {
  std::vector<std::string> out;
  const auto theirs = b.periods(metric);
  for (auto& p : a.periods(metric))
    if (std::find(theirs.begin(), theirs.end(), p) != theirs.end()) out.push_back(p);
  return out;
}

PageChart chart_of(const BridgeTable& t, const std::string& title, const std::string& before,
                   const std::string& after) {
  const auto part = [](std::string name, const BridgeLine& line) {
    return WaterfallPart{std::move(name), line.shown, line.summary.p10, line.summary.p90,
                         line.summary.mcse_mean};
  };
  std::vector<WaterfallPart> parts;
  for (const auto& line : t.parts)
    for (const auto& known : bridge_parts())
      if (known.part == line.part && (line.summary.min != 0 || line.summary.max != 0))
        parts.push_back(part(std::string(known.title), line));
  auto chart = waterfall_chart(fmt::format("bridge-{}-{}-{}", t.measure.name, t.from, t.to), title,
                               t.metric.unit, part(before, t.before), parts, part(after, t.after));
  chart.note = "Means, which add up.";
  if (t.measure.name == "spend")
    chart.note +=
        " Volume: more or fewer child-years with a plan; mix: other placements; price: a child-year in a "
        "placement costs more or less.";
  return chart;
}

void add_bridge(const ReportSources& s, const BridgeFigures& a, const BridgeFigures& b, bool years,
                PageSection& section) {
  for (const auto& measure : bridge_measures()) {
    if (measure.name != "spend" && measure.name != "plans") continue;
    const std::string name(measure.metric);
    const auto metric = s.store().layout().find_metric(name);
    const auto periods = common(a, b, name);
    if (!metric || periods.size() < (years ? 2U : 1U)) continue;
    const auto from = years ? periods.front() : periods.back();
    try {
      const auto table = bridge_table(measure, bridge(measure, s.store().layout().metrics()[*metric],
                                                      {a, b, from, periods.back(), s.run().replicates()}));
      section.blocks.emplace_back(
          years
              ? chart_of(table, fmt::format("{}: why {} differs from {}", measure.text, periods.back(), from),
                         from, periods.back())
              : chart_of(
                    table,
                    fmt::format("{} in {}: why what happened differs from the forecast", measure.text, from),
                    "Forecast (mean)", "Happened"));
    } catch (const UserError& error) {
      section.blocks.emplace_back(PageText{fmt::format("{}: not shown: {}.", measure.text, error.what())});
    }
  }
}

}  // namespace

PageSection bridge_section(const ReportSources& s) {
  PageSection section{"why", "Why it changes", {}};
  const auto own = run_figures(s.store());
  add_bridge(s, *own, *own, true, section);
  if (s.stated) add_bridge(s, *own, *s.stated, false, section);
  return section;
}

}  // namespace app
