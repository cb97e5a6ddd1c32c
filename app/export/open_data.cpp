// The figures of summary.csv as the Department's open data standard has them.

#include "app/export/open_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "sim/axis_labels.hpp"
#include "sim/statistics.hpp"
#include "sim/summary.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

using sim::PeriodType;

struct Part {
  PeriodType type;
  const char* name;
};
constexpr std::array<Part, 6> parts{{{PeriodType::january, "january"},
                                     {PeriodType::september, "september"},
                                     {PeriodType::term_end, "term_end"},
                                     {PeriodType::calendar_year, "calendar_year"},
                                     {PeriodType::academic_year, "academic_year"},
                                     {PeriodType::financial_year, "financial_year"}}};

struct StatisticOf {
  const char* name;
  double sim::Summary::*value;
};
constexpr std::array<StatisticOf, 4> statistics{{{"Mean", &sim::Summary::mean},
                                                 {"P10", &sim::Summary::p10},
                                                 {"Median", &sim::Summary::p50},
                                                 {"P90", &sim::Summary::p90}}};

/// How a unit is written: its sign, decimals, and what a figure is multiplied by.
struct Written {
  const char* unit;
  int decimals;
  double scale;
};
Written written(sim::Unit unit) {
  switch (unit) {
    case sim::Unit::pence:
      return {"£", 0, 1};
    case sim::Unit::share:
      return {"%", 1, 100};
    case sim::Unit::per_1000:
      return {"", 1, 1};
    case sim::Unit::count:
      break;
  }
  return {"", 0, 1};
}

/// A figure in the standard's form: "low" for one that is not nought and rounds to it, "x" for none.
std::string cell(sim::Unit unit, double value) {
  if (!std::isfinite(value)) return "x";
  const auto [sign, decimals, scale] = written(unit);
  const double shown = value * scale;
  std::string text = fmt::format("{:.{}f}", shown, decimals);
  if (text.find_first_not_of("-0.") != std::string::npos) return text;
  return shown != 0 && std::abs(shown) > 1e-12 ? "low" : fmt::format("{:.{}f}", 0.0, decimals);
}

/// Breakdown and category.
using Group = std::pair<std::string, std::string>;

/// The figures of one kind of period: metrics are columns, groups and statistics rows.
struct Sheet {
  std::vector<std::uint32_t> metrics;  ///< indices in the layout
  std::vector<Group> groups;
  std::vector<std::string> periods;
  std::map<std::tuple<std::uint32_t, Group, std::string>, sim::Summary> figures;
};

/// Of two periods of a kind; terms of a year are spring, summer, autumn.
bool earlier(const std::string& a, const std::string& b) {
  const auto order = [](const std::string& period) {
    const auto dash = period.find('-');
    const std::string end = dash == std::string::npos ? "" : period.substr(dash + 1);
    return std::pair(period.substr(0, dash), end == "spring" ? 0 : end == "summer" ? 1 : 2);
  };
  return order(a) < order(b);
}

Sheet sheet_of(const StoredRun& run, const std::vector<sim::SeriesSummary>& lines, PeriodType type) {
  Sheet out;
  const auto& layout = run.layout();
  std::set<Group> groups;
  std::set<std::string> periods;
  std::set<std::uint32_t> metrics;
  for (const auto& line : lines) {
    const auto& series = layout.series()[line.series];
    if (series.area != run.area() || layout.metric_of(line.series).period_type != type) continue;
    if (metrics.insert(series.metric).second) out.metrics.push_back(series.metric);
    const Group group{series.breakdown, series.category};
    if (groups.insert(group).second) out.groups.push_back(group);
    const auto& period = layout.periods(line.series)[line.period];
    if (periods.insert(period).second) out.periods.push_back(period);
    out.figures.emplace(std::tuple(series.metric, group, period), line.figures);
  }
  std::sort(out.periods.begin(), out.periods.end(), earlier);
  return out;
}

std::string geography(const KnownAuthority* authority, const std::string& area) {
  const std::string code = authority == nullptr ? "x" : authority->code.empty() ? "z" : authority->code;
  return fmt::format("Local authority,E92000001,England,x,x,{},{},{}", code,
                     authority == nullptr ? "x" : authority->number,
                     sim::csv_field(authority == nullptr ? area : authority->name));
}

std::string data_text(const StoredRun& run, const RunNames& names, PeriodType type, const Sheet& sheet,
                      const KnownAuthority* authority) {
  std::string text =
      "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
      "new_la_code,old_la_code,la_name,breakdown_topic,breakdown,statistic";
  for (const auto m : sheet.metrics) text += "," + run.layout().metrics()[m].name;
  text += "\n";
  const std::string where = geography(authority, run.area());
  for (const auto& period : sheet.periods) {
    const auto time = time_period(type, period);
    for (const auto& group : sheet.groups)
      for (const auto& statistic : statistics) {
        std::string cells;
        bool any = false;
        for (const auto m : sheet.metrics) {
          const auto found = sheet.figures.find({m, group, period});
          any = any || found != sheet.figures.end();
          cells += "," + (found == sheet.figures.end()
                              ? "z"
                              : cell(run.layout().metrics()[m].unit, found->second.*statistic.value));
        }
        if (any)
          text +=
              fmt::format("{},{},{},{},{},{}{}\n", time.period, time.identifier, where,
                          sim::csv_field(in_words(group.first)),
                          sim::csv_field(names.category(group.first, group.second)), statistic.name, cells);
      }
  }
  return text;
}

/// "HNB income: High needs block income".
std::string label_of_metric(const sim::Metric& metric) {
  std::string text = metric.text;
  while (!text.empty() && text.back() == '.') text.pop_back();
  return in_words(metric.name) + (text.empty() ? "" : ": " + text);
}

std::string meta_text(const StoredRun& run, const Sheet& sheet) {
  std::string text =
      "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,"
      "filter_grouping_column\n"
      "breakdown,Filter,Breakdown,,,,A part of the figure; Total for the whole,breakdown_topic\n"
      "statistic,Filter,Statistic,,,,\"Over the replicates of the simulation: in one in ten the figure is "
      "below "
      "P10, in one in ten above P90\",\n";
  for (const auto m : sheet.metrics) {
    const auto& metric = run.layout().metrics()[m];
    const auto form = written(metric.unit);
    text += fmt::format("{},Indicator,{},,{},{},,\n", metric.name, sim::csv_field(label_of_metric(metric)),
                        form.unit, form.decimals);
  }
  return text;
}

}  // namespace

TimePeriod time_period(PeriodType type, const std::string& period) {
  const int year = sim::starting_year(period.substr(0, period.find('-'))).value_or(0);
  const auto spanning = [](int first) { return fmt::format("{}{:02}", first, (first + 1) % 100); };
  switch (type) {
    case PeriodType::january:
      return {spanning(year - 1), "Academic year"};
    case PeriodType::september:
      return {spanning(year), "Academic year"};
    case PeriodType::term_end: {
      const std::string term = period.substr(period.find('-') + 1);
      return {spanning(term == "autumn" ? year : year - 1), in_words(term) + " term"};
    }
    case PeriodType::calendar_year:
      return {fmt::format("{}", year), "Calendar year"};
    case PeriodType::academic_year:
      return {spanning(year), "Academic year"};
    case PeriodType::financial_year:
      break;
  }
  return {spanning(year), "Financial year"};
}

OpenData open_data(const StoredRun& run, const RunNames& names, const KnownAuthority* authority) {
  OpenData out;
  const auto lines = sim::summarise(run.store());
  for (const auto& part : parts) {
    const Sheet sheet = sheet_of(run, lines, part.type);
    if (sheet.figures.empty()) {
      out.notes.push_back(fmt::format("The run has no figures of the kind {}: no file of them.", part.name));
      continue;
    }
    out.files.push_back({fmt::format("send_forecast_{}", part.name),
                         data_text(run, names, part.type, sheet, authority), meta_text(run, sheet)});
  }
  if (authority == nullptr)
    out.notes.push_back(fmt::format(
        "{} is no local authority that configs/national/authorities.csv knows, so its codes are not "
        "available (x); --authority names one.",
        run.area()));
  out.notes.emplace_back(
      "Symbols: z not applicable (a figure is not broken down so), x not available, low rounds to nought and "
      "is none. Regions are not available (x): fill them in before publication.");
  out.notes.emplace_back(
      "Simulated figures: nothing in them is about a person. Counts and pounds are whole numbers, each "
      "rounded by itself, so that parts need not add up to their total as printed; quantiles never do.");
  out.notes.emplace_back(
      "January and September stocks stand under their academic year, as in the Department's own release of "
      "plans; flows of a calendar year have a period of four digits, all others of six.");
  return out;
}

}  // namespace app
