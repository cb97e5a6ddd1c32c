// A backtest of the panel for people: how wrong forecasts were, how often their intervals held, and what
// simple rules would have done.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/score_text.hpp"
#include "app/figures.hpp"
#include "app/table.hpp"

namespace app {
namespace {

using models::GroupScores;
using models::ScoreLine;

std::vector<std::string> score_row(const std::string& label, const GroupScores& g) {
  const ScoreLine& m = g.model;
  if (m.cases == 0) return {label, "0", "", "", "", "", "", "", "", "", ""};
  std::vector<std::string> row{label,
                               whole(static_cast<double>(m.cases)),
                               score_text(m.error),
                               bias_text(m.bias),
                               score_text(m.crps),
                               percent(m.within_50.value),
                               percent(m.within_90.value),
                               half_width(m.within_90)};
  if (g.best == g.rivals.size()) {
    row.insert(row.end(), {"", "", ""});
  } else {
    const auto& best = g.rivals[g.best];
    row.insert(row.end(), {score_text(best.crps), percent(best.skill.value), half_width(best.skill)});
  }
  return row;
}

std::string score_table(const MetricScores& s, const BacktestOptions& o, const Style& style) {
  Table table({"Years ahead", "Cases", "Error", "Bias", "CRPS", "50 %", "90 %", "", "CRPS", "saved, %", ""});
  table.group(5, 3, "Inside, %");
  table.group(8, 3, "Best simple one");
  table.gap(5, 3);
  table.gap(8, 3);
  for (std::size_t h = 0; h < s.by_horizon.size(); ++h)
    table.row(score_row(std::to_string(h + 1), s.by_horizon[h]));
  table.row(score_row("All", s.all));
  if (s.burn_in.model.cases > 0)
    table.row(score_row(fmt::format("{}-{}", o.plan.first_origin, o.first_test - 1), s.burn_in));
  table.fit(page_width);
  return table.text(style);
}

/// CRPS, and the mean absolute error, of every rule by horizon.
std::string rival_table(const MetricScores& s, const Style& style) {
  std::vector<std::string> headings{"Years ahead"};
  const std::size_t horizons = s.by_horizon.size();
  for (std::size_t i = 0; i < 2 * horizons; ++i) headings.push_back(std::to_string(i % horizons + 1));
  Table table(headings);
  table.group(1, horizons, "CRPS");
  table.group(1 + horizons, horizons, "Error");
  table.gap(1 + horizons, 3);
  const auto add = [&](std::string label, const auto& line_of) {
    std::vector<std::string> row{std::move(label)};
    for (const auto& g : s.by_horizon)
      row.push_back(line_of(g).cases == 0 ? "-" : score_text(line_of(g).crps));
    for (const auto& g : s.by_horizon)
      row.push_back(line_of(g).cases == 0 ? "-" : score_text(line_of(g).error));
    table.row(std::move(row));
  };
  add("This model", [](const GroupScores& g) -> const ScoreLine& { return g.model; });
  for (std::size_t r = 0; r < models::rivals().size(); ++r)
    add(std::string(models::rivals()[r].label),
        [r](const GroupScores& g) -> const ScoreLine& { return g.rivals[r]; });
  table.fit(page_width);
  return table.text(style);
}

std::string size_table(const MetricScores& s, const Style& style) {
  Table table({"Plans at the origin", "Cases", "Error", "Bias", "CRPS", "50 %", "90 %", ""});
  table.gap(5, 3);
  for (std::size_t i = 0; i < s.by_size.size(); ++i) {
    const auto& g = s.by_size[i];
    auto row = score_row(i + 1 < s.by_size.size() ? fmt::format("{} to {}", whole(g.group.plans_from),
                                                                whole(g.group.plans_below - 1))
                                                  : fmt::format("{} and more", whole(g.group.plans_from)),
                         g);
    row.resize(8);
    table.row(std::move(row));
  }
  table.fit(page_width);
  return table.text(style);
}

std::string figure_text(const models::BacktestMetric& metric, double value) {
  return metric.kind == models::BacktestMetric::Kind::share ? decimal(100 * value, 1) : whole(value);
}

/// Every forecast of one authority and what came: its own record.
std::string area_table(const BacktestSummary& s, std::size_t metric, const Style& style) {
  const auto& about = s.metrics[metric].metric;
  const int ahead = about.kind == models::BacktestMetric::Kind::new_plans ? -1 : 0;
  Table table({"Forecast of", "year", "5 %", "median", "95 %", "outturn", "percentile"});
  for (const auto& c : s.backtest.cases)
    if (c.metric == metric && c.authority == *s.area)
      table.row({fmt::format("January {}", c.origin), std::to_string(c.origin + c.horizon + ahead),
                 figure_text(about, c.p05), figure_text(about, c.median), figure_text(about, c.p95),
                 figure_text(about, c.outturn), percent(c.percentile)});
  if (table.empty()) return "No case of " + s.source.panel.authorities[*s.area].name + "\n";
  return style.bold(s.source.panel.authorities[*s.area].name) + "\n" + table.text(style);
}

std::string heading(const BacktestSummary& s) {
  const auto& o = s.options;
  const std::string ahead =
      o.plan.size.horizons == 1 ? "1 year" : fmt::format("1 to {} years", o.plan.size.horizons);
  const std::string burn_in = o.plan.first_origin < o.first_test
                                  ? fmt::format("; burn-in {} to {}", o.plan.first_origin, o.first_test - 1)
                                  : "";
  return fmt::format(
      "Backtest of the panel: {} authorities of England, January {} to {}\n"
      "From each January of {} to {}, {} ahead{}\n"
      "{} draws, seed {}; {:.1f} s\n",
      s.authorities, s.first_year, s.last_year, o.first_test, o.plan.last_origin, ahead, burn_in,
      whole(o.plan.size.draws), o.plan.size.seed, s.seconds);
}

bool shown(const BacktestSummary& s, const std::string& metric) {
  return std::find(s.options.shown.begin(), s.options.shown.end(), metric) != s.options.shown.end();
}

std::string notes(const BacktestSummary& s) {
  std::string text = folded(
      "Error: mean absolute error of the median. Bias: its mean error, positive if too high. CRPS: "
      "continuous "
      "ranked probability score, lower is better; it is the error of a forecast that is certain. Inside: "
      "outturns "
      "inside the central 50 % and 90 % intervals. Saved: CRPS that the model saves of the best simple "
      "forecast's, "
      "whose spread is learnt from its own earlier misses. Intervals (95 %) take each origin as one case, "
      "because "
      "its forecasts share England's years. Every forecast sees only what was known in its January.",
      "  ", "  ");
  if (!s.options.plan.without_years.empty())
    text += folded(
        "Shocks of years are estimated without the steps into 2015 and 2016, when the law of 2014 came into "
        "force; "
        "intervals do not hold for reforms of that size (--count-reform puts them in).",
        "  ", "  ");
  if (!s.source.repairs.empty())
    text += folded(fmt::format("Figures mended or set aside in the files: {} (repairs in backtest.json).",
                               whole(static_cast<double>(s.source.repairs.size()))),
                   "  ", "  ");
  for (const auto& [reason, count] : s.backtest.left_out)
    if (shown(s, reason.substr(0, reason.find(':'))))
      text += folded(fmt::format("Left out: {} cases of {}.", whole(static_cast<double>(count)), reason),
                     "  ", "  ");
  return text;
}

}  // namespace

std::string backtest_text(const BacktestSummary& s, const Style& style) {
  std::string text = heading(s);
  for (std::size_t m = 0; m < s.metrics.size(); ++m) {
    const auto& metric = s.metrics[m];
    if (!shown(s, metric.metric.name)) continue;
    text += "\n" + style.bold(title_of(metric.metric)) + "\n" + score_table(metric, s.options, style) + "\n" +
            rival_table(metric, style);
    if (metric.metric.kind == models::BacktestMetric::Kind::plans) text += "\n" + size_table(metric, style);
    if (s.area) text += "\n" + area_table(s, m, style);
  }
  text += notes(s);
  if (s.simulated) text += "\n" + simulated_text(s, style);
  return text + fmt::format("Files in {}:\n", s.options.out.string()) +
         folded(fmt::format("{}", fmt::join(s.files, ", ")), "  ", "  ");
}

}  // namespace app
