// Each check adds what it finds and looks no further, so that the user sees all faults at once.

#include "sim/uncertain_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/nearest_name.hpp"

namespace sim {
namespace {

using FaultList = std::vector<Fault>;

std::string suggest(std::string_view wanted, const std::vector<std::string_view>& known,
                    std::string_view kind) {
  const std::vector<std::string> names(known.begin(), known.end());
  const std::string near = did_you_mean(wanted, names);
  return near.empty() ? fmt::format("{}: {}", kind, fmt::join(names, ", ")) : near;
}

void check_names(const UncertainInput& input, FaultList& faults) {
  const auto& families = uncertain_families();
  if (!input.dist.empty() && std::find(families.begin(), families.end(), input.dist) == families.end())
    faults.push_back(
        {fmt::format("unknown dist '{}'", input.dist), suggest(input.dist, families, "known distributions")});
  if (!input.prior.empty() && input.prior != "jeffreys" && input.prior != "uniform")
    faults.push_back({fmt::format("unknown prior '{}'", input.prior), "write \"jeffreys\" or \"uniform\""});
  const auto& keys = uncertain_number_keys();
  for (const auto& [key, value] : input.numbers) {
    if (!std::isfinite(value))
      faults.push_back({fmt::format("{} is not a finite number", key), "write a number"});
    if (percentile_of(key) == 0.0 && std::find(keys.begin(), keys.end(), key) == keys.end())
      faults.push_back({fmt::format("unknown key '{}'", key), suggest(key, keys, "known keys")});
  }
}

void check_quantiles(const Facts& facts, FaultList& faults) {
  const auto& q = facts.quantiles;
  for (const auto& [p, x] : q)
    if (!(p > 0.0 && p < 1.0) || !std::isfinite(x))
      faults.push_back({fmt::format("quantile ({:.6g}, {:.6g}) is not one", p, x),
                        "write pairs of a probability between 0 and 1 and a finite value"});
  for (std::size_t i = 1; i < q.size(); ++i) {
    const auto& [p, x] = q[i - 1];
    const auto& [next_p, next_x] = q[i];
    if (p == next_p)
      faults.push_back({fmt::format("P{:.6g} is stated twice", 100.0 * p), "keep one"});
    else if (!(x < next_x))
      faults.push_back(
          {fmt::format("P{:.6g} {:.6g} is not below P{:.6g} {:.6g}", 100.0 * p, x, 100.0 * next_p, next_x),
           x == next_x ? "for a number that is known write value" : "swap them, or check the figures"});
  }
  // A mean beyond P10 or P90 needs so heavy a tail that it is a slip far more often than a fact.
  if (!facts.mean || q.size() < 2 || q.front().first > 0.1 || q.back().first < 0.9) return;
  if (*facts.mean < q.front().second || *facts.mean > q.back().second)
    faults.push_back(
        {fmt::format("mean {:.6g} is outside P{:.6g} {:.6g} to P{:.6g} {:.6g}", *facts.mean,
                     100.0 * q.front().first, q.front().second, 100.0 * q.back().first, q.back().second),
         "check the figures, or leave the mean out"});
}

void check_order(const UncertainInput& input, FaultList& faults) {
  const auto number = [&](const char* key) {
    const auto found = input.numbers.find(key);
    return found == input.numbers.end() ? std::nan("") : found->second;
  };
  const auto not_above = [&](const char* small, const char* large, bool may_equal) {
    const double a = number(small), b = number(large);
    if (a > b || (a == b && !may_equal))
      faults.push_back({fmt::format("{} {:.6g} is not below {} {:.6g}", small, a, large, b),
                        "swap them, or check the figures"});
  };
  not_above("min", "mode", true);
  not_above("mode", "max", true);
  not_above("min", "max", false);
  not_above("successes", "trials", true);
  for (const char* key : {"sd", "sigma", "scale", "shape", "rate", "alpha", "beta", "trials", "exposure"})
    if (number(key) <= 0.0)
      faults.push_back(
          {fmt::format("{} {:.6g} is not above 0", key, number(key)),
           std::string_view(key) == "sd" ? "for a number that is known write value" : "check the figure"});
  for (const char* key : {"successes", "events"})
    if (number(key) < 0.0)
      faults.push_back({fmt::format("{} {:.6g} is below 0", key, number(key)), "check the figure"});
}

void check_lists(const UncertainInput& input, FaultList& faults) {
  for (const double x : input.values)
    if (!std::isfinite(x)) faults.push_back({"a number in values is not finite", "write numbers"});
  double total = 0.0;
  for (const double w : input.weights) {
    if (!std::isfinite(w) || w < 0.0)
      faults.push_back({fmt::format("weight {:.6g} is not one", w), "write weights of 0 or more"});
    total += w;
  }
  const std::size_t things = input.components.empty() ? input.values.size() : input.components.size();
  const char* of = input.components.empty() ? "values" : "components";
  if (!input.components.empty() && !input.values.empty())
    faults.push_back({"values and components are both given", "keep one"});
  if (input.weights.empty()) return;
  if (input.weights.size() != things)
    faults.push_back(
        {fmt::format("{} weights for {} {}", input.weights.size(), things, of), "give one for each"});
  else if (!(total > 0.0))
    faults.push_back({"the weights add up to nothing", "give at least one above 0"});
}

}  // namespace

double percentile_of(std::string_view key) {
  if (key.size() < 2 || key.size() > 3 || key[0] != 'p') return 0.0;
  int percent = 0;
  for (const char c : key.substr(1)) {
    if (c < '0' || c > '9') return 0.0;
    percent = 10 * percent + (c - '0');
  }
  return percent / 100.0;
}

Facts facts_of(const UncertainInput& input) {
  Facts facts;
  facts.quantiles = input.quantiles;
  for (const auto& [key, value] : input.numbers) {
    if (key == "mean") facts.mean = value;
    if (key == "sd") facts.sd = value;
    if (const double p = percentile_of(key); p > 0.0) facts.quantiles.emplace_back(p, value);
  }
  std::sort(facts.quantiles.begin(), facts.quantiles.end());
  return facts;
}

std::vector<Fault> check_input(const UncertainInput& input, const Facts& facts) {
  FaultList faults;
  check_names(input, faults);
  check_quantiles(facts, faults);
  check_order(input, faults);
  check_lists(input, faults);
  return faults;
}

}  // namespace sim
