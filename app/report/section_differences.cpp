// Against other runs: paired differences, what the saving is made of, and which action brings what.

#include <fmt/format.h>

#include <algorithm>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"
#include "app/report/waterfall.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

std::string title_of_metric(const std::string& metric) {
  for (const auto& [name, title] : {std::pair{"ehcp_stock", "plans each January"},
                                    {"independent_share", "independent share each January"},
                                    {"hnb_spend", "spend of the high needs block, £ million"},
                                    {"cumulative_deficit", "cumulative deficit, £ million"}})
    if (metric == name) return title;
  return metric_title(metric);
}

PageChart difference_chart(const ReportSources& s, const ReportPair& pair, const ComparedMetric& m) {
  const auto unit = m.metric.unit;
  PageChart chart{.id = fmt::format("difference-{}-{}-{}", pair.a, pair.b, m.metric.name),
                  .title = fmt::format("{} less {}: {}", s.runs[pair.b].name, s.runs[pair.a].name,
                                       title_of_metric(m.metric.name)),
                  .specification = "fan"};
  chart.note =
      "The difference in each pair of histories that share everything but the change: bands of its middle "
      "50, 80 "
      "and 90 %, line: its median. Below zero the figure is lower.";
  chart.signals["unit"] = difference_unit(unit);
  chart.table = {
      chart.title,
      {"Period", s.runs[pair.a].name + ", median", s.runs[pair.b].name + ", median", "Difference P5", "P10",
       "P25", "Median", "P75", "P90", "P95", "MC error", "Chance that it is lower", "MC error of it"},
      {}};
  Json bands = Json::array();
  for (const auto& p : m.periods) {
    const auto& d = p.paired.difference;
    bands.push_back({{"period", p.period},
                     {"p05", d.p05},
                     {"p10", d.p10},
                     {"p25", d.p25},
                     {"p50", d.p50},
                     {"p75", d.p75},
                     {"p90", d.p90},
                     {"p95", d.p95}});
    std::vector<PageCell> row{{p.period, NAN}, cell(unit, p.median_a), cell(unit, p.median_b)};
    for (const double v : {d.p05, d.p10, d.p25, d.p50, d.p75, d.p90, d.p95})
      row.push_back(difference_cell(unit, v));
    row.push_back(error_cell(unit, d.mcse_p50));
    row.push_back(chance_cell(p.paired.p_lower));
    row.push_back(error_cell(sim::Unit::share, p.mcse_lower));
    chart.table.rows.push_back(std::move(row));
  }
  const auto& last = m.periods.back();
  chart.alt = fmt::format("Fan chart of the difference. In {}: {}. The figure is lower in {}.", last.period,
                          difference_words(unit, last.paired.difference),
                          chance_words(last.paired.p_lower, last.mcse_lower, s.run().replicates()));
  chart.data = {{"bands", bands}, {"targets", Json::array()}, {"outturns", Json::array()}};
  return chart;
}

PageTable saving_part_table(const ReportSources& s, const ReportPair& pair) {
  const auto& t = pair.summary.savings;
  PageTable out{fmt::format("What the saving of {} is made of, {} to {} (a cost is negative)",
                            s.runs[pair.b].name, t.from, t.to),
                {"Part", "Mean", "P10", "P90", "Mean at 3.5 % a year", "MC error"},
                {}};
  const auto row = [&](const std::string& name, const SavingLine& line) {
    out.rows.push_back({{name, NAN},
                        cell(sim::Unit::pence, line.nominal.mean),
                        cell(sim::Unit::pence, line.nominal.p10),
                        cell(sim::Unit::pence, line.nominal.p90),
                        cell(sim::Unit::pence, line.discounted.mean),
                        error_cell(sim::Unit::pence, line.nominal.mcse_mean)});
  };
  for (std::size_t i = 0; i < t.parts.size(); ++i)
    if (t.parts[i].nominal.min != 0 || t.parts[i].nominal.max != 0)
      row(std::string(title_of(static_cast<SavingPart>(i))), t.parts[i]);
  row("Lower deficit of the block", t.block);
  row("With travel and interest", t.all);
  return out;
}

std::string action_title(const ReportSources& s, std::size_t run, const std::string& id) {
  if (const auto& c = s.configs[run].config)
    if (const auto& all = c->members("intervention"); std::find(all.begin(), all.end(), id) != all.end())
      return c->text("intervention", id, "title");
  return id_in_words(id);
}

PageChart attribution_chart(const ReportSources& s, const ReportPair& pair) {
  WaterfallPart total{"All together", 0};
  std::vector<WaterfallPart> parts;
  for (const auto& line : pair.attribution) {
    if (line.part == "total") {
      total = {"All together", line.mean, line.p10, line.p90, line.mcse};
      continue;
    }
    if (line.mean == 0) continue;
    parts.push_back(
        {line.part == "other" ? "Everything else that differs" : action_title(s, pair.b, line.action),
         line.mean, line.p10, line.p90, line.mcse});
  }
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  auto chart = waterfall_chart(fmt::format("attribution-{}-{}", pair.a, pair.b),
                               fmt::format("{} less {}: which action changes the cumulative deficit of {}",
                                           s.runs[pair.b].name, s.runs[pair.a].name, pair.attributed_in),
                               sim::Unit::pence, {}, parts, total);
  chart.note =
      "Means. Each action has its mean share over all orders in which the actions could be introduced "
      "(Shapley "
      "values), so that they add up. Orange adds to the deficit, green lowers it.";
  return chart;
}

}  // namespace

PageSection differences_section(const ReportSources& s) {
  PageSection section{"differences", "Compared with other runs", {}};
  for (const auto& pair : s.pairs) {
    for (const auto& m : pair.summary.metrics)
      if (!m.periods.empty()) section.blocks.emplace_back(difference_chart(s, pair, m));
    if (!pair.summary.savings.parts.empty()) section.blocks.emplace_back(saving_part_table(s, pair));
    if (!pair.attribution.empty()) section.blocks.emplace_back(attribution_chart(s, pair));
  }
  return section;
}

}  // namespace app
