// The charts of a workbook, and what they are drawn from.

#include <array>
#include <cmath>

#include "app/export/workbook_tables.hpp"

namespace app {
namespace {

struct Fan {
  const char *metric, *sheet, *title, *axis, *format;
};
constexpr const char* millions_format = "£#,##0.0,,\"m\";-£#,##0.0,,\"m\"";
constexpr std::array<Fan, 5> fans{{
    {"ehcp_stock", "Chart plans", "Plans (EHCPs) each January", "Plans", "#,##0"},
    {"independent_share", "Chart independent share", "Independent share of plans each January",
     "Share of plans", "0%"},
    {"hnb_spend", "Chart spend", "High needs spend", "£ million", millions_format},
    {"in_year_position", "Chart in-year position", "In-year position (deficits are positive)", "£ million",
     millions_format},
    {"cumulative_deficit", "Chart deficit", "Cumulative deficit", "£ million", millions_format},
}};

// Government Analysis Function palette.
constexpr unsigned blue = 0x12436D, turquoise = 0x28A197, deep = 0x1D7A72, pale = 0xBFE3E0,
                   burgundy = 0x801650;
constexpr const char* bands =
    "Median: where the two dark bands meet. Dark: half of the replicates (P25 to P75). With the pale: nine "
    "in "
    "ten (P5 to P95).";

std::vector<BookSeries> fan_series() {
  return {{"P5", 3, turquoise, true},
          {"P5 to P25", 4, pale},
          {"P25 to median", 5, turquoise},
          {"Median to P75", 6, deep},
          {"P75 to P95", 7, pale}};
}

/// Consecutive rows of a table that begin with the same text.
std::vector<std::pair<std::size_t, std::size_t>> runs_of_rows(const BookTable& table) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    if (!out.empty() &&
        std::get<std::string>(table.rows[out.back().first][0]) == std::get<std::string>(table.rows[r][0]))
      ++out.back().second;
    else
      out.emplace_back(r, 1);
  return out;
}

void add_fans(std::vector<BookChart>& out, const BookTable& data) {
  for (const auto& [first, count] : runs_of_rows(data))
    for (const auto& fan : fans)
      if (count > 1 && std::get<std::string>(data.rows[first][0]) == in_words(fan.metric))
        out.push_back({fan.sheet, fan.title, bands, true, data.sheet, 1, first, count, fan.axis, fan.format,
                       fan_series()});
}

void add_places(std::vector<BookChart>& out, const BookTable& places) {
  std::size_t number = 0;
  for (const auto& [first, count] : runs_of_rows(places))
    if (count > 1)
      out.push_back({"Chart places " + std::to_string(++number),
                     std::get<std::string>(places.rows[first][0]) + ": places against demand, 1 September",
                     "In one replicate in ten fewer than P10 want one, in one in ten more than P90.",
                     false,
                     places.sheet,
                     1,
                     first,
                     count,
                     "Children and places",
                     "#,##0",
                     {{"Places, median", 2, burgundy, false, true},
                      {"Want one, P10", 4, turquoise, false, false, true},
                      {"Want one, median", 5, blue},
                      {"Want one, P90", 6, turquoise, false, false, true}}});
}

}  // namespace

BookTable chart_data(const RunFigures& figures) {
  BookTable out{"Chart data",
                "ChartData",
                "What the charts are drawn from",
                "Heights of the bands, one above the other; the figures themselves are on Headline.",
                {{"Figure", 34},
                 {"Period", 10},
                 {"Unit", 10},
                 {"P5", 14, true},
                 {"P5 to P25", 14, true},
                 {"P25 to median", 14, true},
                 {"Median to P75", 14, true},
                 {"P75 to P95", 14, true},
                 {"Median", 14, true}},
                {}};
  for (const auto& fan : fans)
    for (const auto* line : figures.lines(fan.metric, "total")) {
      const auto unit = figures.metric_of(*line).unit;
      const auto& f = line->figures;
      std::vector<BookCell> row{in_words(fan.metric), figures.period_of(*line),
                                std::string(sim::to_string(unit))};
      for (const double height : {f.p05, f.p25 - f.p05, f.p50 - f.p25, f.p75 - f.p50, f.p95 - f.p75, f.p50})
        row.emplace_back(printed(unit, height));
      out.rows.push_back(std::move(row));
    }
  return out;
}

std::vector<BookChart> workbook_charts(const BookTable& data, const std::vector<BookTable>& tables) {
  std::vector<BookChart> out;
  add_fans(out, data);
  for (const auto& table : tables)
    if (table.name == "PlacesAndDemand") add_places(out, table);
  return out;
}

}  // namespace app
