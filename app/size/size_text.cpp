// The summary of sizing as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/run/summary_parts.hpp"
#include "app/size/size_summary.hpp"
#include "app/table.hpp"

namespace app {
namespace {

std::string percent(double share) { return std::isfinite(share) ? decimal(100 * share, 1) : "-"; }
std::string error(double mcse) { return plus_minus(percent(mcse)); }

std::string demand(const SizeSummary& s, const SizedType& type, const Style& style) {
  Table table({"September", "places", "P10", "median", "P90", "20 %", "10 %", "5 %", "20 %", "10 %", "5 %",
               "too few, %"});
  table.group(2, 3, "Want one");
  table.group(5, 3, "Places for a risk");
  table.group(8, 3, "To add");
  for (const auto c : {2, 5, 8, 11}) table.gap(static_cast<std::size_t>(c), 2);
  double worst = 0;
  for (std::size_t t = 0; t < type.dates.size(); ++t) {
    const auto& d = type.dates[t];
    std::vector<std::string> row{d.september, whole(d.places.p50), whole(d.demand.p10), whole(d.demand.p50),
                                 whole(d.demand.p90)};
    for (const double x : d.needed) row.push_back(whole(x));
    for (const double x : d.added) row.push_back(t < type.from ? "" : whole(x));
    row.push_back(chance_figure(d.too_few.value));
    table.row(row);
    if (d.mcse_p90 > worst) worst = d.mcse_p90;
  }
  table.fit(page_width);
  return style.bold(type.type) + "\n" + table.text(style) +
         folded(
             fmt::format("Risk: of more children wanting a place on 1 September than there are. To add: to "
                         "the places that each replicate has, from {} on ({} year{} after the start). Too "
                         "few: that chance as things stand. Monte Carlo error of P90 at most +-{}.",
                         type.dates[type.from].september, s.lead, s.lead == 1 ? "" : "s", decimal(worst, 1)),
             "  ", "  ") +
         '\n';
}

std::string span_text(const SizeSummary& s, const SizedType& type, const Style& style) {
  const auto& first = type.dates[type.from].september;
  const auto& last = type.dates[type.to].september;
  Table table({fmt::format("Never short, {} to {}", first, last), "each year", "add " + first, "add " + last,
               "or a flat", "too few, %"});
  for (const auto& span : type.spans)
    table.row({fmt::format("risk {:g} % over the span", 100 * span.risk), percent(span.added.each) + " %",
               whole(std::max(0.0, span.added.places.front())),
               whole(std::max(0.0, span.added.places.back())), whole(std::max(0.0, span.flat)),
               chance_figure(span.added.shortfall.value)});
  return table.text(style) +
         folded(fmt::format(
                    "Without more places {} +-{} child-years are spent without the place wanted, {} to "
                    "{}. Recommended at {:g} % in {} year: {} more from {}, {} from {}. All of this takes "
                    "demand "
                    "as it was: whoever gets a place keeps it, so that more are needed; --verify "
                    "simulates.",
                    decimal(type.child_years, 1), decimal(type.mcse_child_years, 1), first, last,
                    100 * s.risk, s.jointly ? "any" : "each", whole(std::max(0.0, type.recommended.front())),
                    first, whole(std::max(0.0, type.recommended.back())), last),
                "  ", "  ") +
         '\n';
}

/// Phases and needs in the last September of the span.
std::string parts(const SizedType& type, const Style& style) {
  Table table({"By phase and need, " + type.dates[type.to].september, "filled", "P10", "median", "P90",
               "20 %", "10 %", "5 %", "without, %"});
  table.group(2, 3, "Want one");
  table.group(5, 3, "Places for a risk");
  table.gap(2, 2);
  table.gap(5, 2);
  for (const auto& part : type.parts) {
    const auto& d = part.dates[type.to];
    if (d.demand.max == 0) continue;
    std::vector<std::string> row{part.category.substr(type.type.size() + 1), whole(d.places.p50),
                                 whole(d.demand.p10), whole(d.demand.p50), whole(d.demand.p90)};
    for (const double x : d.needed) row.push_back(whole(x));
    row.push_back(chance_figure(d.elsewhere.value));
    table.row(row);
  }
  if (table.empty()) return {};
  return table.text(style) +
         folded(
             "Without: chance that a child who wants one is not in it, as things stand; also because a free "
             "place is for another age, or the child has settled elsewhere.",
             "  ", "  ") +
         '\n';
}

std::string money(const SizedType& type, const Style& style) {
  if (!type.money) return {};
  const auto& m = *type.money;
  std::string out;
  Table table({"Cost over the span, £ million", "to add", "mean", "MC error"});
  for (const auto& [added, cost] : m.around)
    table.row({added == m.best.places ? "least cost" : "", whole(added), decimal(cost.value / 1e6, 3),
               plus_minus(decimal(cost.mcse / 1e6, 3))});
  out += table.text(style);
  out += folded(
      m.place.given
          ? fmt::format("A place too few costs {} a year and one too many {}, as given.",
                        pounds(m.place.costs.under), pounds(m.place.costs.over))
          : fmt::format("A place too few costs {} a year: an independent school {}, travel {} more, less the "
                        "child's own cost here {}, place funding {} and capital {}. One too many costs {}: "
                        "funding of an empty place and capital. At the least cost {} % of the Septembers of "
                        "the span, all "
                        "years together, are short.",
                        pounds(m.place.costs.under), pounds(m.place.independent), pounds(m.place.travel),
                        pounds(m.place.own), pounds(m.place.funding), pounds(m.place.capital),
                        pounds(m.place.costs.over), percent(1 - m.best.service)),
      "  ", "  ");
  if (m.scenarios.size() > 1) {
    Table regrets({"Regret, £ million", "to add", "worst", "least"});
    for (const auto& c : m.choices)
      regrets.row({cut(c.name, 46), whole(c.added), decimal(c.worst / 1e6, 3), c.least ? "<" : ""});
    out += '\n' + regrets.text(style);
  }
  if (m.phased) {
    const auto& p = *m.phased;
    out += folded(
        fmt::format("In two steps, {} and {}: {} places, then {} in all, is worth £{} million (MC error "
                    "+-{}) against {} at once.",
                    type.dates[type.from].september, m.open, whole(p.planned_first), whole(p.planned_second),
                    decimal(p.value_of_phasing.value / 1e6, 3), decimal(p.value_of_phasing.mcse / 1e6, 3),
                    whole(p.at_once)),
        "  ", "  ");
    out += folded(
        p.value_of_waiting.value > 0
            ? fmt::format("To decide on the second after the demand of {} is seen is worth £{} million more "
                          "(+-{}): {} places, and in {} % of the replicates {} more.",
                          m.look, decimal(p.value_of_waiting.value / 1e6, 3),
                          decimal(p.value_of_waiting.mcse / 1e6, 3), whole(p.first), percent(p.share_of_more),
                          decimal(p.mean_second, 0))
            : fmt::format("To wait for the demand of {} before the second is worth nothing here.", m.look),
        "  ", "  ");
  }
  return out + '\n';
}

std::string verified(const SizedType& type, const Style& style) {
  if (type.verified.empty()) return {};
  Table table({"Simulated with them", "first", "to add", "as is", "with them", "MC error", "one fewer",
               "without, %"});
  table.group(3, 4, "Chance of too few, %");
  table.gap(3, 3);
  for (const auto& v : type.verified)
    table.row({v.september, whole(v.first_answer), whole(v.added), chance_figure(v.before.value),
               chance_figure(v.with.value), error(v.with.mcse), chance_figure(v.one_fewer.value),
               chance_figure(v.elsewhere.value)});
  table.fit(page_width);
  return table.text(style) +
         folded(fmt::format(
                    "In any of these Septembers: {} % as is, {} % with them ({}), {} % with one fewer in "
                    "every year. What is said of costs and of other numbers of places above is the "
                    "answer of the run alone.",
                    chance_figure(type.any_before.value), chance_figure(type.any_with.value),
                    error(type.any_with.mcse), chance_figure(type.any_one_fewer.value)),
                "  ", "  ") +
         folded(
             "First: the answer of the run alone. One fewer: with a place fewer in every year; only where "
             "the number follows from that September. Without: that a child who wants one is not in it, "
             "with the places.",
             "  ", "  ") +
         '\n';
}

}  // namespace

std::string size_text(const SizeSummary& s, const Style& style) {
  std::string out = style.bold(folded(fmt::format("{}: places under {}", s.area, s.scenario))) +
                    folded(fmt::format("{} replicates, seed {}, {}", whole(s.replicates), s.seed, s.design)) +
                    '\n';
  for (const auto& type : s.types)
    out += demand(s, type, style) + span_text(s, type, style) + parts(type, style) + money(type, style) +
           verified(type, style);
  if (s.simulations > 0) out += folded(fmt::format("Verified by {} simulations.", s.simulations)) + '\n';
  return out + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
