// The number of places of least cost, its neighbours, choices over scenarios, and a build in two steps.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/size/size_summary.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

using Paths = std::vector<std::vector<double>>;

std::vector<std::span<const double>> spans(const Paths& paths) { return {paths.begin(), paths.end()}; }

void add_choices(const SizeOptions& o, const Paths& own, const SizedType& type, SizedMoney& m) {
  std::vector<Paths> demand{own};
  m.scenarios.emplace_back("the run");
  const auto septembers = septembers_of(type);
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
  const auto found = place_money(run, config, type.type, septembers_of(type), {o.under, o.over, o.capital});
  type.no_money = found.why_not;
  if (!type.no_money.empty()) return;
  m.place = found.money;
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
