// A million selections at most: all are looked at, so that no rule of thumb stands between question and
// answer.

#include "sim/portfolio.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace sim {
namespace {

bool holds(Selection s, std::size_t i) { return (s >> i & 1U) != 0; }

/// Means of effects over some rows.
struct Means {
  std::vector<double> alone, together;
};

template <class Use>
Means means_of(const ActionEffects& e, const Use& use) {
  const auto average = [&](const std::vector<double>& values) {
    double total = 0;
    std::size_t n = 0;
    for (std::size_t r = 0; r < values.size(); ++r)
      if (use(r)) {
        total += values[r];
        ++n;
      }
    return n > 0 ? total / static_cast<double>(n) : 0.0;
  };
  Means out;
  for (const auto& a : e.alone()) out.alone.push_back(average(a));
  for (const auto& t : e.together()) out.together.push_back(average(t.effect));
  return out;
}

std::vector<Portfolio> allowed(const ActionEffects& e, const Means& means, const PortfolioLimits& limits) {
  std::vector<Portfolio> out;
  const Selection end = Selection{1} << e.actions();
  for (Selection s = 0; s < end; ++s) {
    if (!limits.allow(s)) continue;
    Portfolio p{s, limits.cost_of(s), limits.staff_of(s), 0};
    for (std::size_t i = 0; i < e.actions(); ++i)
      if (holds(s, i)) p.mean += means.alone[i];
    for (std::size_t t = 0; t < means.together.size(); ++t)
      if (holds(s, e.together()[t].a) && holds(s, e.together()[t].b)) p.mean += means.together[t];
    out.push_back(p);
  }
  return out;
}

/// More benefit first; of equals the cheaper, then the one with fewer actions.
bool better(const Portfolio& a, const Portfolio& b) {
  if (a.mean != b.mean) return a.mean > b.mean;
  if (a.cost != b.cost) return a.cost < b.cost;
  const auto sizes = std::pair(std::popcount(a.chosen), std::popcount(b.chosen));
  return sizes.first != sizes.second ? sizes.first < sizes.second : a.chosen < b.chosen;
}

}  // namespace

ActionEffects::ActionEffects(std::vector<std::vector<double>> alone, std::vector<Together> together)
    : alone_(std::move(alone)), together_(std::move(together)) {
  if (alone_.size() > most_actions) throw std::invalid_argument("a portfolio of more than 20 actions");
}

std::vector<double> ActionEffects::of(Selection s) const {
  std::vector<double> out(replicates(), 0.0);
  const auto add = [&](const std::vector<double>& values) {
    for (std::size_t r = 0; r < out.size(); ++r) out[r] += values[r];
  };
  for (std::size_t i = 0; i < alone_.size(); ++i)
    if (holds(s, i)) add(alone_[i]);
  for (const auto& t : together_)
    if (holds(s, t.a) && holds(s, t.b)) add(t.effect);
  return out;
}

double PortfolioLimits::cost_of(Selection s) const {
  double total = 0;
  for (std::size_t i = 0; i < cost.size(); ++i)
    if (holds(s, i)) total += cost[i];
  return total;
}

double PortfolioLimits::staff_of(Selection s) const {
  double total = 0;
  for (std::size_t i = 0; i < staff.size(); ++i)
    if (holds(s, i)) total += staff[i];
  return total;
}

bool PortfolioLimits::allow(Selection s) const {
  for (const auto& [a, b] : excludes)
    if (holds(s, a) && holds(s, b)) return false;
  for (const auto& [a, b] : needs)
    if (holds(s, a) && !holds(s, b)) return false;
  return cost_of(s) <= budget && staff_of(s) <= staff_limit;
}

std::vector<Portfolio> allowed_portfolios(const ActionEffects& net_benefit, const PortfolioLimits& limits) {
  auto out = allowed(net_benefit, means_of(net_benefit, [](std::size_t) { return true; }), limits);
  std::sort(out.begin(), out.end(), better);
  return out;
}

std::vector<Portfolio> efficient_frontier(std::vector<Portfolio> portfolios) {
  std::sort(portfolios.begin(), portfolios.end(), [](const Portfolio& a, const Portfolio& b) {
    return a.cost != b.cost ? a.cost < b.cost : better(a, b);
  });
  std::vector<Portfolio> out;
  for (const auto& p : portfolios)
    if (out.empty() || p.mean > out.back().mean) out.push_back(p);
  return out;
}

double mean_of_worst(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const double wanted = part * static_cast<double>(values.size());
  double sum = 0, taken = 0;
  for (std::size_t i = 0; i < values.size() && taken < wanted; ++i) {
    const double weight = std::min(1.0, wanted - taken);
    sum += weight * values[i];
    taken += weight;
  }
  return sum / taken;
}

Portfolio robust_portfolio(const std::vector<Portfolio>& portfolios, const ActionEffects& net_benefit,
                           double part) {
  Portfolio best;
  double greatest = -std::numeric_limits<double>::infinity();
  for (const auto& p : portfolios) {
    if (p.mean < greatest) break;
    const double worst = mean_of_worst(net_benefit.of(p.chosen), part);
    if (worst > greatest || (worst == greatest && better(p, best))) {
      greatest = worst;
      best = p;
    }
  }
  return best;
}

unsigned times_chosen(const Portfolio& best, const ActionEffects& net_benefit, const PortfolioLimits& limits,
                      std::span<const std::uint8_t> scramble) {
  unsigned times = 0;
  for (unsigned k = 0; k < scrambles; ++k) {
    const auto means = means_of(net_benefit, [&](std::size_t r) { return scramble[r] != k; });
    const auto all = allowed(net_benefit, means, limits);
    if (std::min_element(all.begin(), all.end(), better)->chosen == best.chosen) ++times;
  }
  return times;
}

}  // namespace sim
