// Where children with plans are, where new plans go, and the flows of a year.

#include <fmt/format.h>

#include <algorithm>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

struct Placement {
  std::string title;
  sim::Summary first, last;
  std::optional<sim::Summary> arrivals;
};

std::vector<Placement> placements(const ReportSources& s, std::string& from, std::string& to,
                                  std::string& year) {
  std::vector<Placement> out;
  for (const auto& id : s.run().categories("placement_stock", "placement")) {
    const auto stock = s.line({"placement_stock", "placement", id});
    if (!stock) continue;
    Placement p{s.placement_title(id), stock->figures.front(), stock->figures.back(), {}};
    from = stock->periods.front();
    to = stock->periods.back();
    if (const auto fresh = s.line({"new_plans", "placement", id})) {
      p.arrivals = fresh->figures.back();
      year = fresh->periods.back();
    }
    if (p.first.max > 0 || p.last.max > 0) out.push_back(std::move(p));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.last.p50 > b.last.p50; });
  return out;
}

std::optional<PageChart> placement_chart(const ReportSources& s) {
  std::string from, to, year;
  const auto all = placements(s, from, to, year);
  if (all.empty()) return {};
  PageChart chart{.id = "placements",
                  .title = fmt::format("Plans by placement, January {} and January {}", from, to),
                  .specification = "intervals"};
  chart.note = fmt::format(
      "Circle: median of January {}. Bar: the middle 80 % of January {}, with its median.", from, to);
  chart.signals = {{"unit", "count"}, {"before", "January " + from}};
  chart.table = {
      chart.title, {"Placement", from + " median", to + " P10", to + " median", to + " P90", "MC error"}, {}};
  if (!year.empty()) chart.table.columns.push_back(fmt::format("New plans in {}, median", year));
  Json rows = Json::array();
  for (const auto& p : all) {
    rows.push_back({{"name", p.title},
                    {"low", p.last.p10},
                    {"mid", p.last.p50},
                    {"high", p.last.p90},
                    {"start", p.first.p50}});
    chart.table.rows.push_back({{p.title, NAN},
                                cell(sim::Unit::count, p.first.p50),
                                cell(sim::Unit::count, p.last.p10),
                                cell(sim::Unit::count, p.last.p50),
                                cell(sim::Unit::count, p.last.p90),
                                error_cell(sim::Unit::count, p.last.mcse_p50)});
    if (!year.empty())
      chart.table.rows.back().push_back(p.arrivals ? cell(sim::Unit::count, p.arrivals->p50) : PageCell{});
  }
  chart.alt = fmt::format(
      "Bars by placement. The largest, {}, goes from {} plans in January {} to {} in January {} (medians). "
      "All "
      "figures are in the table beneath.",
      all.front().title, page_figure(sim::Unit::count, all.front().first.p50), from,
      page_figure(sim::Unit::count, all.front().last.p50), to);
  chart.data = {{"rows", rows}};
  return chart;
}

/// Flows that children take in a year, as people name them.
constexpr std::pair<const char*, const char*> flows[] = {
    {"requests", "Requests for an assessment"},
    {"refused_to_assess", "Refused to assess"},
    {"refused_to_issue", "Assessed, no plan issued"},
    {"new_plans", "New plans"},
    {"plans_transferred_in", "Moved into the area with a plan"},
    {"plans_transferred_out", "Moved away with a plan"},
    {"plans_ceased", "Plans ceased"},
    {"moves_mainstream_to_special", "Moved from mainstream to special"},
    {"moves_special_to_mainstream", "Moved from special to mainstream"}};

std::optional<PageChart> flow_chart(const ReportSources& s) {
  Json rows = Json::array();
  PageChart chart{.id = "flows", .specification = "intervals"};
  std::string year, alt;
  for (const auto& [metric, title] : flows) {
    const auto line = s.line({metric});
    if (!line || line->metric.unit != sim::Unit::count) continue;
    const auto &first = line->figures.front(), &last = line->figures.back();
    year = line->periods.back();
    chart.signals = {{"unit", "count"}, {"before", line->periods.front()}};
    if (chart.table.columns.empty())
      chart.table.columns = {"Flow",        line->periods.front() + " median",
                             year + " P10", year + " median",
                             year + " P90", "MC error"};
    rows.push_back(
        {{"name", title}, {"low", last.p10}, {"mid", last.p50}, {"high", last.p90}, {"start", first.p50}});
    chart.table.rows.push_back({{title, NAN},
                                cell(sim::Unit::count, first.p50),
                                cell(sim::Unit::count, last.p10),
                                cell(sim::Unit::count, last.p50),
                                cell(sim::Unit::count, last.p90),
                                error_cell(sim::Unit::count, last.mcse_p50)});
    alt += fmt::format(" {}: {}.", title, page_figure(sim::Unit::count, last.p50));
  }
  if (rows.empty()) return {};
  chart.title = "Into plans, between placements and out of them, in " + year;
  chart.table.caption = chart.title;
  chart.note = fmt::format("Circle: median of {}. Bar: the middle 80 % of {}, with its median.",
                           chart.signals["before"].get<std::string>(), year);
  chart.alt = "Bars by flow, medians of " + year + "." + alt;
  chart.data = {{"rows", rows}};
  return chart;
}

}  // namespace

PageSection placements_section(const ReportSources& s) {
  PageSection section{"placements-and-flows", "Placements and flows", {}};
  if (auto chart = placement_chart(s)) section.blocks.emplace_back(std::move(*chart));
  if (auto chart = flow_chart(s)) section.blocks.emplace_back(std::move(*chart));
  return section;
}

}  // namespace app
