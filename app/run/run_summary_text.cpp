// The end-of-run summary as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/run/run_summary.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"

namespace app {
namespace {

const FigureByPeriod* find(const std::vector<FigureByPeriod>& all, std::string_view metric) {
  for (const auto& f : all)
    if (f.metric.name == metric) return &f;
  return nullptr;
}

std::string title(const RunSummary& s, const Style& style) {
  std::string out = style.bold(folded(fmt::format("{}, {}", s.area, s.scenario)));
  out += folded(
      fmt::format("From {}, {} year{}; {} replicate{}{}, seed {}, {}; {:.1f} s ({}/s)", long_date(s.start),
                  s.years, s.years == 1 ? "" : "s", whole(s.replicates), s.replicates == 1 ? "" : "s",
                  s.members > 1 ? fmt::format(" x {} members", s.members) : "", s.seed, s.design, s.seconds,
                  s.replicates_per_second() < 10 ? decimal(s.replicates_per_second(), 2)
                                                 : whole(s.replicates_per_second())));
  return out + '\n';
}

std::string scenarios_text(const RunSummary& s) {
  std::string out;
  for (const auto& scenario : s.scenarios) {
    if (scenario.changes.empty())
      out += folded(fmt::format("{} changes no parameter.", scenario.scenario)) + '\n';
    else
      out += folded(fmt::format("{} changes {} parameter{}:", scenario.scenario, scenario.changes.size(),
                                scenario.changes.size() == 1 ? "" : "s")) +
             changes_text(scenario.changes) + '\n';
  }
  return out;
}

const WidenedFigure* widened(const RunSummary& s, std::string_view metric, const std::string& period) {
  for (const auto& f : s.widened)
    if (f.metric == metric && f.period == period) return &f;
  return nullptr;
}

/// A figure's columns in the table of Januaries: the run's own points, and the ends with misses.
struct JanuaryColumns {
  const RunSummary& summary;
  const FigureByPeriod* figure;
  double scale;
  int decimals;

  bool widened() const {
    return std::any_of(summary.widened.begin(), summary.widened.end(),
                       [&](const auto& f) { return figure != nullptr && f.metric == figure->metric.name; });
  }
  std::string text(double value) const { return decimal(scale * value, decimals); }
  void own(std::size_t period, std::vector<std::string>& cells) const {
    const bool there = figure != nullptr && period < figure->figures.size();
    for (const auto which : {&sim::Summary::p10, &sim::Summary::p50, &sim::Summary::p90})
      cells.push_back(there ? text(figure->figures[period].*which) : "-");
  }
  void with_misses(std::size_t period, std::vector<std::string>& cells) const {
    const auto* with = app::widened(summary, figure->metric.name, figure->periods[period]);
    const auto& f = figure->figures[period];
    cells.push_back(text(with != nullptr ? with->p10 : f.p10));
    cells.push_back(text(with != nullptr ? with->p90 : f.p90));
  }
};

std::string january_table(const RunSummary& s, const Style& style) {
  const auto* plans = find(s.january, "ehcp_stock");
  if (plans == nullptr) return {};
  const JanuaryColumns stock{s, plans, 1, 0}, share{s, find(s.january, "independent_share"), 100, 1};
  const std::size_t more = stock.widened() ? 2 : 0, shares = 5 + more;
  std::vector<std::string> headings{"January", "P10", "median", "P90", "MC error"};
  const auto add = [&](std::initializer_list<const char*> some) {
    headings.insert(headings.end(), some.begin(), some.end());
  };
  if (stock.widened()) add({"P10", "P90"});
  add({"P10", "median", "P90"});
  if (share.widened()) add({"P10", "P90"});
  Table table(std::move(headings));
  table.group(1, 4, "Plans (EHCPs)");
  table.group(shares, 3, share.widened() ? "Independent, %" : "Independent share, %");
  table.gap(shares, more != 0 ? 3 : 5);
  for (const auto& [columns, first] : {std::pair{&stock, std::size_t{5}}, std::pair{&share, shares + 3}})
    if (columns->widened()) {
      table.group(first, 2, "with misses");
      table.gap(first, 3);
    }
  for (std::size_t p = 0; p < plans->periods.size(); ++p) {
    std::vector<std::string> cells{plans->periods[p]};
    stock.own(p, cells);
    const auto mcse = plans->figures[p].mcse_p50;
    cells.push_back(std::isfinite(mcse) ? "+-" + decimal(mcse, 1) : "-");
    if (stock.widened()) stock.with_misses(p, cells);
    share.own(p, cells);
    if (share.widened()) share.with_misses(p, cells);
    table.row(std::move(cells));
  }
  table.fit(page_width);
  const std::string_view misses =
      stock.widened() || share.widened()
          ? " With misses: and with what past forecasts of the model missed beyond their own spread "
            "(discrepancy.csv; --no-discrepancy leaves it out)."
          : "";
  return table.text(style) +
         folded(fmt::format(
                    "In one replicate in ten the figure is below P10, in one in ten above P90. MC error: "
                    "Monte Carlo error of the median, from the number of replicates; it is not the "
                    "uncertainty of the forecast.{} Independent: independent and non-maintained special "
                    "schools.",
                    misses),
                "  ", "  ") +
         '\n';
}

/// Spend, position and deficit by financial year, in £ million with so many decimals.
Table money_columns(const RunSummary& s, const FigureByPeriod& first, const FigureByPeriod* unexplained,
                    int decimals) {
  static constexpr std::string_view metrics[] = {"hnb_spend", "in_year_position", "cumulative_deficit"};
  std::vector<std::string> headings{"£ million", "P10", "median", "P90",    "P10",
                                    "median",    "P90", "P10",    "median", "P90"};
  if (unexplained != nullptr) headings.push_back("base");
  Table table(std::move(headings));
  table.group(1, 3, "Spend");
  table.group(4, 3, "In-year position");
  table.group(7, 3, "Cumulative deficit");
  for (const std::size_t c : {4u, 7u}) table.gap(c, 3);
  if (unexplained != nullptr) {
    table.group(10, 1, "Unexpl.");
    table.gap(10, 3);
  }
  for (const std::size_t c : {2u, 3u, 5u, 6u, 8u, 9u}) table.gap(c, 1);
  const auto shown = [&](double pounds) { return decimal(pounds / 1e6, decimals); };
  for (std::size_t p = 0; p < first.periods.size(); ++p) {
    std::vector<std::string> cells{first.periods[p]};
    for (const auto metric : metrics) {
      const auto* f = find(s.financial_year, metric);
      const bool there = f != nullptr && p < f->figures.size();
      for (const auto which : {&sim::Summary::p10, &sim::Summary::p50, &sim::Summary::p90})
        cells.push_back(there ? shown(f->figures[p].*which) : "-");
    }
    if (unexplained != nullptr) cells.push_back(shown(unexplained->figures[p].p50));
    table.row(std::move(cells));
  }
  return table;
}

std::string money_table(const RunSummary& s, const Style& style) {
  const auto* first = find(s.financial_year, "hnb_spend");
  const auto* unexplained = find(s.financial_year, "unexplained_base");
  if (first == nullptr) return {};
  Table table = money_columns(s, *first, unexplained, 1);
  if (!table.fit(page_width)) {  // a long run of a large area: whole millions
    table = money_columns(s, *first, unexplained, 0);
    table.fit(page_width);
  }
  return table.text(style) +
         folded(
             unexplained == nullptr
                 ? "Deficits are positive. The spend is the published one; nothing simulated enters it."
                 : "Deficits are positive. Unexpl. base: median of unexplained_base, the published spend of "
                   "the base year that the simulated children and places do not explain, carried forward "
                   "in the spend.",
             "  ", "  ") +
         '\n';
}

/// Titles of types are folded to so many columns.
Table places_lines(const RunSummary& s, std::size_t title_width) {
  Table table({"Places", "September", "places", "P10", "median", "P90", "P10", "median", "P90"});
  table.group(3, 3, "Want one");
  table.group(6, 3, "Without");
  for (const std::size_t c : {3u, 6u}) table.gap(c, 3);
  for (const std::size_t c : {4u, 5u, 7u, 8u}) table.gap(c, 1);
  std::string type;
  std::vector<std::string> title;  // what is left of a type's title for its next rows
  for (const auto& p : s.places) {
    if (p.type != type) title = lines_of(p.title, title_width);
    type = p.type;
    table.row({title.empty() ? "" : title.front(), p.period, whole(p.places.p50), whole(p.wanted.p10),
               whole(p.wanted.p50), whole(p.wanted.p90), whole(p.short_of.p10), whole(p.short_of.p50),
               whole(p.short_of.p90)});
    if (!title.empty()) title.erase(title.begin());
  }
  return table;
}

std::string places_table(const RunSummary& s, const Style& style) {
  if (s.places.empty()) return {};
  Table table = places_lines(s, 22);
  if (!table.fit(80)) table = places_lines(s, 14);  // a country's figures are long
  table.fit(80);
  return table.text(style) +
         folded(
             "On 1 September, after places are given out. Places: median of those commissioned. Without: "
             "children who want one and wait, or are placed elsewhere because it is full. By phase and need: "
             "place_demand, places_filled and place_shortfall in summary.csv.",
             "  ", "  ") +
         '\n';
}

std::string targets_table(const RunSummary& s, const Style& style) {
  if (s.targets.empty()) return {};
  Table table({"Target", "period", "aim", "chance, %", "MC error"});
  table.left(1);
  for (const auto& t : s.targets) {
    const auto title = lines_of(goal_name(t.goal), 37);  // a long one goes on below
    table.row({title.front(), t.goal.period, aim_text(t.goal),
               t.known ? chance_figure(t.met.value) : "no draws", t.known ? error_of(t.met.mcse) : "-"});
    for (std::size_t i = 1; i < title.size(); ++i) table.row({title[i], "", "", "", ""});
  }
  return table.text(style) + '\n';
}

/// What really happened, or what somebody else forecast, among the replicates.
std::string percentiles_table(const RunSummary& s, std::string_view kind, const char* heading,
                              const char* figure, const char* meaning, const Style& style) {
  Table table({heading, "period", figure, "percentile", "MC error"});
  table.left(1);
  for (const auto& o : s.outturns) {
    if ((o.goal.kind == "forecast") != (kind == "forecast")) continue;
    table.row({cut(goal_name(o.goal), 37), o.goal.period, in_unit(o.goal.about, o.goal.value),
               o.known ? decimal(100 * o.percentile, 1) : "no draws",
               o.known ? error_of(o.percentile_mcse) : "-"});
  }
  return table.empty() ? "" : table.text(style) + folded(meaning, "  ", "  ") + '\n';
}

std::string outturns_table(const RunSummary& s, const Style& style) {
  return percentiles_table(s, "forecast", "Forecast by others", "their figure",
                           "Percentile: how many in a hundred replicates lie below that figure.", style) +
         percentiles_table(s, "outturn", "Outturn", "what happened",
                           "Percentile: how many in a hundred replicates lie below what really happened; "
                           "under 5 or over 95 asks for an explanation.",
                           style);
}

}  // namespace

std::string run_summary_text(const RunSummary& s, const Style& style) {
  return title(s, style) + scenarios_text(s) + january_table(s, style) + places_table(s, style) +
         money_table(s, style) + targets_table(s, style) + outturns_table(s, style) +
         (s.programme ? programme_text(*s.programme, "", style) : "") + layers_table(s.layers, style) +
         notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
