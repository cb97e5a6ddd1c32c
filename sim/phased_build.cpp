// Building in two steps: what it is worth to wait and see before the second.

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/place_sizing.hpp"

namespace sim {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::size_t most_searched = 2048;  // replicates on which the rule is sought; all of them judge it

double cost_of(double demand, double places, PlaceCosts c) {
  return demand > places ? c.under * (demand - places) : c.over * (places - demand);
}

struct Rule {
  double first = 0, intercept = -infinite, slope = 0, cost = infinite;
};

/// A build in two steps: what a rule costs.
class TwoSteps {
 public:
  TwoSteps(DemandPaths demand, const SecondStep& step, PlaceCosts costs)
      : demand_(demand), step_(step), costs_(costs) {
    const auto& look = demand[step.seen];
    std::vector<double> later(look.size(), 0.0);
    for (std::size_t t = step.open; t < demand.size(); ++t)
      for (std::size_t r = 0; r < later.size(); ++r)
        later[r] += demand[t][r] / static_cast<double>(demand.size() - step.open);
    const double spread = covariance(look, look);
    slope_ = spread > 0 ? covariance(later, look) / spread : 0;
    for (std::size_t r = 0; r < later.size(); ++r)
      reach_ = std::max(reach_, std::abs(later[r] - slope_ * look[r]));
  }
  double slope() const { return slope_; }
  double reach() const { return reach_; }
  /// Places from the second step on.
  double then(std::size_t r, const Rule& rule) const {
    return std::max(rule.first, std::round(rule.intercept + rule.slope * seen(r)));
  }
  double cost(std::size_t r, const Rule& rule) const {
    double sum = 0;
    for (std::size_t t = 0; t < step_.open; ++t) sum += cost_of(demand_[t][r], rule.first, costs_);
    const double all = then(r, rule);
    for (std::size_t t = step_.open; t < demand_.size(); ++t)
      sum += cost_of(demand_[t][r], all, costs_) + step_.extra * (all - rule.first);
    return sum;
  }
  /// The mean over every n-th replicate.
  double mean_cost(const Rule& rule, std::size_t every) const {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t r = 0; r < demand_[0].size(); r += every, ++n) sum += cost(r, rule);
    return sum / static_cast<double>(n);
  }
  std::vector<double> costs(const Rule& rule) const {
    std::vector<double> out(demand_[0].size());
    for (std::size_t r = 0; r < out.size(); ++r) out[r] = cost(r, rule);
    return out;
  }

 private:
  double seen(std::size_t r) const { return demand_[step_.seen][r]; }
  DemandPaths demand_;
  SecondStep step_;
  PlaceCosts costs_;
  double slope_ = 0, reach_ = 0;
};

/// The best intercept for a first step, by a scan that narrows: the cost has one valley but for whole places.
Rule best_rule(const TwoSteps& build, double first, std::size_t every) {
  Rule best{first, -infinite, 0, infinite};
  best.cost = build.mean_cost(best, every);
  double low = -build.reach(), high = build.reach() + 1;
  while (high - low >= 2) {
    const double apart = (high - low) / 8;
    Rule here;
    for (int k = 0; k <= 8; ++k) {
      Rule rule{first, low + k * apart, build.slope(), 0};
      if ((rule.cost = build.mean_cost(rule, every)) < here.cost) here = rule;
    }
    if (here.cost < best.cost) best = here;
    low = here.intercept - apart;
    high = here.intercept + apart;
  }
  return best;
}

/// The best first step with its rule, from `low` to `high`, by a grid that narrows.
Rule best_waiting(const TwoSteps& build, double low, double high, std::size_t every) {
  Rule best;
  for (double from = low, to = high, apart = std::max(1.0, std::floor((high - low) / 8));;
       apart = std::max(1.0, std::floor(apart / 4))) {
    const auto steps = static_cast<std::size_t>((to - from) / apart);
    for (std::size_t k = 0; k <= steps; ++k)
      if (const Rule rule = best_rule(build, from + static_cast<double>(k) * apart, every);
          rule.cost < best.cost)
        best = rule;
    if (apart <= 1) return best;
    from = std::max(low, best.first - apart);
    to = std::min(high, best.first + apart);
  }
}

/// The best plan: each step at the least cost of its dates, or both at once where the second would be
/// smaller.
Rule best_plan(const TwoSteps& build, DemandPaths demand, const SecondStep& step, PlaceCosts costs,
               double at_once, double least) {
  Rule at_first{at_once, -infinite, 0, 0}, planned;
  planned.first = std::max(least, newsvendor(demand.first(step.open), costs).places);
  const double over = costs.over + step.extra, under = costs.under - step.extra;
  if (!(under > 0)) return at_first;  // no place of a second step is worth its price
  planned.intercept = std::max(planned.first, newsvendor(demand.subspan(step.open), {under, over}).places);
  return build.mean_cost(planned, 1) < build.mean_cost(at_first, 1) ? planned : at_first;
}

Estimate estimate(std::span<const double> values) { return {mean(values), mcse_mean(values)}; }

/// The mean saving of one list of costs over another, which is as good by construction.
Estimate saving(const std::vector<double>& of, const std::vector<double>& over) {
  std::vector<double> out(of.size());
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = over[r] - of[r];
  const Estimate e = estimate(out);
  return {std::max(0.0, e.value), e.mcse};
}

}  // namespace

PhasedBuild phased_build(DemandPaths demand, const SecondStep& step, PlaceCosts costs, double least) {
  if (!(step.seen < step.open && step.open < demand.size()))
    throw std::invalid_argument("the second step is decided after a look, and opens within the dates");
  PhasedBuild out;
  out.at_once = std::max(least, newsvendor(demand, costs).places);
  const TwoSteps build(demand, step, costs);
  const std::size_t n = demand[step.seen].size(), every = std::max<std::size_t>(1, n / most_searched);
  const Rule at_once{out.at_once, -infinite, 0, 0};
  const Rule plan = best_plan(build, demand, step, costs, out.at_once, least);
  double low = out.at_once;
  for (const auto& path : demand) low = std::min(low, std::floor(minimum(path)));
  Rule waiting = best_waiting(build, std::max(least, low), std::max(out.at_once, plan.first), every);
  if (!(build.mean_cost(waiting, 1) < build.mean_cost(plan, 1))) waiting = plan;  // judged by all replicates

  out.planned_first = plan.first;
  out.planned_second = std::max(plan.first, std::round(plan.intercept));
  out.first = waiting.first;
  out.intercept = waiting.intercept;
  out.slope = waiting.slope;
  const auto costs_at_once = build.costs(at_once), planned = build.costs(plan), wise = build.costs(waiting);
  out.cost_at_once = estimate(costs_at_once);
  out.cost_planned = estimate(planned);
  out.cost_waiting = estimate(wise);
  out.value_of_phasing = saving(planned, costs_at_once);
  out.value_of_waiting = saving(wise, planned);
  std::vector<double> more(n);
  double second = 0;
  for (std::size_t r = 0; r < n; ++r) {
    const double added = build.then(r, waiting) - waiting.first;
    more[r] = added > 0 ? 1 : 0;
    second += added;
  }
  out.share_of_more = mean(more);
  out.mean_second = sum(more) > 0 ? second / sum(more) : 0;
  return out;
}

}  // namespace sim
