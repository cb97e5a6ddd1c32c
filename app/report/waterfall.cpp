#include "app/report/waterfall.hpp"

#include <fmt/format.h>

#include "app/report/report_words.hpp"

namespace app {

PageChart waterfall_chart(std::string id, std::string title, sim::Unit unit, const WaterfallPart& before,
                          const std::vector<WaterfallPart>& parts, const WaterfallPart& after) {
  using Json = nlohmann::ordered_json;
  PageChart chart{.id = std::move(id), .title = std::move(title), .specification = "waterfall"};
  chart.signals["unit"] = chart_unit(unit);
  chart.table = {chart.title, {"Part", "Mean", "P10", "P90", "MC error"}, {}};
  Json rows = Json::array();
  const auto row = [&](const WaterfallPart& part, double from, double to, const char* kind) {
    rows.push_back({{"name", part.name}, {"from", from}, {"to", to}, {"kind", kind}, {"value", part.value}});
    chart.table.rows.push_back({{part.name, NAN},
                                cell(unit, part.value),
                                cell(unit, part.p10),
                                cell(unit, part.p90),
                                error_cell(unit, part.mcse)});
  };
  if (!before.name.empty()) row(before, 0, before.value, "total");
  double at = before.name.empty() ? 0 : before.value;
  for (const auto& part : parts) {
    row(part, at, at + part.value, part.value < 0 ? "less" : "more");
    at += part.value;
    chart.alt +=
        fmt::format(" {}: {}{}.", part.name, part.value < 0 ? "" : "+", page_figure(unit, part.value));
  }
  row(after, 0, after.value, "total");
  if (!before.name.empty())
    chart.alt = fmt::format(" {}: {}.{}", before.name, page_figure(unit, before.value), chart.alt);
  chart.alt =
      fmt::format("Waterfall of means.{} {}: {}.", chart.alt, after.name, page_figure(unit, after.value));
  chart.data = {{"rows", rows}};
  return chart;
}

}  // namespace app
