// The simulator's own record for people.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/score_text.hpp"
#include "app/figures.hpp"
#include "app/table.hpp"

namespace app {
namespace {

std::string ahead(int horizon) { return horizon == 0 ? "All" : std::to_string(horizon); }

std::string crps_of_best(const models::GroupScores& g) {
  return g.best == g.rivals.size() ? "-" : score_text(g.rivals[g.best].crps);
}

std::vector<std::string> score_row(const SimulatedScores& s) {
  const auto& m = s.plain.model;
  if (m.cases == 0) return {ahead(s.plain.group.horizon), "0", "", "", "", "", "", "", "", ""};
  return {ahead(s.plain.group.horizon),
          whole(static_cast<double>(m.cases)),
          score_text(m.error),
          bias_text(m.bias),
          percent(m.within_50.value),
          percent(m.within_90.value),
          half_width(m.within_90),
          score_text(m.crps),
          score_text(s.panel.model.crps),
          crps_of_best(s.plain)};
}

std::string score_table(const SimulatedMetric& metric, const Style& style) {
  Table table({"Years ahead", "Cases", "Error", "Bias", "50 %", "90 %", "", "Simulator", "Panel", "Simple"});
  table.group(4, 3, "Inside, %");
  table.group(7, 3, "CRPS");
  table.gap(4, 3);
  table.gap(7, 3);
  for (const auto& s : metric.by_horizon) table.row(score_row(s));
  table.row(score_row(metric.all));
  table.fit(page_width);
  return table.text(style);
}

/// Coverage before and after the discrepancy of the other Januaries.
std::string discrepancy_table(const SimulatedMetric& metric, const Style& style) {
  Table table({"Years ahead", "before", "after", "before", "after", "", "before", "after"});
  table.group(1, 2, "Inside 50 %");
  table.group(3, 3, "Inside 90 %");
  table.group(6, 2, "CRPS");
  for (const std::size_t column : {1U, 3U, 6U}) table.gap(column, 3);
  const auto row = [&](const SimulatedScores& s) {
    const auto &before = s.plain.model, &after = s.widened.model;
    if (before.cases == 0) return;
    table.row({ahead(s.plain.group.horizon), percent(before.within_50.value), percent(after.within_50.value),
               percent(before.within_90.value), percent(after.within_90.value), half_width(after.within_90),
               score_text(before.crps), score_text(after.crps)});
  };
  for (const auto& s : metric.by_horizon) row(s);
  row(metric.all);
  table.fit(page_width);
  return table.text(style);
}

std::string discrepancy_text(const SimulatedSummary& s, const SimulatedMetric& metric, const Style& style) {
  const auto& learnt = s.record.discrepancy[metric.metric];
  const auto& without = s.record.without[metric.metric];
  if (without.size() < 2)
    return folded("Discrepancy: it takes two Januaries to learn it from one and try it on another.", "  ",
                  "  ");
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const auto& [origin, d] : without) {
    low = std::min(low, std::sqrt(d.variance_per_year));
    high = std::max(high, std::sqrt(d.variance_per_year));
  }
  if (!(high > 0))
    return folded("Discrepancy: none; misses are no larger than the simulations' own spread.", "  ", "  ");
  return "\n" + discrepancy_table(metric, style) +
         folded(
             fmt::format("Before and after the discrepancy that the other Januaries teach is added. Learnt "
                         "from all {}: a standard deviation of the logarithm of {} one year ahead ({} to {} "
                         "with one January left out), times the square root of the years ahead.",
                         learnt.origins, decimal(std::sqrt(learnt.variance_per_year), 3), decimal(low, 3),
                         decimal(high, 3)),
             "  ", "  ");
}

/// One line for each figure, placements and ages among them, all years ahead together.
std::string all_figures(const BacktestSummary& s, const SimulatedSummary& simulated, const Style& style) {
  Table table(
      {"All years ahead", "Cases", "Error", "Bias", "90 %", "after", "Discr.", "Sim.", "Panel", "Simple"});
  table.group(4, 2, "Inside");
  table.group(7, 3, "CRPS");
  table.gap(4, 3);
  table.gap(7, 3);
  for (const auto& metric : simulated.metrics) {
    const auto& m = metric.all.plain.model;
    const auto& learnt = simulated.record.discrepancy[metric.metric];
    const bool tried = simulated.record.without[metric.metric].size() > 1;
    table.row({s.options.plan.metrics[metric.metric].name, whole(static_cast<double>(m.cases)),
               score_text(m.error), bias_text(m.bias), percent(m.within_90.value),
               tried ? percent(metric.all.widened.model.within_90.value) : "-",
               decimal(std::sqrt(learnt.variance_per_year), 3), score_text(m.crps),
               score_text(metric.all.panel.model.crps), crps_of_best(metric.all.plain)});
  }
  table.fit(page_width);
  return table.empty() ? "" : "\n" + table.text(style);
}

std::string heading(const BacktestSummary& s, const SimulatedSummary& simulated, const Style& style) {
  const auto done = simulated.pairs.size() - simulated.refused.size();
  std::string text = style.bold("The simulator itself, uncalibrated, on the same cases") + "\n";
  text +=
      folded(fmt::format("{} {} of an authority and a January of {} to {}; {} replicates, seed {}",
                         whole(static_cast<double>(done)), done == 1 ? "pair" : "pairs", s.options.first_test,
                         s.options.plan.last_origin, whole(simulated.replicates), s.options.plan.size.seed));
  if (simulated.taken_up > 0)
    text += folded(fmt::format("{} of them were left finished by an interrupted backtest.",
                               whole(static_cast<double>(simulated.taken_up))),
                   "", "");
  return text;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::string simulated_text(const BacktestSummary& s, const Style& style) {
  const auto& simulated = *s.simulated;
  std::string text = heading(s, simulated, style);
  const auto& shown = s.options.shown;
  for (const auto& metric : simulated.metrics) {
    const auto& about = s.options.plan.metrics[metric.metric];
    if (std::find(shown.begin(), shown.end(), about.name) == shown.end()) continue;
    text += "\n" + style.bold(title_of(about)) + "\n" + score_table(metric, style) +
            discrepancy_text(simulated, metric, style);
  }
  text += all_figures(s, simulated, style);
  text += folded(
      "Each area is imported from the releases as of its January, with England's defaults, and simulated as "
      "`run` does; the panel's model and the best simple forecast are scored on the same cases. Pairs are "
      "those with the smallest hash of code and year. After: with the discrepancy of the other Januaries "
      "added. "
      "Discr.: the one learnt from all, a standard deviation of the logarithm one year ahead.",
      "  ", "  ");
  for (const auto& refused : simulated.refused)
    text += folded(fmt::format("Not simulated: {} from January {}: {}",
                               s.source.panel.authorities[refused.pair.authority].name, refused.pair.origin,
                               first_line(refused.why)),
                   "  ", "    ");
  return text;
}

}  // namespace app
