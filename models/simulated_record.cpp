// The simulator's own record.

#include "models/simulated_record.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace models {
namespace {

using CaseKey = std::tuple<std::size_t, std::size_t, int, int>;  // metric, authority, origin, horizon

/// A simulated forecast that has an outturn.
struct Judged {
  const BacktestCase* panel = nullptr;
  std::vector<double> draws;  // in the order of the replicates
};

std::vector<Judged> judged(const Backtest& backtest, const BacktestPlan& plan,
                           const std::vector<SimulatedForecast>& forecasts) {
  std::map<CaseKey, const BacktestCase*> known;
  for (const auto& c : backtest.cases) known[{c.metric, c.authority, c.origin, c.horizon}] = &c;
  const auto horizons = static_cast<std::size_t>(plan.size.horizons);
  std::vector<Judged> out;
  for (std::size_t m = 0; m < plan.metrics.size(); ++m)
    for (const auto& f : forecasts)
      for (std::size_t h = 0; h < horizons; ++h) {
        const auto& draws = f.draws[m * horizons + h];
        const auto found = known.find({m, f.pair.authority, f.pair.origin, static_cast<int>(h) + 1});
        if (found != known.end() && !draws.empty()) out.push_back({found->second, draws});
      }
  return out;
}

/// The panel's case with another forecast in it.
BacktestCase with_draws(const BacktestCase& panel, std::vector<double> draws) {
  BacktestCase c = panel;
  std::sort(draws.begin(), draws.end());
  score_case(c, draws);
  return c;
}

/// By metric, without steps of a reform.
std::vector<std::vector<SquaredMiss>> misses_of(const std::vector<Judged>& cases, const BacktestPlan& plan) {
  std::vector<std::vector<SquaredMiss>> out(plan.metrics.size());
  for (const auto& [panel, draws] : cases) {
    auto sorted = draws;
    std::sort(sorted.begin(), sorted.end());
    if (!crosses(plan.without_years, panel->origin, panel->horizon))
      out[panel->metric].push_back(squared_miss(sorted, panel->outturn, panel->origin, panel->horizon));
  }
  return out;
}

Discrepancy taught_by_others(const std::vector<SquaredMiss>& misses, int origin) {
  std::vector<SquaredMiss> others;
  for (const auto& m : misses)
    if (m.origin != origin) others.push_back(m);
  return learn_discrepancy(others);
}

}  // namespace

SimulatedRecord simulated_record(const PanelSeries& panel, const Backtest& backtest, const BacktestPlan& plan,
                                 const std::vector<SimulatedForecast>& forecasts) {
  const auto cases = judged(backtest, plan, forecasts);
  const auto misses = misses_of(cases, plan);
  SimulatedRecord out;
  out.without.resize(plan.metrics.size());
  for (const auto& of_metric : misses) out.discrepancy.push_back(learn_discrepancy(of_metric));
  for (const auto& [said, draws] : cases) {
    auto& without = out.without[said->metric];
    if (!without.contains(said->origin))
      without[said->origin] = taught_by_others(misses[said->metric], said->origin);
    auto wider = draws;
    add_discrepancy(wider, without[said->origin],
                    {plan.size.seed, said->origin, said->horizon, panel.authorities[said->authority].code});
    out.plain.push_back(with_draws(*said, draws));
    out.widened.push_back(with_draws(*said, std::move(wider)));
    out.panel.push_back(*said);
  }
  return out;
}

}  // namespace models
