// Five questions that a scrutiny panel asks. Each is answered with figures, or with what would answer it.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/report/csv_rows.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"
#include "app/run/run_options.hpp"

namespace app {
namespace {

constexpr auto count = sim::Unit::count;
constexpr auto money = sim::Unit::pence;

double balanced(double position) { return position <= 0 ? 1 : 0; }

PageQuestion balance(const ReportSources& s) {
  PageQuestion q{
      "What is the chance that this plan balances, and what falls on the general fund when the accounting "
      "override "
      "ends?",
      {}};
  const auto position = s.run().find({"in_year_position"});
  if (!position) {
    q.answers.emplace_back("The run has no ledger of the high needs block (in_year_position).");
    return q;
  }
  const auto& years = s.run().periods(*position);
  std::vector<double> best;
  std::vector<double> last;
  for (std::uint32_t p = 0; p < years.size(); ++p) {
    last = s.run().values(Figure{*position, p});
    std::transform(last.begin(), last.end(), last.begin(), balanced);
    if (best.empty()) best.assign(last.size(), 0);
    for (std::size_t r = 0; r < last.size(); ++r) best[r] = std::max(best[r], last[r]);
  }
  q.answers.push_back(
      fmt::format("Chance that income covers spend in {}: {}. In at least one of the {} years: {}.",
                  years.back(), chance_words(sim::mean(last), sim::mcse_mean(last), last.size()),
                  years.size(), chance_words(sim::mean(best), sim::mcse_mean(best), best.size())));
  const auto exposure = s.line({"general_fund_exposure"});
  bool any = false;
  if (exposure)
    for (std::size_t p = 0; p < exposure->periods.size(); ++p) {
      const auto& f = exposure->figures[p];
      if (any || f.max <= 0) continue;
      any = true;
      q.answers.push_back(
          fmt::format("When the accounting override ends, what falls on the general fund is {} in {}.",
                      spread_words(money, f), exposure->periods[p]));
    }
  if (!any)
    q.answers.emplace_back(
        "Nothing falls on the general fund within the run: the accounting override does not end in it "
        "(money.override_ends), or no replicate has a deficit then. A run with --scenario "
        "configs/scenarios/override-ends-2028.toml asks what falls if it does.");
  return q;
}

/// The categories of a breakdown with the largest means at the last period: "autism (12.3 on average)".
std::string who(const ReportSources& s, const std::string& metric, const std::string& breakdown) {
  std::vector<std::pair<double, std::string>> all;
  for (const auto& category : s.run().categories(metric, breakdown))
    if (const auto line = s.line({metric, breakdown, category}); line && line->figures.back().mean > 0)
      all.emplace_back(line->figures.back().mean, category);
  std::sort(all.rbegin(), all.rend());
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, all.size()); ++i)
    words.push_back(fmt::format("{} ({})", all[i].second, fixed(all[i].first, 1)));
  return listed(words);
}

PageQuestion unplaced(const ReportSources& s) {
  PageQuestion q{"How many children have no named place on 1 September, and who?", {}};
  const auto line = s.line({"unplaced_1_september"});
  if (!line) {
    q.answers.emplace_back("The run does not count them (unplaced_1_september).");
    return q;
  }
  const auto& f = line->figures.back();
  if (f.max == 0)
    q.answers.push_back(
        fmt::format("None on 1 September {} in any replicate: a type of placement without limits takes those "
                    "whom full ones "
                    "cannot.",
                    line->periods.back()));
  else {
    q.answers.push_back(fmt::format("On 1 September {}: {}.", line->periods.back(), spread_words(count, f)));
    const auto needs = who(s, "unplaced_1_september", "need");
    const auto ages = who(s, "unplaced_1_september", "age_group");
    if (!needs.empty()) q.answers.push_back(fmt::format("By need, means of the largest groups: {}.", needs));
    if (!ages.empty()) q.answers.push_back(fmt::format("By age: {}.", ages));
  }
  std::vector<std::string> words;
  for (const auto& id : s.run().categories("place_shortfall", "placement"))
    if (const auto shortfall = s.line({"place_shortfall", "placement", id});
        shortfall && shortfall->figures.back().max > 0) {
      words.push_back(
          fmt::format("{}: {}", s.placement_title(id), spread_words(count, shortfall->figures.back())));
    }
  if (!words.empty())
    q.answers.push_back(fmt::format(
        "Not in the placement that they want, because it is full (they wait elsewhere or took another): {}.",
        fmt::join(words, "; ")));
  return q;
}

PageQuestion savings(const ReportSources& s) {
  PageQuestion q{
      "Of the savings, how much is cash, how much avoided growth, how much moved to schools, health or adult "
      "care?",
      {}};
  for (const auto& pair : s.pairs) {
    const auto& t = pair.summary.savings;
    if (t.parts.empty()) continue;
    const auto part = [&](SavingPart p) {
      return page_figure(money, t.parts[static_cast<std::size_t>(p)].nominal.mean);
    };
    q.answers.push_back(
        fmt::format("{} against {}, {} to {}, means (a cost is negative): cash {}, growth avoided {}, moved "
                    "to health and care {}, "
                    "moved to schools and other blocks {}, cost of the programme itself {}. All together {} "
                    "(8 in 10 replicates "
                    "between {} and {}).",
                    s.runs[pair.b].name, s.runs[pair.a].name, t.from, t.to, part(SavingPart::cash),
                    part(SavingPart::growth), part(SavingPart::health_care), part(SavingPart::blocks),
                    part(SavingPart::programme), page_figure(money, t.block.nominal.mean),
                    page_figure(money, t.block.nominal.p10), page_figure(money, t.block.nominal.p90)));
    std::vector<std::string> others;
    for (const auto& other : pair.summary.carried_by_others)
      if (other.difference.min != 0 || other.difference.max != 0)
        others.push_back(fmt::format("{:.1f} {} {}", std::abs(other.difference.mean),
                                     other.difference.mean >= 0 ? "more" : "fewer", other.text));
    if (!others.empty())
      q.answers.push_back(fmt::format("Carried by others and not in the money, in {} on average: {}.",
                                      pair.summary.carried_by_others.front().period,
                                      fmt::join(others, "; ")));
  }
  if (q.answers.empty())
    q.answers.push_back(
        fmt::format("A saving is a difference, and this report holds one run. `sendcast compare` with a "
                    "configuration without the "
                    "plan makes the other; `sendcast report {} --compare FOLDER` then answers.",
                    shell_word(s.options.folder.string())));
  return q;
}

PageQuestion record(const ReportSources& s) {
  PageQuestion q{"Why was last year's forecast wrong, and how often have such forecasts been right?", {}};
  std::size_t known = 0, inside = 0;
  std::vector<std::string> missed;
  for (const auto* metric :
       {"ehcp_stock", "new_plans", "independent_share", "hnb_spend", "cumulative_deficit"}) {
    const auto line = s.line({metric});
    if (!line) continue;
    for (std::size_t p = 0; p < line->periods.size(); ++p) {
      const auto happened = s.outturn(line->metric, line->periods[p]);
      if (!happened) continue;
      const auto& f = line->figures[p];
      ++known;
      if (*happened >= f.p10 && *happened <= f.p90)
        ++inside;
      else
        missed.push_back(fmt::format("{} in {}: {} against {} to {}", metric_title(metric), line->periods[p],
                                     page_figure(line->metric.unit, *happened),
                                     page_figure(line->metric.unit, f.p10),
                                     page_figure(line->metric.unit, f.p90)));
    }
  }
  if (known > 0)
    q.answers.push_back(
        fmt::format("Of {} figures of this forecast that have come since, {} lie between P10 and P90.{}",
                    known, inside, missed.empty() ? "" : " Outside: " + listed(missed) + "."));
  if (s.stated)
    q.answers.emplace_back("Why it differs, by volume, mix, price and the rest: see \"Why it changes\".");
  else
    q.answers.push_back(
        fmt::format("Why it was wrong needs what happened in full: `sendcast report {} --outturns FILE` "
                    "takes spend, placements and "
                    "flows apart.",
                    shell_word(s.options.folder.string())));
  std::vector<std::string> record;
  for (const auto& a : s.assumptions)
    if (a.name.starts_with("discrepancy_by_year.") && a.value != "0" && !a.source.empty())
      record.push_back(fmt::format("{} {} a year", metric_title(a.name.substr(20)), a.value));
  if (record.empty())  // of several areas: what is put on the whole stands with none of its assumptions
    for (const auto& w : s.widened) {
      const auto words =
          fmt::format("{} {:.3g} a year", metric_title(w.metric), w.log_sd / std::sqrt(w.years));
      if (std::find(record.begin(), record.end(), words) == record.end()) record.push_back(words);
    }
  q.answers.push_back(
      record.empty() ? "How often: the configuration carries no record of past forecasts; `sendcast "
                       "backtest` makes one from the published counts of all authorities."
                     : fmt::format("How often: past forecasts missed, beyond their own spread and on the "
                                   "log scale: {}. See \"Record of past forecasts\".",
                                   listed(record)));
  return q;
}

PageQuestion losers(const ReportSources& s) {
  PageQuestion q{"Who loses if this action fails?", {}};
  const auto file = s.run().folder() / "contributions.csv";
  if (std::filesystem::exists(file)) {
    // By event: what it adds to the deficit at the end, where it happens.
    std::vector<std::pair<double, std::string>> events;
    std::string last;
    const auto rows = csv_rows(file, {"level", "title", "happened", "period", "metric", "mean", "mcse_mean"});
    for (const auto& row : rows) last = std::max(last, row[3]);
    for (const auto& row : rows)
      if (row[0] == "event" && row[3] == last && row[4] == "cumulative_deficit") {
        const double happened = std::stod(row[2]), mean = std::stod(row[5]);
        if (happened > 0 && mean > 0)
          events.emplace_back(mean / happened, fmt::format("{} ({} if it happens, which it does in {})",
                                                           row[1], page_figure(money, mean / happened),
                                                           page_figure(sim::Unit::share, happened)));
      }
    std::sort(events.rbegin(), events.rend());
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, events.size()); ++i)
      words.push_back(events[i].second);
    if (!words.empty())
      q.answers.push_back(
          fmt::format("In money, events of the risk register that add most to the deficit of {}: {}.", last,
                      fmt::join(words, "; ")));
  }
  for (const auto& pair : s.pairs) {
    std::vector<const AffectedGroup*> groups;
    for (const auto& g : pair.summary.affected)
      if (g.figures.difference.mean != 0) groups.push_back(&g);
    std::sort(groups.begin(), groups.end(), [](const auto* a, const auto* b) {
      return std::abs(a->figures.difference.mean) > std::abs(b->figures.difference.mean);
    });
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min<std::size_t>(5, groups.size()); ++i)
      words.push_back(fmt::format(
          "{}, {}: {:+.1f}", metric_title(groups[i]->metric),
          groups[i]->breakdown == "placement" ? s.placement_title(groups[i]->category) : groups[i]->category,
          groups[i]->figures.difference.mean));
    if (!words.empty())
      q.answers.push_back(
          fmt::format("In children, the groups that change most between {} and {} (net, means at the end): "
                      "{}. If the actions fail, "
                      "these changes do not come.",
                      s.runs[pair.a].name, s.runs[pair.b].name, fmt::join(words, "; ")));
  }
  if (q.answers.empty() || s.pairs.empty())
    q.answers.push_back(
        fmt::format("Which children: compare with a run without the action, `sendcast report {} --compare "
                    "FOLDER`; which action: "
                    "`sendcast compare --attribute`.",
                    shell_word(s.options.folder.string())));
  return q;
}

}  // namespace

std::vector<PageQuestion> panel_questions(const ReportSources& s) {
  return {balance(s), unplaced(s), savings(s), record(s), losers(s)};
}

}  // namespace app
