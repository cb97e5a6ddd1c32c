// How many places for an uncertain demand: by the risk of too few, by cost, and by regret.

#include "sim/place_sizing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace sim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::sort(out.begin(), out.end());
  return out;
}

/// The smallest value that all but a share `risk` are at most.
double smallest_covering(std::span<const double> ascending, double risk) {
  if (!(risk >= 0 && risk < 1)) throw std::invalid_argument("a risk is from 0 to below 1");
  if (ascending.empty()) return nan;
  const auto n = static_cast<double>(ascending.size());
  // As many as may lie above; rounding must not forbid the 100th of 1,000 at 0.1.
  const auto above = static_cast<std::size_t>(std::floor(n * risk + 1e-9 * n));
  return ascending[ascending.size() - 1 - std::min(above, ascending.size() - 1)];
}

std::size_t replicates(DemandPaths demand) {
  if (demand.empty() || demand.front().empty()) throw std::invalid_argument("there is no demand");
  for (const auto& path : demand)
    if (path.size() != demand.front().size()) throw std::invalid_argument("dates of unequal length");
  return demand.front().size();
}

std::vector<double> largest(DemandPaths demand) {
  std::vector<double> out(replicates(demand), -std::numeric_limits<double>::infinity());
  for (const auto& path : demand)
    for (std::size_t r = 0; r < out.size(); ++r) out[r] = std::max(out[r], path[r]);
  return out;
}

Estimate estimate(std::span<const double> values) { return {mean(values), mcse_mean(values)}; }

}  // namespace

double places_for(std::span<const double> demand, double risk) {
  return std::ceil(smallest_covering(sorted(demand), risk));
}

JointPlaces joint_places(DemandPaths demand, double risk) {
  const std::size_t n = replicates(demand);
  std::vector<std::vector<double>> ascending;
  std::vector<double> needed(n, 0.0);  // share of each date's demand that must be met to serve a replicate
  for (const auto& path : demand) {
    const auto& own = ascending.emplace_back(sorted(path));
    for (std::size_t r = 0; r < n; ++r) {
      // The first of its equals: places for that one serve them all.
      const auto rank = std::lower_bound(own.begin(), own.end(), path[r]) - own.begin() + 1;
      needed[r] = std::max(needed[r], static_cast<double>(rank) / static_cast<double>(n));
    }
  }
  JointPlaces out;
  const double level = smallest_covering(sorted(needed), risk);
  out.each = 1 - level;
  const auto rank = static_cast<std::size_t>(std::lround(level * static_cast<double>(n)));
  for (const auto& own : ascending) out.places.push_back(std::ceil(own[std::max<std::size_t>(rank, 1) - 1]));
  std::vector<double> short_of(n, 0.0);
  for (std::size_t t = 0; t < demand.size(); ++t)
    for (std::size_t r = 0; r < n; ++r)
      if (demand[t][r] > out.places[t]) short_of[r] = 1;
  out.shortfall = estimate(short_of);
  return out;
}

double flat_places(DemandPaths demand, double risk) { return places_for(largest(demand), risk); }

Shortfall shortfall(std::span<const double> demand, double places) {
  std::vector<double> any(demand.size()), children(demand.size());
  for (std::size_t r = 0; r < demand.size(); ++r) {
    any[r] = demand[r] > places ? 1 : 0;
    children[r] = std::max(demand[r] - places, 0.0);
  }
  return {estimate(any), estimate(children)};
}

Estimate place_cost(DemandPaths demand, double places, PlaceCosts costs) {
  std::vector<double> cost(replicates(demand), 0.0);
  for (const auto& path : demand)
    for (std::size_t r = 0; r < cost.size(); ++r)
      cost[r] += path[r] > places ? costs.under * (path[r] - places) : costs.over * (places - path[r]);
  return estimate(cost);
}

Newsvendor newsvendor(DemandPaths demand, PlaceCosts costs) {
  (void)replicates(demand);
  if (!(costs.under > 0 && costs.over > 0))
    throw std::invalid_argument("a place too few and one too many must both cost something");
  std::vector<double> all;
  for (const auto& path : demand) all.insert(all.end(), path.begin(), path.end());
  std::sort(all.begin(), all.end());
  Newsvendor out;
  out.service = costs.under / (costs.under + costs.over);
  out.places = smallest_covering(all, 1 - out.service);
  out.cost = place_cost(demand, out.places, costs);
  return out;
}

Regret regret_of(const std::vector<std::vector<double>>& cost) {
  Regret out{cost, {}, 0};
  if (cost.empty()) return out;
  for (std::size_t s = 0; s < cost.front().size(); ++s) {
    double best = std::numeric_limits<double>::infinity();
    for (const auto& own : cost) best = std::min(best, own.at(s));
    for (auto& own : out.regret) own[s] -= best;
  }
  for (const auto& own : out.regret)
    out.worst.push_back(own.empty() ? 0 : *std::max_element(own.begin(), own.end()));
  out.least =
      static_cast<std::size_t>(std::min_element(out.worst.begin(), out.worst.end()) - out.worst.begin());
  return out;
}

}  // namespace sim
