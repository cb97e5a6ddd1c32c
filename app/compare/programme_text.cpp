// Savings and events as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/compare/programme.hpp"
#include "app/figures.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"

namespace app {
namespace {

std::string million(double pounds) { return decimal(pounds / 1e6, 2); }
std::string error(double mcse) { return std::isfinite(mcse) ? "+-" + million(mcse) : "-"; }

/// A row whose title goes on below it.
void add_row(Table& table, const std::string& title, std::vector<std::string> cells) {
  const auto lines = lines_of(title, 25);
  const auto width = cells.size();
  cells.insert(cells.begin(), lines.front());
  table.row(std::move(cells));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::vector<std::string> more(width + 1);
    more.front() = lines[i];
    table.row(std::move(more));
  }
}

/// Workstreams where lines name them, or else the lines.
const std::vector<SavingResult>& parts(const Programme& p) {
  return p.workstreams.empty() ? p.lines : p.workstreams;
}

std::string most_at_risk(const Programme& p) {
  const auto& all = parts(p);
  const auto most = std::max_element(all.begin(), all.end(), [&](const auto& a, const auto& b) {
    return a.shortfall[p.shown].mean < b.shortfall[p.shown].mean;
  });
  if (all.size() < 2 || most->shortfall[p.shown].mean <= 0) return {};
  return fmt::format(
      "{} carries most of the risk: £{} million of what is planned does not arrive on average, "
      "in one replicate in ten £{} million or more. ",
      most->title.empty() ? most->id : most->title, million(most->shortfall[p.shown].mean),
      million(most->shortfall[p.shown].p90));
}

std::string first_replicates(const Programme& p) {
  return p.replicates == 1 ? std::string("the first replicate")
                           : fmt::format("the first {} replicates", p.replicates);
}

std::string savings_table(const Programme& p, const std::string& of, const Style& style) {
  if (!p.total) return {};
  Table table(
      {"£ million in " + p.years[p.shown], "planned", "P10", "mean", "P90", "MC error", "mean", "P90"});
  table.group(2, 4, "Delivered");
  table.group(6, 2, "Shortfall");
  table.gap(2, 3);
  table.gap(6, 3);
  const auto add = [&](const SavingResult& s) {
    const auto &d = s.delivered[p.shown], &short_of = s.shortfall[p.shown];
    add_row(table, s.title.empty() ? s.id : s.title,
            {million(s.planned[p.shown]), million(d.p10), million(d.mean), million(d.p90), error(d.mcse_mean),
             million(short_of.mean), million(short_of.p90)});
  };
  for (const auto& s : parts(p)) add(s);
  add(*p.total);
  return style.bold(of.empty() ? "Savings programme" : "Savings programme of " + of) + '\n' +
         table.text(style) +
         folded(most_at_risk(p) +
                    fmt::format("What interventions save: the in-year position without them less that with "
                                "them, in {}. All together holds what they do to one another.",
                                first_replicates(p)),
                "  ", "  ") +
         '\n';
}

std::string events_table(const Programme& p, const std::string& of, const Style& style) {
  if (p.events.empty()) return {};
  Table table({"£ million to " + p.years[p.shown], "happens, %", "if it does", "P90", "mean", "MC error"});
  table.group(2, 4, "Added to the deficit");
  table.gap(2, 3);
  auto events = p.events;
  std::stable_sort(events.begin(), events.end(), [&](const auto& a, const auto& b) {
    return a.deficit[p.shown].mean > b.deficit[p.shown].mean;
  });
  const auto add = [&](const EventResult& e) {
    const auto& d = e.deficit[p.shown];
    add_row(table, e.title,
            {chance_figure(e.happened, 0), e.happened > 0 ? million(d.mean / e.happened) : "-",
             million(d.p90), million(d.mean), error(d.mcse_mean)});
  };
  for (const auto& e : events) add(e);
  if (p.all_events) add(*p.all_events);
  return style.bold(of.empty() ? "Events of the risk register" : "Events of the risk register of " + of) +
         '\n' + table.text(style) +
         folded(
             fmt::format("The cumulative deficit with the event less that of the same replicate without it, "
                         "in {}: exact in each, so that MC error is that of the mean alone. Events that meet "
                         "add up to less or more than all together.",
                         first_replicates(p)),
             "  ", "  ") +
         '\n';
}

}  // namespace

std::string programme_text(const Programme& p, const std::string& of, const Style& style) {
  return savings_table(p, of, style) + events_table(p, of, style);
}

}  // namespace app
