// Places against demand each September, with the chance of too few.

#include <fmt/format.h>

#include "app/figures.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"
#include "app/size/size_summary.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

PageChart places_chart(const ReportSources& s, const SizedType& type) {
  const auto title = s.placement_title(type.type);
  PageChart chart{.id = "places-" + type.type,
                  .title = title + ": places and the children who want one, each September",
                  .specification = "places"};
  chart.note =
      "Bands: the middle 50, 80 and 90 % of the children who want a place; dashed: places commissioned "
      "(median). "
      "Chance of too few: share of the simulated histories in which more want a place than there are.";
  chart.table = {title,
                 {"September", "Places, median", "Wanted, P5", "P10", "P25", "Median", "P75", "P90", "P95",
                  "Chance of too few", "MC error", "Places for 20 % risk", "for 10 %", "for 5 %"},
                 {}};
  Json bands = Json::array();
  for (const auto& d : type.dates) {
    const auto& f = d.demand;
    bands.push_back(chart_band(d.september, f));
    bands.back()["places"] = d.places.p50;
    bands.back()["chance"] = d.too_few.value;
    std::vector<PageCell> row{{d.september, NAN}, cell(sim::Unit::count, d.places.p50)};
    for (const double v : {f.p05, f.p10, f.p25, f.p50, f.p75, f.p90, f.p95})
      row.push_back(cell(sim::Unit::count, v));
    row.push_back(chance_cell(d.too_few.value));
    row.push_back(error_cell(sim::Unit::share, d.too_few.mcse));
    for (const double v : d.needed) row.push_back(cell(sim::Unit::count, v));
    chart.table.rows.push_back(std::move(row));
  }
  const auto& last = type.dates.back();
  chart.alt = fmt::format(
      "Fan chart of the children who want a place against the places. In September {} {} want one, there are "
      "{} "
      "places, and the chance of too few is {}. All figures are in the table beneath.",
      last.september, spread_words(sim::Unit::count, last.demand),
      page_figure(sim::Unit::count, last.places.p50), chance_per_cent(last.too_few.value));
  chart.data = {{"bands", bands}};
  return chart;
}

}  // namespace

PageSection places_section(const ReportSources& s) {
  PageSection section{"places", "Places against demand", {}};
  try {
    SizeWords words;
    words.run = s.run().folder().string();
    const auto sized = size_summary(s.run(), size_options(words), s.configs[s.main]);
    for (const auto& type : sized.types)
      if (!type.dates.empty()) section.blocks.emplace_back(places_chart(s, type));
    if (!section.blocks.empty())
      section.blocks.emplace_back(
          PageText{"How many places to commission, when, and at what cost of too many and too few, is for "
                   "`sendcast size`; "
                   "it also simulates again with the places that it recommends."});
  } catch (const UserError& error) {
    section.blocks.emplace_back(PageText{fmt::format("Not shown: {}.", error.what())});
  }
  return section;
}

}  // namespace app
