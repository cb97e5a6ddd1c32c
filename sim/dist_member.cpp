// From a family and facts to one distribution: natural parameters if they are given, else the nearest fit.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/dist_families.hpp"

namespace sim {
namespace {

std::string fact_name(const Facts& facts, std::size_t index) {
  if (facts.mean && index-- == 0) return fmt::format("mean {:.6g}", *facts.mean);
  if (facts.sd && index-- == 0) return fmt::format("sd {:.6g}", *facts.sd);
  const auto& [p, x] = facts.quantiles[index];
  return fmt::format("P{:.6g} {:.6g}", 100.0 * p, x);
}

double value_instead(const Distribution& d, const Facts& facts, std::size_t index) {
  if (facts.mean && index-- == 0) return d.mean();
  if (facts.sd && index-- == 0) return d.sd();
  return d.quantile(facts.quantiles[index].first);
}

// The set of natural parameters that the user began, or null if there is none.
const std::vector<std::string_view>* begun_set(const Family& family, const Request& r) {
  const std::vector<std::string_view>* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const auto& set : family.natural) {
    const auto given =
        std::count_if(set.begin(), set.end(), [&](std::string_view key) { return r.has(key); });
    if (given > most) {
      most = given;
      best = &set;
    }
  }
  return best;
}

// Every fact must lie where the family can put mass.
bool facts_inside(const Family& family, const Distribution& d, const Facts& facts,
                  std::vector<Fault>& faults) {
  const double low = d.support_low(), high = d.support_high();
  const std::size_t before = faults.size();
  const auto check = [&](double x, std::size_t index) {
    if (x > low && x < high) return;
    faults.push_back({fmt::format("{} is not inside {:.6g} to {:.6g}, where this {} lies",
                                  fact_name(facts, index), low, high, family.name),
                      "check the figure, or choose another dist"});
  };
  std::size_t index = 0;
  if (facts.mean) check(*facts.mean, index++);
  if (facts.sd) ++index;
  for (const auto& q : facts.quantiles) check(q.second, index++);
  return faults.size() == before;
}

DistributionPtr fit(const FitPlan& plan, const Facts& facts) {
  return least_squares(plan.family, plan.start, facts);
}

double worst_misfit(const Distribution& d, const Facts& facts) {
  const auto all = misfits(d, facts);
  return all.empty() ? 0.0 : *std::max_element(all.begin(), all.end());
}

// The family that would agree best with the facts, as advice.
std::string better_family(const Family& tried, const Request& r) {
  std::string advice = "check the figures, or leave one out";
  double best = fit_tolerance;
  for (const Family& other : families()) {
    if (other.name == tried.name || begun_set(other, r)) continue;
    const FitPlan plan = other.plan(r);
    const DistributionPtr start = plan.family(plan.start);
    std::vector<Fault> ignored;
    if (!start || (plan.fixed_support && !facts_inside(other, *start, r.facts, ignored))) continue;
    const DistributionPtr d = fit(plan, r.facts);
    if (!d || mass_outside(*d, r.lower, r.upper) > bounds_tolerance) continue;
    const double misfit = worst_misfit(*d, r.facts);
    if (misfit >= best) continue;
    best = misfit;
    advice = fmt::format("dist = \"{}\" agrees with them all within {:.2g}; or check the figures", other.name,
                         std::max(misfit, 1e-6));
  }
  return advice;
}

void check_agreement(const Family& family, const Request& r, const Distribution& d,
                     std::vector<Fault>& faults) {
  const auto all = misfits(d, r.facts);
  const auto worst = std::max_element(all.begin(), all.end());
  if (worst == all.end() || *worst <= fit_tolerance) return;
  const auto index = static_cast<std::size_t>(worst - all.begin());
  faults.push_back({fmt::format("no {} agrees with all that is stated: the nearest has {:.6g} for {} "
                                "(off by {:.2g} in probability, {:.2g} is allowed)",
                                family.name, value_instead(d, r.facts, index), fact_name(r.facts, index),
                                *worst, fit_tolerance),
                    better_family(family, r)});
}

}  // namespace

DistributionPtr make_member(const Family& family, const Request& r, std::vector<Fault>& faults) {
  const auto needs = fmt::format("{} takes {}", family.name, family.needs);
  const auto* set = begun_set(family, r);
  DistributionPtr d;
  std::string missing;
  if (set)
    for (const std::string_view key : *set)
      if (!r.has(key)) missing += fmt::format("{}{}", missing.empty() ? "" : " and ", key);
  if (set && missing.empty()) {
    d = family.from_natural(r);
    if (!d)
      faults.push_back({fmt::format("not a {}", family.name), fmt::format("it needs {}", family.valid)});
  } else if (set && !(missing == "mode" && r.facts.size() > 0)) {  // limits + facts give the mode
    faults.push_back({fmt::format("{} is missing", missing), needs});
  } else if (!set && r.facts.size() < 2) {
    faults.push_back({fmt::format("too little is stated for a {}", family.name), needs});
  } else if (const FitPlan plan = family.plan(r); const DistributionPtr start = plan.family(plan.start)) {
    if (plan.fixed_support && !facts_inside(family, *start, r.facts, faults)) return nullptr;
    d = fit(plan, r.facts);
  } else {
    faults.push_back(
        {fmt::format("no {} has these figures: the sd is too large for the mean and the limits", family.name),
         "check mean, sd, min and max"});
  }
  if (!d) return nullptr;
  if (!std::isfinite(d->mean()) || !std::isfinite(d->sd())) {
    faults.push_back({fmt::format("the mean or sd of this {} is too large for a number", family.name),
                      "check the parameters"});
    return nullptr;
  }
  const std::size_t before = faults.size();
  check_agreement(family, r, *d, faults);
  return faults.size() == before ? d : nullptr;
}

}  // namespace sim
