// The figures of summary.csv as the Department's open data standard has them.

#include "app/export/open_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "app/figures.hpp"
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
  std::string text = fixed(shown, decimals);
  if (text.find_first_not_of("-0.") != std::string::npos) return text;
  return shown != 0 && std::abs(shown) > 1e-12 ? "low" : fmt::format("{:.{}f}", 0.0, decimals);
}

/// Breakdown and category.
using Group = std::pair<std::string, std::string>;

/// The figures of one kind of period: metrics are columns, areas, groups and statistics rows.
struct Sheet {
  std::vector<std::uint32_t> metrics;  ///< indices in the layout
  std::vector<Group> groups;
  std::vector<std::string> periods;
  /// By group, period (indices in the lists above) and metric.
  using Figures = std::map<std::tuple<std::size_t, std::size_t, std::uint32_t>, const sim::Summary*>;
  std::map<std::string, Figures> figures;  ///< by area
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

/// Points to `lines`.
Sheet sheet_of(const StoredRun& run, const std::vector<sim::SeriesSummary>& lines, PeriodType type) {
  Sheet out;
  const auto& layout = run.layout();
  std::map<Group, std::size_t> groups;
  std::set<std::uint32_t> metrics;
  const auto each = [&](auto use) {
    for (const auto& line : lines)
      if (layout.metric_of(line.series).period_type == type) use(line, layout.series()[line.series]);
  };
  const auto period_of = [&](const auto& line) { return layout.periods(line.series)[line.period]; };
  std::set<std::string> periods;
  each([&](const auto& line, const auto& series) {
    if (metrics.insert(series.metric).second) out.metrics.push_back(series.metric);
    const Group group{series.breakdown, series.category};
    if (groups.emplace(group, out.groups.size()).second) out.groups.push_back(group);
    if (periods.insert(period_of(line)).second) out.periods.push_back(period_of(line));
  });
  std::sort(out.periods.begin(), out.periods.end(), earlier);
  std::map<std::string, std::size_t> order;
  for (const auto& period : out.periods) order.emplace(period, order.size());
  each([&](const auto& line, const auto& series) {
    const std::tuple at{groups.at({series.breakdown, series.category}), order.at(period_of(line)),
                        series.metric};
    out.figures[series.area].emplace(at, &line.figures);
  });
  return out;
}

/// The rows of an area at a period (its index); a group of which it holds no figure has none.
void rows_of_area(std::string& text, const StoredRun& run, const RunNames& names, PeriodType type,
                  const Sheet& sheet, std::size_t period, const Geography& where) {
  const auto own = sheet.figures.find(where.area);
  if (own == sheet.figures.end()) return;
  const auto time = time_period(type, sheet.periods[period]);
  for (std::size_t g = 0; g < sheet.groups.size(); ++g) {
    const auto first = own->second.lower_bound({g, period, 0});
    if (first == own->second.end() || std::get<0>(first->first) != g || std::get<1>(first->first) != period)
      continue;
    const auto start =
        fmt::format("{},{},{},{},{},", time.period, time.identifier, where.cells,
                    sim::csv_field(in_words(sheet.groups[g].first)),
                    sim::csv_field(names.category(sheet.groups[g].first, sheet.groups[g].second)));
    for (const auto& statistic : statistics) {
      text += start + statistic.name;
      for (const auto m : sheet.metrics) {
        const auto found = own->second.find({g, period, m});
        text += "," + (found == own->second.end()
                           ? std::string("z")
                           : cell(run.layout().metrics()[m].unit, found->second->*statistic.value));
      }
      text += "\n";
    }
  }
}

std::string data_text(const StoredRun& run, const RunNames& names, PeriodType type, const Sheet& sheet,
                      const std::vector<Geography>& places) {
  std::string text =
      "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
      "new_la_code,old_la_code,la_name,breakdown_topic,breakdown,statistic";
  for (const auto m : sheet.metrics) text += "," + run.layout().metrics()[m].name;
  text += "\n";
  for (std::size_t period = 0; period < sheet.periods.size(); ++period)
    for (const auto& where : places) rows_of_area(text, run, names, type, sheet, period, where);
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

namespace {

OpenData files_of(const StoredRun& run, const RunNames& names, const std::vector<Geography>& places) {
  OpenData out;
  const auto lines = sim::summarise(run.store());
  for (const auto& part : parts) {
    const Sheet sheet = sheet_of(run, lines, part.type);
    if (sheet.figures.empty()) {
      out.notes.push_back(fmt::format("The run has no figures of the kind {}: no file of them.", part.name));
      continue;
    }
    out.files.push_back({fmt::format("send_forecast_{}", part.name),
                         data_text(run, names, part.type, sheet, places), meta_text(run, sheet)});
  }
  return out;
}

void add_general_notes(std::vector<std::string>& notes) {
  notes.emplace_back(
      "Simulated figures: nothing in them is about a person. Counts and pounds are whole numbers, each "
      "rounded by itself, so that parts need not add up to their total as printed; quantiles never do.");
  notes.emplace_back(
      "January and September stocks stand under their academic year, as in the Department's own release of "
      "plans; flows of a calendar year have a period of four digits, all others of six.");
}

}  // namespace

OpenData open_data(const StoredRun& run, const RunNames& names, const KnownAuthority* authority) {
  OpenData out = files_of(run, names, {one_geography(run.area(), authority)});
  if (authority == nullptr)
    out.notes.push_back(fmt::format(
        "{} is no local authority that configs/national/authorities.csv knows, so its codes are not "
        "available (x); --authority names one.",
        run.area()));
  out.notes.emplace_back(
      "Symbols: z not applicable (a figure is not broken down so), x not available, low rounds to nought and "
      "is none. Regions are not available (x): fill them in before publication.");
  add_general_notes(out.notes);
  return out;
}

OpenData open_data_of_all(const StoredRun& run, const RunNames& names, const Authorities& authorities,
                          const std::map<std::string, std::string>& regions) {
  std::vector<std::string> notes;
  const auto places = geographies(run, names, authorities, regions, notes);
  OpenData out = files_of(run, names, places);
  out.notes.insert(out.notes.end(), notes.begin(), notes.end());
  if (!names.note().empty())
    out.notes.push_back(
        "Regions of authorities are not available (x): they are in the run's configuration. " + names.note());
  out.notes.emplace_back(
      "Authorities have the breakdowns that the run keeps of each (area_breakdowns); of others they have no "
      "rows.");
  out.notes.emplace_back(
      "Symbols: z not applicable (a figure is not broken down so, or the run does not keep it of the area), "
      "x "
      "not available, low rounds to nought and is none.");
  add_general_notes(out.notes);
  return out;
}

}  // namespace app
