// The answer in sentences, the targets, and the questions of a scrutiny panel.

#include <fmt/format.h>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

void add_sentence(const ReportSources& s, const std::string& metric, const char* sentence, PageList& list) {
  const auto line = s.line({metric});
  if (!line) return;
  list.items.push_back(fmt::format(fmt::runtime(sentence), line->periods.back(),
                                   spread_words(line->metric.unit, line->figures.back())));
}

PageTable target_table(const ReportSources& s) {
  PageTable t{"Targets of the configuration", {"Target", "Period", "Aim", "Chance", "MC error"}, {}};
  for (const auto& goal : s.targets) {
    if (!s.store().has_draws(goal.series)) continue;
    const auto met = chance_met(s.run().values(Figure{goal.series, goal.period_index}), goal);
    const char* aim = goal.aim == "at_least" ? "at least " : goal.aim == "above" ? "above " : "at most ";
    t.rows.push_back({{goal.title.empty() ? id_in_words(goal.metric) : goal.title, NAN},
                      {goal.period, NAN},
                      {aim + page_figure(goal.about.unit, goal.value), goal.value},
                      chance_cell(met.value),
                      error_cell(sim::Unit::share, met.mcse)});
  }
  return t;
}

}  // namespace

PageSection answer_section(const ReportSources& s) {
  PageSection section{"answer", "The answer in short", {}};
  PageList list;
  add_sentence(s, "ehcp_stock", "Plans in January {}: {}.", list);
  add_sentence(s, "independent_share",
               "Share of plans in independent and non-maintained special schools in January {}: {}.", list);
  add_sentence(s, "hnb_spend", "Spend of the high needs block in {}: {}.", list);
  if (const auto deficit = s.line({"cumulative_deficit"}); deficit && says_surplus(deficit->figures.back()))
    list.items.push_back(fmt::format("Balance of the high needs block at the end of {}: {}.",
                                     deficit->periods.back(), balance_words(deficit->figures.back())));
  else
    add_sentence(s, "cumulative_deficit", "Cumulative deficit at the end of {}: {}.", list);
  if (!list.items.empty()) section.blocks.emplace_back(std::move(list));
  section.blocks.emplace_back(
      PageText{s.run().replicates() == 1
                   ? "Figures are of one simulated history (replicate), which says nothing of how sure they "
                     "are; run with more."
                   : "Figures are of the simulated histories (replicates): 8 in 10 lie in the range that is "
                     "given, one in ten below it and one in ten above."});
  if (auto targets = target_table(s); !targets.rows.empty()) section.blocks.emplace_back(std::move(targets));
  for (auto& question : panel_questions(s)) section.blocks.emplace_back(std::move(question));
  return section;
}

}  // namespace app
