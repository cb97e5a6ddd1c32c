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

/// A build in two steps, as a function of its first step and the intercept of the rule.
class TwoSteps {
 public:
  TwoSteps(DemandPaths demand, std::size_t seen, std::size_t open, PlaceCosts costs, double extra)
      : demand_(demand), seen_(seen), open_(open), costs_(costs), extra_(extra) {
    const auto& look = demand[seen];
    std::vector<double> later(look.size(), 0.0);
    for (std::size_t t = open; t < demand.size(); ++t)
      for (std::size_t r = 0; r < later.size(); ++r)
        later[r] += demand[t][r] / static_cast<double>(demand.size() - open);
    const double spread = covariance(look, look);
    slope_ = spread > 0 ? covariance(later, look) / spread : 0;
    double above = 0;
    for (std::size_t r = 0; r < later.size(); ++r)
      above = std::max(above, std::abs(later[r] - slope_ * look[r]));
    reach_ = above;
  }
  double slope() const { return slope_; }
  double reach() const { return reach_; }
  /// Places from `open` on.
  double then(std::size_t r, double first, double intercept) const {
    return std::max(first, std::round(intercept + slope_ * demand_[seen_][r]));
  }
  double cost(std::size_t r, double first, double intercept) const {
    double sum = 0;
    for (std::size_t t = 0; t < open_; ++t) sum += cost_of(demand_[t][r], first, costs_);
    const double all = then(r, first, intercept);
    for (std::size_t t = open_; t < demand_.size(); ++t)
      sum += cost_of(demand_[t][r], all, costs_) + extra_ * (all - first);
    return sum;
  }
  double mean_cost(double first, double intercept, std::size_t step) const {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t r = 0; r < demand_[seen_].size(); r += step, ++n) sum += cost(r, first, intercept);
    return sum / static_cast<double>(n);
  }

 private:
  DemandPaths demand_;
  std::size_t seen_, open_;
  PlaceCosts costs_;
  double extra_, slope_ = 0, reach_ = 0;
};

struct Rule {
  double first = 0, intercept = -infinite, cost = infinite;
};

/// The best intercept for a first step, by a scan that narrows: the cost has one valley but for whole places.
Rule best_rule(const TwoSteps& build, double first, std::size_t step) {
  Rule best{first, -infinite, build.mean_cost(first, -infinite, step)};
  double low = -build.reach(), high = build.reach() + 1;
  while (high - low > 0.5) {
    const double apart = (high - low) / 8;
    Rule here;
    for (int k = 0; k <= 8; ++k) {
      const double intercept = low + k * apart;
      if (const double cost = build.mean_cost(first, intercept, step); cost < here.cost)
        here = {first, intercept, cost};
    }
    if (here.cost < best.cost) best = here;
    low = here.intercept - apart;
    high = here.intercept + apart;
    if (apart < 0.25) break;
  }
  return best;
}

}  // namespace

PhasedBuild phased_build(DemandPaths demand, std::size_t seen, std::size_t open, PlaceCosts costs,
                         double extra) {
  if (!(seen < open && open < demand.size()))
    throw std::invalid_argument("the second step is decided after a look, and opens within the dates");
  const Newsvendor at_once = newsvendor(demand, costs);
  const TwoSteps build(demand, seen, open, costs, extra);
  const std::size_t n = demand[seen].size(), step = std::max<std::size_t>(1, n / most_searched);
  // A first step is worth between the least demand and what would be built at once.
  double lowest = at_once.places;
  for (const auto& path : demand) lowest = std::min(lowest, std::floor(minimum(path)));
  Rule best = best_rule(build, at_once.places, step);
  for (double apart = std::max(1.0, std::floor((at_once.places - lowest) / 8)), low = lowest,
              high = at_once.places;
       ; apart = std::max(1.0, std::floor(apart / 4))) {
    for (double first = low; first <= high; first += apart)
      if (const Rule rule = best_rule(build, first, step); rule.cost < best.cost) best = rule;
    if (apart <= 1) break;
    low = std::max(lowest, best.first - apart);
    high = std::min(at_once.places, best.first + apart);
  }
  // Judged by all replicates: a rule that is no better than none is none.
  if (build.mean_cost(best.first, best.intercept, 1) > build.mean_cost(at_once.places, -infinite, 1))
    best = {at_once.places, -infinite, 0};

  PhasedBuild out;
  out.at_once = at_once.places;
  out.first = best.first;
  out.intercept = best.intercept;
  out.slope = build.slope();
  out.cost_at_once = at_once.cost;
  std::vector<double> cost(n), saved(n), more(n, 0.0);
  double second = 0, taken = 0;
  for (std::size_t r = 0; r < n; ++r) {
    cost[r] = build.cost(r, best.first, best.intercept);
    saved[r] = build.cost(r, at_once.places, -infinite) - cost[r];
    const double added = build.then(r, best.first, best.intercept) - best.first;
    more[r] = added > 0 ? 1 : 0;
    second += added;
    taken += more[r];
  }
  out.cost_phased = {mean(cost), mcse_mean(cost)};
  out.value_of_waiting = {std::max(0.0, mean(saved)), mcse_mean(saved)};
  out.chance_of_more = {mean(more), mcse_mean(more)};
  out.mean_second = taken > 0 ? second / taken : 0;
  return out;
}

}  // namespace sim
