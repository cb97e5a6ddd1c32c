// What a place that is missing costs, and one that stands empty; and the number of places of least cost.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/size/size_summary.hpp"
#include "app/user_error.hpp"
#include "models/structure.hpp"
#include "sim/term_clock.hpp"

namespace app {
namespace {

using Paths = std::vector<std::vector<double>>;

std::vector<std::span<const double>> spans(const Paths& paths) { return {paths.begin(), paths.end()}; }

/// Mean over replicates and some years of the sum of a metric over some placements; NaN where none is kept.
double mean_of(const StoredRun& run, const char* metric, const char* breakdown,
               const std::vector<std::string>& categories, const std::vector<std::string>& periods) {
  double total = 0;
  std::size_t n = 0;
  for (const auto& period : periods)
    for (const auto& category : categories)
      if (const auto found = run.find({metric, breakdown, category}, period)) {
        total += sim::mean(run.values(*found));
        ++n;
      }
  return n == 0 ? NAN : total;
}

/// £ a year of a child in some placements, over some financial years; NaN if nobody is in them.
double yearly_cost(const StoredRun& run, const std::vector<std::string>& placements,
                   const std::vector<std::string>& years) {
  const double spend = mean_of(run, "placement_spend", "placement", placements, years);
  const double days = mean_of(run, "placement_days", "placement", placements, years);
  return days > 0 ? spend / days * sim::days_per_year : NAN;
}

struct Words {
  std::vector<std::string> years, januaries;
};

/// Financial years and Januaries of the academic years that begin in the span.
Words words_of(const SizedType& type) {
  Words out;
  for (std::size_t t = type.from; t <= type.to; ++t) {
    const int year = std::stoi(type.dates[t].september);
    out.years.push_back(fmt::format("{}-{:02}", year, (year + 1) % 100));
    out.januaries.push_back(std::to_string(year + 1));
  }
  return out;
}

/// Costs from the run; or why there are none.
std::string costs_from(const StoredRun& run, const SizeOptions& o, const RunConfig& config,
                       const SizedType& type, PlaceMoney& m) {
  if (!config.config) return fmt::format("no costs of places ({}); give --under and --over", config.why_not);
  const models::Structure structure(*config.config);
  const auto base = config.config->base();
  const auto at = [&](const sim::Slot& slot) { return base[slot.offset]; };
  const auto words = words_of(type);
  const models::PlacementType* own = nullptr;
  std::vector<std::string> independent;
  double share = 0, days = 0;
  for (const auto& t : structure.types) {
    if (t.id == type.type) own = &t;
    if (!t.inmss) continue;
    independent.push_back(t.id);
    const double its = mean_of(run, "placement_days", "placement", {t.id}, words.years);
    if (!(its > 0)) continue;
    share += its * at(t.travel_share);
    days += its;
  }
  if (own == nullptr) return "its configuration has no such type any more; give --under and --over";
  m.independent = yearly_cost(run, independent, words.years);
  m.own = yearly_cost(run, {type.type}, words.years);
  if (!std::isfinite(m.independent) || !std::isfinite(m.own))
    return "the run has no spend by placement over these years (or nobody in independent schools); give "
           "--under and --over";
  const double journeys = mean_of(run, "travel_children", "total", {"total"}, words.januaries);
  const double fares = mean_of(run, "travel_spend", "total", {"total"}, words.years);
  if (journeys > 0 && std::isfinite(fares) && days > 0)
    m.travel = fares / journeys * (share / days - at(own->travel_share));
  m.funding = at(own->place_funding);
  m.empty_funding = at(own->empty_place_funding);
  m.capital = o.annual_capital();
  if (!o.over) m.costs.over = m.empty_funding + m.capital;
  if (!o.under) m.costs.under = m.independent + m.travel - m.own - m.funding - m.capital;
  if (!(m.costs.over > 0))
    return "an empty place costs nothing (no place funding, no capital): any number would do; give --capital "
           "or --over";
  if (!(m.costs.under > 0))
    return fmt::format(
        "a place costs more than it saves (£{:.0f} a year less in all): cost speaks for none; "
        "give --under to price a child without a place",
        -m.costs.under);
  return {};
}

void add_choices(const SizeOptions& o, const Paths& own, const SizedType& type, SizedMoney& m) {
  std::vector<Paths> demand{own};
  m.scenarios.emplace_back("the run");
  std::vector<std::string> septembers;
  for (std::size_t t = type.from; t <= type.to; ++t) septembers.push_back(type.dates[t].september);
  for (const auto& s : o.scenarios) {
    const StoredRun other(s.folder);
    m.scenarios.push_back(s.name);
    demand.push_back(demand_beyond(other, type.type, septembers));
  }
  const auto add = [&](std::string name, double added) {
    m.choices.push_back({std::move(name), added, {}, {}, 0, false});
  };
  for (std::size_t s = 0; s < demand.size(); ++s)
    add("least cost: " + m.scenarios[s],
        std::max(0.0, sim::newsvendor(spans(demand[s]), m.place.costs).places));
  for (const auto& span : type.spans)
    add(fmt::format("at most {:g} % short", 100 * span.risk), std::max(0.0, span.flat));
  add("none", 0);
  std::vector<std::vector<double>> cost;
  for (auto& c : m.choices) {
    for (const auto& paths : demand)
      c.cost.push_back(sim::place_cost(spans(paths), c.added, m.place.costs).value);
    cost.push_back(c.cost);
  }
  const auto regret = sim::regret_of(cost);
  for (std::size_t c = 0; c < m.choices.size(); ++c) {
    m.choices[c].regret = regret.regret[c];
    m.choices[c].worst = regret.worst[c];
    m.choices[c].least = c == regret.least;
  }
}

}  // namespace

void add_money(const StoredRun& run, const SizeOptions& o, const RunConfig& config, const Paths& span,
               SizedType& type) {
  SizedMoney m;
  if (o.under) m.place.costs.under = *o.under;
  if (o.over) m.place.costs.over = *o.over;
  m.place.given = o.under && o.over;
  if (!m.place.given) type.no_money = costs_from(run, o, config, type, m.place);
  if (!type.no_money.empty()) return;
  const auto demand = spans(span);
  m.best = sim::newsvendor(demand, m.place.costs);
  if (m.best.places < 0) {  // places that stand are not taken away
    m.best.places = 0;
    m.best.cost = sim::place_cost(demand, 0, m.place.costs);
  }
  for (const double step : {-10.0, -1.0, 0.0, 1.0, 10.0})
    if (m.best.places + step >= 0)
      m.around.emplace_back(m.best.places + step,
                            sim::place_cost(demand, m.best.places + step, m.place.costs));
  add_choices(o, span, type, m);
  const std::size_t open = std::max<std::size_t>(1, static_cast<std::size_t>(o.lead));
  if (open < span.size()) {
    m.phased = sim::phased_build(demand, {0, open}, m.place.costs, 0);  // places that stand stay
    m.look = type.dates[type.from].september;
    m.open = type.dates[type.from + open].september;
  }
  type.money = std::move(m);
}

}  // namespace app
