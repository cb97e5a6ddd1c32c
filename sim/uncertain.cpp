// Which distribution a user's facts mean, and whether the parameter can take it.

#include "sim/uncertain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/dist_families.hpp"
#include "sim/uncertain_checks.hpp"

namespace sim {
namespace {

using FaultList = std::vector<Fault>;
constexpr int deepest_mixture = 8;  // mixtures of mixtures; more is not an opinion but an attack on the stack

bool any(const Request& r, std::initializer_list<const char*> keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const char* key) { return r.has(key); });
}

// The sd, or the range of the quantiles that are stated.
double stated_spread(const Request& r) {
  if (r.facts.sd) return *r.facts.sd;
  double low = r.upper, high = r.lower;
  for (const auto& [p, x] : r.facts.quantiles) {
    low = std::min(low, x);
    high = std::max(high, x);
  }
  return high - low;
}

// The family of an input that names none; empty if it cannot be told (then the fault is added).
std::string inferred_family(const Request& r, FaultList& faults) {
  if (r.has("value")) return "point";
  if (!r.input.components.empty()) return "mixture";
  if (!r.input.values.empty()) return r.input.weights.empty() ? "empirical" : "discrete";
  if (any(r, {"successes", "trials", "alpha", "beta"})) return "beta";
  if (any(r, {"events", "exposure", "shape", "scale", "rate"})) return "gamma";
  if (r.has("mode")) return "pert";
  if (any(r, {"mu", "sigma"})) {
    faults.push_back({"mu and sigma do not say which family", "add dist = \"normal\" or \"lognormal\""});
    return {};
  }
  const bool both = r.has("min") && r.has("max");
  if (r.facts.size() == 0 && any(r, {"min", "max"})) return "uniform";
  if (any(r, {"min", "max"})) return both ? "beta" : "truncated_normal";
  if (r.facts.size() < 2) {
    faults.push_back({r.facts.mean ? "the mean alone says nothing of the spread" : "too little is stated",
                      "add sd, or p10 and p90; for a number that is known write value"});
    return {};
  }
  // Bounds that lie a thousand spreads away are guard rails and say nothing of the shape.
  const double spread = stated_spread(r);
  const bool near = std::isfinite(r.lower) && std::isfinite(r.upper) && spread > 1e-3 * (r.upper - r.lower);
  if (near) return "beta";
  return r.lower >= 0.0 ? "lognormal" : "normal";
}

void check_keys(std::string_view family, const Request& r, FaultList& faults) {
  const Family* known = find_family(family);
  const bool takes_facts = known != nullptr;
  const std::string needs = known                 ? std::string(known->needs)
                            : family == "point"   ? "value"
                            : family == "mixture" ? "components (and weights)"
                                                  : (family == "discrete" ? "values and weights" : "values");
  const auto refuse = [&](std::string_view key) {
    faults.push_back(
        {fmt::format("dist \"{}\" does not take {}", family, key), fmt::format("it takes {}", needs)});
  };
  for (const auto& [key, value] : r.input.numbers) {
    const bool fact = key == "mean" || key == "sd" || percentile_of(key) > 0.0;
    if (fact ? !takes_facts : !(known ? takes(*known, key) : family == "point" && key == "value"))
      refuse(key);
  }
  if (!r.input.quantiles.empty() && !takes_facts) refuse("quantiles");
  const bool list = family == "empirical" || family == "discrete";
  if (!r.input.values.empty() && !list) refuse("values");
  if (!r.input.weights.empty() && family != "discrete" && family != "mixture") refuse("weights");
  if (!r.input.components.empty() && family != "mixture") refuse("components");
  if (!r.input.prior.empty() && !any(r, {"successes", "events"})) refuse("prior without counts");
  const bool empty = family == "point"     ? !r.has("value")
                     : family == "mixture" ? r.input.components.empty()
                                           : list && r.input.values.empty();
  if (empty || (family == "discrete" && r.input.weights.empty() && !r.input.values.empty()))
    faults.push_back(
        {fmt::format("too little is stated for dist \"{}\"", family), fmt::format("it takes {}", needs)});
}

std::optional<Uncertain> build(const UncertainInput&, double lower, double upper, int depth, FaultList&);

DistributionPtr build_mixture(const Request& r, int depth, FaultList& faults) {
  if (depth >= deepest_mixture) {
    faults.push_back({fmt::format("mixtures nested deeper than {}", deepest_mixture), "write one mixture"});
    return nullptr;
  }
  std::vector<DistributionPtr> parts;
  for (std::size_t i = 0; i < r.input.components.size(); ++i) {
    FaultList own;
    const auto part = build(r.input.components[i], r.lower, r.upper, depth + 1, own);
    for (const Fault& f : own)
      faults.push_back({fmt::format("component {}: {}", i + 1, f.problem), f.suggestion});
    if (!part) continue;
    const double value = part->mean();
    parts.push_back(part->is_point() ? dist::empirical({&value, 1}) : part->distribution());
  }
  if (parts.size() != r.input.components.size()) return nullptr;
  const std::vector<double> equal(parts.size(), 1.0);
  return dist::mixture(std::move(parts), r.input.weights.empty() ? equal : r.input.weights);
}

std::string inside_suggestion(const Request& r, std::string_view family) {
  const bool low = std::isfinite(r.lower), high = std::isfinite(r.upper);
  if (family == "normal") return "use dist = \"truncated_normal\", or a smaller spread";
  if (low && high && family != "beta")
    return "use dist = \"beta\" or \"truncated_normal\", or a smaller spread";
  return "check the figures, or use dist = \"truncated_normal\"";
}

void check_bounds(const Request& r, std::string_view family, const Distribution& d, FaultList& faults) {
  const double outside = mass_outside(d, r.lower, r.upper);
  if (outside <= bounds_tolerance) return;
  faults.push_back({fmt::format("{:.3g} % of this {} lies outside the bounds {:.6g} to {:.6g}",
                                100.0 * outside, family, r.lower, r.upper),
                    inside_suggestion(r, family)});
}

std::optional<Uncertain> build_point(const Request& r, FaultList& faults) {
  const double value = *r.number("value");
  if (value >= r.lower && value <= r.upper) return Uncertain::point(value);
  faults.push_back({fmt::format("{:.6g} is outside the bounds {:.6g} to {:.6g}", value, r.lower, r.upper),
                    "check the figure and its unit"});
  return std::nullopt;
}

std::optional<Uncertain> build(const UncertainInput& given, double lower, double upper, int depth,
                               FaultList& faults) {
  const Facts facts = facts_of(given);
  faults = check_input(given, facts);
  if (!faults.empty()) return std::nullopt;  // what follows would only repeat them in other words
  UncertainInput input = given;
  const Request r{input, facts, lower, upper};
  std::string family = input.dist;
  if (family.empty()) {
    family = inferred_family(r, faults);
    const bool free_beta =
        family == "beta" && !any(r, {"alpha", "beta", "successes", "trials", "min", "max"});
    if (free_beta) input.numbers.insert({{"min", lower}, {"max", upper}});
  }
  if (!faults.empty()) return std::nullopt;
  check_keys(family, r, faults);
  if (!faults.empty()) return std::nullopt;
  if (family == "point") return build_point(r, faults);
  DistributionPtr d;
  if (family == "mixture")
    d = build_mixture(r, depth, faults);
  else if (family == "empirical" || family == "discrete")
    d = family == "empirical" ? dist::empirical(input.values) : dist::discrete(input.values, input.weights);
  else
    d = make_member(*find_family(family), r, faults);
  if (d) check_bounds(r, family, *d, faults);
  if (!d || !faults.empty()) return std::nullopt;
  return Uncertain::of(std::move(d));
}

}  // namespace

Uncertain Uncertain::of(DistributionPtr distribution) {
  const double mean = distribution->mean();
  return {mean, std::move(distribution)};
}

double Uncertain::cdf(double x) const {
  return is_point() ? (x >= mean_ ? 1.0 : 0.0) : distribution_->cdf(x);
}

std::string_view Uncertain::family() const { return is_point() ? "point" : distribution_->name(); }

std::string Uncertain::describe() const {
  if (is_point()) return fmt::format("{:.6g}", mean_);
  return fmt::format("{}(mean {:.4g}, P10 {:.4g}, P90 {:.4g})", family(), mean_, quantile(0.1),
                     quantile(0.9));
}

const std::vector<std::string_view>& uncertain_number_keys() {
  static const std::vector<std::string_view> keys{
      "value", "mean",  "sd",    "min",  "mode",      "max",    "mu",     "sigma",   "alpha",
      "beta",  "shape", "scale", "rate", "successes", "trials", "events", "exposure"};
  return keys;
}

bool is_uncertain_key(std::string_view key) {
  const auto& numbers = uncertain_number_keys();
  if (std::find(numbers.begin(), numbers.end(), key) != numbers.end() || percentile_of(key) > 0.0)
    return true;
  return key == "dist" || key == "prior" || key == "values" || key == "weights" || key == "quantiles" ||
         key == "components";
}

const std::vector<std::string_view>& uncertain_families() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all{"point"};
    for (const Family& f : families()) all.push_back(f.name);
    for (const char* other : {"empirical", "discrete", "mixture"}) all.push_back(other);
    return all;
  }();
  return names;
}

std::variant<Uncertain, std::vector<Fault>> make_uncertain(const UncertainInput& input, double lower_bound,
                                                           double upper_bound) {
  FaultList faults;
  auto made = build(input, lower_bound, upper_bound, 0, faults);
  if (made) return std::move(*made);
  return faults;
}

}  // namespace sim
