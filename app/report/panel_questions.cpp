// Five questions that a scrutiny panel asks. Each is answered with figures, or with what would answer it.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/figures.hpp"
#include "app/report/csv_rows.hpp"
#include "app/report/outturn_record.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"
#include "app/run/run_options.hpp"

namespace app {
namespace {

constexpr auto count = sim::Unit::count;
constexpr auto money = sim::Unit::pence;

double balanced(double position) { return position <= 0 ? 1 : 0; }

std::optional<int> year_of(const std::string& text) {
  int year = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), year);
  return fault == std::errc() && (*end == '-' || *end == '\0') ? std::optional(year) : std::nullopt;
}

/// Why nothing falls on the general fund in the run, and how long a run would show what does.
std::string nothing_falls(const ReportSources& s, const std::string& last_year) {
  const auto stated = std::find_if(s.assumptions.begin(), s.assumptions.end(),
                                   [](const auto& a) { return a.name == "money.override_ends"; });
  const auto ends = stated == s.assumptions.end() ? std::nullopt : year_of(stated->value);
  const auto last = year_of(last_year);
  if (!ends || !last || s.config() == nullptr)
    return "Nothing falls on the general fund within the run: the accounting override does not end in it "
           "(money.override_ends), or no replicate has a deficit then.";
  if (*ends < *last)
    return fmt::format(
        "Nothing falls on the general fund when the accounting override ends on 31 March {}: "
        "no replicate has a deficit after that, or none of it is to fall there "
        "(money.override_share).",
        *ends + 1);
  return fmt::format(
      "Nothing falls on the general fund within the run: the accounting override lasts to 31 "
      "March {} (money.override_ends), and the run ends with {}. A longer one, with `--set "
      "years={}`, shows what falls in the year after.",
      *ends + 1, last_year, s.config()->integer("years") + *ends + 1 - *last);
}

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
  const auto chance = [](const std::vector<double>& met) {
    return chance_words(sim::mean(met), sim::mcse_mean(met), met.size());
  };
  q.answers.push_back(
      fmt::format("Chance that income covers spend in {}: {}.", years.back(), chance(last)) +
      (years.size() < 2 ? std::string()
                        : fmt::format(" In at least one of the {} years: {}.", years.size(), chance(best))));
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
  if (!any) q.answers.push_back(nothing_falls(s, years.back()));
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

/// "cash (spend below the first year's)" of "Cash: spend below the first year's".
std::string part_words(std::string_view title) {
  std::string out(title);
  out[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[0])));
  if (const auto colon = out.find(": "); colon != std::string::npos)
    out.replace(colon, 2, " (").push_back(')');
  return out;
}

/// The mean of a saving and its range, of which a negative end is a cost.
std::string saving_words(const sim::Summary& f) {
  const auto side = [](double value) {
    return (value < 0 ? "a cost of " : "a saving of ") + page_figure(money, std::abs(value));
  };
  const bool crosses = f.p10 < 0 && f.p90 > 0;
  if (f.n == 1) return page_figure(money, f.mean) + " in the only replicate";
  return fmt::format("{} (8 in 10 replicates between {} and {})", page_figure(money, f.mean),
                     crosses ? side(f.p10) : page_figure(money, f.p10),
                     crosses ? side(f.p90) : page_figure(money, f.p90));
}

PageQuestion savings(const ReportSources& s) {
  PageQuestion q{
      "Of the savings, how much is cash, how much avoided growth, how much moved to schools, health or adult "
      "care?",
      {}};
  for (const auto& pair : s.pairs) {
    const auto& t = pair.summary.savings;
    if (t.parts.empty()) continue;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < parts_inside; ++i)
      if (t.parts[i].nominal.min != 0 || t.parts[i].nominal.max != 0)
        parts.push_back(fmt::format("{} {}", part_words(title_of(static_cast<SavingPart>(i))),
                                    page_figure(money, t.parts[i].nominal.mean)));
    q.answers.push_back(
        fmt::format("{} against {}, {} to {}, means (a cost is negative): {}. All together {}.",
                    s.runs[pair.b].name, s.runs[pair.a].name, t.from, t.to,
                    parts.empty() ? "no part differs" : fmt::format("{}", fmt::join(parts, "; ")),
                    saving_words(t.block.nominal)));
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
  const auto all = outturn_record(s);
  std::vector<std::string> missed;
  for (const auto& r : all) {
    const auto words = [&](double value) {
      return is_deficit(r.metric.name) && std::min(r.happened, r.forecast.p10) < 0
                 ? balance_figure(value)
                 : page_figure(r.metric.unit, value);
    };
    if (!r.inside() && r.forecast.n > 1)
      missed.push_back(fmt::format("{} in {}: {} against {} to {}", metric_title(r.metric.name), r.period,
                                   words(r.happened), words(r.forecast.p10), words(r.forecast.p90)));
  }
  if (!all.empty())
    q.answers.push_back(record_words(all) + "." +
                        (missed.empty() ? "" : " Outside: " + listed(missed) + "."));
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
      const auto words = fmt::format("{} {:.3g} a year", metric_title(w.metric),
                                     w.log_sd / std::sqrt(static_cast<double>(w.years)));
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

/// How often an event of the register happens: in all replicates where the run counted it, or else among
/// the first ones, which were simulated again without it.
std::string happens_words(const ReportSources& s, const std::string& event, double among_first,
                          std::size_t first) {
  if (s.risk)
    for (const auto& e : s.risk->events)
      if (e.name == event)
        return fmt::format("which it does in {} of {} histories", chance_per_cent(e.part.mean.value),
                           whole(static_cast<double>(s.run().replicates())));
  return fmt::format("which it does in {} of the first {} replicates", chance_per_cent(among_first), first);
}

/// What the events add to the deficit at the end, those first that add most on average, as `run` sorts them.
std::string events_words(const ReportSources& s, const std::filesystem::path& file) {
  std::vector<std::pair<double, std::string>> events;
  std::string last;
  std::size_t first = 0;
  bool told = false;  // a Monte Carlo error
  const auto rows = csv_rows(
      file, {"area", "level", "id", "title", "happened", "period", "metric", "n", "mean", "mcse_mean"});
  for (const auto& row : rows) last = std::max(last, row[5]);
  for (const auto& row : rows) {
    if (row[0] != s.run().area() || row[1] != "event" || row[5] != last || row[6] != "cumulative_deficit")
      continue;
    const double happened = std::stod(row[4]), mean = std::stod(row[8]);
    if (!(happened > 0 && mean > 0)) continue;
    first = std::stoul(row[7]);
    const auto error = error_cell(money, row[9].empty() ? NAN : std::stod(row[9])).text;
    told = told || error != "-";
    events.emplace_back(
        mean, fmt::format("{} ({}{} on average, {} if it happens, {})", row[3], page_figure(money, mean),
                          error == "-" ? "" : " " + error, page_figure(money, mean / happened),
                          happens_words(s, row[2], happened, first)));
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, events.size()); ++i) words.push_back(events[i].second);
  if (words.empty()) return {};
  return fmt::format("In money, events of the risk register that add most to the deficit of {}, {}: {}.{}",
                     last,
                     first == 1 ? "in the first replicate" : fmt::format("in the first {} replicates", first),
                     fmt::join(words, "; "), told ? " ±: Monte Carlo error of the mean." : "");
}

PageQuestion losers(const ReportSources& s) {
  PageQuestion q{"Who loses if this action fails?", {}};
  const auto file = s.run().folder() / "contributions.csv";
  if (std::filesystem::exists(file)) {
    if (auto words = events_words(s, file); !words.empty()) q.answers.push_back(std::move(words));
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
