// Which tables a workbook holds.

#include "app/export/workbook_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

struct Titled {
  const char *metric, *title;
};
constexpr std::array<Titled, 19> headline{{
    {"ehcp_stock", "Plans (EHCPs)"},
    {"new_plans", "New plans"},
    {"requests", "Requests for an assessment"},
    {"sen_support_stock", "Children on SEN support"},
    {"plans_ceased", "Plans ceased"},
    {"ehcp_per_1000_0_25", "Plans per 1,000 aged 0 to 25"},
    {"independent_share", "Independent share of plans"},
    {"plans_within_20_weeks_all", "Plans issued within 20 weeks"},
    {"unplaced_1_september", "Children without a place, 1 September"},
    {"hnb_income", "High needs income"},
    {"hnb_spend", "High needs spend"},
    {"in_year_position", "In-year position"},
    {"cumulative_deficit", "Cumulative deficit"},
    {"independent_spend_share", "Independent share of spend"},
    {"unexplained_base", "Unexplained in the base year"},
    {"general_fund_exposure", "Falls on the general fund"},
    {"savings_planned", "Cash savings planned"},
    {"savings_delivered", "Cash savings delivered"},
    {"travel_spend", "Travel (outside the block)"},
}};

BookTable headline_table(const RunFigures& figures) {
  BookTable out{"Headline",
                "Headline",
                "Headline figures",
                "One line for each figure and period; deficits are positive.",
                {},
                {}};
  out.columns = {{"Figure", 36}, {"Period", 10}, {"Unit", 10}, {"Name in summary.csv", 28}};
  for (auto& column : distribution_columns()) out.columns.push_back(std::move(column));
  for (const auto& [metric, title] : headline)
    for (const auto* line : figures.lines(metric, "total")) {
      const auto& about = figures.metric_of(*line);
      std::vector<BookCell> row{std::string(title), figures.period_of(*line),
                                std::string(sim::to_string(about.unit)), about.name};
      add_distribution(row, about.unit, line->figures);
      out.rows.push_back(std::move(row));
    }
  return out;
}

struct Breakdown {
  const char *sheet, *name, *title, *about, *metric, *breakdown, *heading;
};
constexpr std::array<Breakdown, 8> breakdowns{{
    {"Plans by age", "PlansByAge", "EHCPs by age", "On the January census day, by age at 31 August before.",
     "ehcp_stock", "age_group", "Age"},
    {"Plans by need", "PlansByNeed", "EHCPs by primary need", "On the January census day.", "ehcp_stock",
     "need", "Need"},
    {"Plans by placement", "PlansByPlacement", "EHCPs by placement", "On the January census day.",
     "placement_stock", "placement", "Placement"},
    {"Placement by age", "PlacementByAge", "EHCPs by placement and age",
     "On the January census day, by age at 31 August before.", "placement_stock", "placement_age_group",
     "Placement and age"},
    {"New plans by need", "NewPlansByNeed", "New EHCPs by primary need", "Issued in the calendar year.",
     "new_plans", "need", "Need"},
    {"Spend by line", "SpendByLine", "High needs spend by line", "Financial years; pounds.", "hnb_spend",
     "line", "Line"},
    {"Income by line", "IncomeByLine", "High needs income by line", "Financial years; pounds.", "hnb_income",
     "line", "Line"},
    {"Cost by placement", "CostByPlacement", "Cost of a plan by placement",
     "Mean yearly cost to the high needs block, place funding apart; pounds.", "unit_cost", "placement",
     "Placement"},
}};

/// Share of the replicates in which somebody who wants the type is not in it; NaN without draws.
double chance_of_shortfall(const StoredRun& run, const std::string& type, const std::string& september) {
  const auto figure = run.find({"place_shortfall", "placement", type}, september);
  if (!figure) return std::nan("");
  const auto values = run.values(*figure);
  return static_cast<double>(std::count_if(values.begin(), values.end(), [](double x) { return x > 0; })) /
         static_cast<double>(values.size());
}

BookTable places_table(const RunFigures& figures) {
  BookTable out{"Places and demand",
                "PlacesAndDemand",
                "Places against demand",
                "On 1 September, after places are given out. Want one: children whose preference it is. "
                "Without: those of them not in it.",
                {},
                {}};
  out.columns = {{"Placement", 34},
                 {"September", 11},
                 {"Places, median", 15, true},
                 {"Filled, median", 15, true},
                 {"Want one, P10", 14, true},
                 {"Want one, median", 17, true},
                 {"Want one, P90", 14, true},
                 {"Without, P10", 13, true},
                 {"Without, median", 16, true},
                 {"Without, P90", 13, true},
                 {"Chance that any is without", 26, true}};
  const auto number = [](const sim::SeriesSummary* line, double sim::Summary::*value) {
    return line == nullptr ? BookNumber{std::nan(""), NumberForm::count}
                           : printed(sim::Unit::count, line->figures.*value);
  };
  for (const auto* wanted : figures.lines("place_demand", "placement")) {
    const auto& type = figures.category_of(*wanted);
    const auto& september = figures.period_of(*wanted);
    const auto* places = figures.line("places_commissioned", "placement", type, september);
    const auto* filled = figures.line("places_filled", "placement", type, september);
    const auto* without = figures.line("place_shortfall", "placement", type, september);
    out.rows.push_back(
        {figures.names().placement(type), september, number(places, &sim::Summary::p50),
         number(filled, &sim::Summary::p50), number(wanted, &sim::Summary::p10),
         number(wanted, &sim::Summary::p50), number(wanted, &sim::Summary::p90),
         number(without, &sim::Summary::p10), number(without, &sim::Summary::p50),
         number(without, &sim::Summary::p90),
         BookNumber{chance_of_shortfall(figures.run(), type, september), NumberForm::per_cent}});
  }
  return out;
}

/// What the figures of the workbook mean.
BookTable dictionary(const RunFigures& figures) {
  BookTable out{"Dictionary",
                "Dictionary",
                "What the figures mean",
                "The name is that of summary.csv and of run.sqlite.",
                {{"Name", 36}, {"Unit", 11}, {"Period", 16}, {"Meaning", 110}},
                {}};
  const auto& layout = figures.run().layout();
  std::vector<bool> used(layout.metrics().size());
  for (std::uint32_t s = 0; s < layout.series().size(); ++s)
    if (!layout.periods(s).empty()) used[layout.series()[s].metric] = true;
  for (std::size_t m = 0; m < used.size(); ++m) {
    const auto& metric = layout.metrics()[m];
    if (used[m])
      out.rows.push_back({metric.name, std::string(sim::to_string(metric.unit)),
                          std::string(sim::to_string(metric.period_type)), metric.text});
  }
  return out;
}

}  // namespace

std::vector<BookTable> workbook_tables(const RunFigures& figures) {
  std::vector<BookTable> out{headline_table(figures)};
  for (const auto& b : breakdowns)
    out.push_back(distribution_table(figures, {b.sheet, b.name, b.title, b.about, {}, {}}, b.metric,
                                     b.breakdown, b.heading));
  out.push_back(places_table(figures));
  out.push_back(assumptions_table(figures.run()));
  out.push_back(dictionary(figures));
  return out;
}

BookTable assumptions_table(const StoredRun& run) {
  BookTable out{"Assumptions",
                "Assumptions",
                "Assumptions",
                "Every number that the run rests on: its value or distribution, unit, source and reliability "
                "(green, amber, red), and where it was set.",
                {},
                {}};
  const auto file = run.folder() / "assumptions.csv";
  std::error_code none;
  if (!std::filesystem::exists(file, none)) return out;
  constexpr std::array<double, 10> widths{46, 30, 14, 14, 14, 12, 60, 11, 40, 30};
  for_each_csv(file, [&](const std::string&, const std::string& shown, ByteSource& bytes) {
    CsvStream csv(bytes, shown);
    const auto is_number = [&](std::size_t c) {
      return csv.columns()[c] == "mean" || csv.columns()[c] == "p10" || csv.columns()[c] == "p90";
    };
    for (std::size_t c = 0; c < csv.columns().size(); ++c)
      out.columns.push_back({in_words(csv.columns()[c]), c < widths.size() ? widths[c] : 16, is_number(c)});
    while (const StreamedRow* row = csv.next()) {
      std::vector<BookCell> cells;
      for (std::size_t c = 0; c < row->cells.size(); ++c) {
        const std::string& text = row->cells[c];
        double value = std::nan("");
        const char* end = text.data() + text.size();
        if (is_number(c) && !text.empty() && std::from_chars(text.data(), end, value).ptr == end)
          cells.emplace_back(BookNumber{value, NumberForm::plain});
        else
          cells.emplace_back(text);
      }
      out.rows.push_back(std::move(cells));
    }
  });
  return out;
}

}  // namespace app
