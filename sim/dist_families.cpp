// One entry per family: natural parameters, and the free parameters and start of its fit.

#include "sim/dist_families.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/dist_truncated_lognormal.hpp"

namespace sim {
namespace {

double clamp_positive(double x) { return std::max(x, 1e-9); }

DistributionPtr normal_natural(const Request& r) { return dist::normal(*r.number("mu"), *r.number("sigma")); }

FitPlan normal_plan(const Request& r) {
  const Start s = start_of(r.facts);
  return {[](auto p) { return dist::normal(p[0], std::exp(p[1])); },
          {s.centre, std::log(clamp_positive(s.spread))}};
}

DistributionPtr lognormal_natural(const Request& r) {
  return dist::lognormal(*r.number("mu"), *r.number("sigma"));
}

FitPlan lognormal_plan(const Request& r) {
  Start s;
  if (const auto& q = r.facts.quantiles; q.size() > 1 && q.front().second > 0.0) {
    s = start_of(r.facts, true);
    // From off a held mean the first step can leap to a spread from which no later one returns.
    if (r.facts.mean && *r.facts.mean > 0.0) s.centre = std::log(*r.facts.mean) - 0.5 * s.spread * s.spread;
  } else {  // the moments' own solution: exact for mean + sd
    const Start raw = start_of(r.facts);
    const double cv = raw.spread / clamp_positive(raw.centre);
    s.spread = std::sqrt(std::log1p(cv * cv));
    s.centre = std::log(clamp_positive(raw.centre)) - 0.5 * s.spread * s.spread;
  }
  return {[](auto p) { return dist::lognormal(p[0], std::exp(p[1])); },
          {s.centre, std::log(clamp_positive(s.spread))}};
}

double low_limit(const Request& r) { return r.number("min").value_or(r.lower); }
double high_limit(const Request& r) { return r.number("max").value_or(r.upper); }

DistributionPtr truncated_natural(const Request& r) {
  return dist::truncated_normal(*r.number("mu"), *r.number("sigma"), low_limit(r), high_limit(r));
}

FitPlan truncated_plan(const Request& r) {
  const Start s = start_of(r.facts);
  return {[low = low_limit(r), high = high_limit(r)](auto p) {
            return dist::truncated_normal(p[0], std::exp(p[1]), low, high);
          },
          {s.centre, std::log(clamp_positive(s.spread))}};
}

DistributionPtr truncated_lognormal_natural(const Request& r) {
  return dist::truncated_lognormal(*r.number("mu"), *r.number("sigma"), std::max(0.0, low_limit(r)),
                                   high_limit(r));
}

FitPlan truncated_lognormal_plan(const Request& r) {
  return {[low = std::max(0.0, low_limit(r)), high = high_limit(r)](auto p) {
            return dist::truncated_lognormal(p[0], std::exp(p[1]), low, high);
          },
          lognormal_plan(r).start};
}

double prior_count(const Request& r) { return r.input.prior == "uniform" ? 1.0 : 0.5; }

DistributionPtr beta_natural(const Request& r) {
  const double low = r.number("min").value_or(0.0), high = r.number("max").value_or(1.0);
  if (r.has("successes")) {
    const double s = *r.number("successes"), n = *r.number("trials"), prior = prior_count(r);
    if (!(s >= 0.0 && s <= n && n > 0.0)) return nullptr;
    return dist::beta(s + prior, n - s + prior, low, high);
  }
  return dist::beta(*r.number("alpha"), *r.number("beta"), low, high);
}

FitPlan beta_plan(const Request& r) {
  const double low = r.number("min").value_or(0.0), high = r.number("max").value_or(1.0);
  const Start s = start_of(r.facts);
  const double centre = (s.centre - low) / (high - low), spread = s.spread / (high - low);
  const double inside = std::clamp(centre, 1e-6, 1.0 - 1e-6);
  double total = inside * (1.0 - inside) / (spread * spread) - 1.0;  // alpha + beta of these moments
  // A mean and sd that no beta has must fail; anything else only needs somewhere to start.
  const bool impossible = r.facts.quantiles.empty() && inside == centre;
  if (!(total > 0.0) && !impossible) total = 1.0;
  return {[low, high](auto p) { return dist::beta(std::exp(p[0]), std::exp(p[1]), low, high); },
          {std::log(inside * total), std::log((1.0 - inside) * total)}};
}

DistributionPtr gamma_natural(const Request& r) {
  if (r.has("events")) {
    const double events = *r.number("events"), exposure = *r.number("exposure");
    if (!(events >= 0.0 && exposure > 0.0)) return nullptr;
    return dist::gamma(events + prior_count(r), 1.0 / exposure);
  }
  return dist::gamma(*r.number("shape"), r.has("scale") ? *r.number("scale") : 1.0 / *r.number("rate"));
}

FitPlan gamma_plan(const Request& r) {
  const Start s = start_of(r.facts);
  const double centre = clamp_positive(s.centre), spread = clamp_positive(s.spread);
  return {[](auto p) { return dist::gamma(std::exp(p[0]), std::exp(p[1])); },
          {2.0 * std::log(centre / spread), std::log(spread * spread / centre)}};
}

DistributionPtr uniform_natural(const Request& r) {
  return dist::uniform(*r.number("min"), *r.number("max"));
}

FitPlan uniform_plan(const Request& r) {
  const Start s = start_of(r.facts);
  double centre = s.centre, half = s.spread * std::sqrt(3.0);
  if (const auto& q = r.facts.quantiles; q.size() > 1) {  // the outermost two lie on its straight cdf
    const double slope = (q.back().second - q.front().second) / (q.back().first - q.front().first);
    centre = q.front().second + slope * (0.5 - q.front().first);
    half = 0.5 * slope;
  }
  return {[](auto p) { return dist::uniform(p[0] - std::exp(p[1]), p[0] + std::exp(p[1])); },
          {centre, std::log(clamp_positive(half))},
          false};
}

using ThreePoint = DistributionPtr (*)(double, double, double);

// `per_sd`: half the width of the symmetric member, in standard deviations.
FitPlan three_point_plan(const Request& r, ThreePoint make, double per_sd) {
  if (r.has("min") && r.has("max")) {  // only the mode is free
    const double low = *r.number("min"), width = *r.number("max") - low;
    return {[=](auto p) { return make(low, low + width / (1.0 + std::exp(-p[0])), low + width); }, {0.0}};
  }
  const Start s = start_of(r.facts);
  double half = clamp_positive(s.spread * per_sd);
  if (r.facts.size() < 3)  // two facts cannot tell the skew: symmetric
    return {[=](auto p) { return make(p[0] - std::exp(p[1]), p[0], p[0] + std::exp(p[1])); },
            {s.centre, std::log(half)},
            false};
  for (const auto& [p, x] : r.facts.quantiles) half = std::max(half, 1.2 * std::abs(x - s.centre));
  return {[=](auto p) { return make(p[0] - std::exp(p[1]), p[0], p[0] + std::exp(p[2])); },
          {s.centre, std::log(half), std::log(half)},
          false};
}

DistributionPtr pert_natural(const Request& r) {
  return dist::pert(*r.number("min"), *r.number("mode"), *r.number("max"));
}
FitPlan pert_plan(const Request& r) { return three_point_plan(r, dist::pert, std::sqrt(7.0)); }

DistributionPtr triangular_natural(const Request& r) {
  return dist::triangular(*r.number("min"), *r.number("mode"), *r.number("max"));
}
FitPlan triangular_plan(const Request& r) { return three_point_plan(r, dist::triangular, std::sqrt(6.0)); }

}  // namespace

std::optional<double> Request::number(std::string_view key) const {
  const auto found = input.numbers.find(std::string(key));
  if (found == input.numbers.end()) return std::nullopt;
  return found->second;
}

const std::vector<Family>& families() {
  static const std::vector<Family> all{
      {"normal",
       {{"mu", "sigma"}},
       {},
       "mu and sigma, mean and sd, or two quantiles",
       "sigma > 0",
       normal_natural,
       normal_plan},
      {"lognormal",
       {{"mu", "sigma"}},
       {},
       "mu and sigma (of the logarithm), mean and sd, or two quantiles",
       "sigma > 0",
       lognormal_natural,
       lognormal_plan},
      {"truncated_normal",
       {{"mu", "sigma"}},
       {"min", "max"},
       "mu and sigma (before truncation), mean and sd, or two quantiles; min and max unless the bounds serve",
       "sigma > 0, min < max, and some of the normal between them",
       truncated_natural,
       truncated_plan},
      {"beta",
       {{"alpha", "beta"}, {"successes", "trials"}},
       {"min", "max"},
       "alpha and beta, successes and trials, mean and sd, or two quantiles; min and max unless 0 to 1",
       "alpha > 0, beta > 0, 0 <= successes <= trials, min < max",
       beta_natural,
       beta_plan},
      {"gamma",
       {{"shape", "scale"}, {"shape", "rate"}, {"events", "exposure"}},
       {},
       "shape and scale (or rate), events and exposure, mean and sd, or two quantiles",
       "shape, scale and rate > 0, events >= 0, exposure > 0",
       gamma_natural,
       gamma_plan},
      {"pert",
       {{"min", "mode", "max"}},
       {},
       "min, mode and max; min, max and mean; mean and sd; or quantiles",
       "min <= mode <= max, min < max",
       pert_natural,
       pert_plan},
      {"uniform",
       {{"min", "max"}},
       {},
       "min and max, mean and sd, or two quantiles",
       "min < max",
       uniform_natural,
       uniform_plan},
      {"triangular",
       {{"min", "mode", "max"}},
       {},
       "min, mode and max; min, max and mean; mean and sd; or quantiles",
       "min <= mode <= max, min < max",
       triangular_natural,
       triangular_plan},
      {"truncated_lognormal",
       {{"mu", "sigma"}},
       {"min", "max"},
       "mu and sigma (of the logarithm, before truncation), mean and sd, or two quantiles; min and max "
       "unless "
       "the bounds serve",
       "sigma > 0, min < max, and some of the lognormal between them",
       truncated_lognormal_natural,
       truncated_lognormal_plan},
  };
  return all;
}

const Family* find_family(std::string_view name) {
  const auto found =
      std::find_if(families().begin(), families().end(), [&](const Family& f) { return f.name == name; });
  return found == families().end() ? nullptr : &*found;
}

bool takes(const Family& family, std::string_view key) {
  for (const auto& set : family.natural)
    if (std::find(set.begin(), set.end(), key) != set.end()) return true;
  return std::find(family.optional.begin(), family.optional.end(), key) != family.optional.end();
}

double mass_outside(const Distribution& d, double lower, double upper) {
  // Just below the bound, because a value on it is inside.
  const double below =
      std::isinf(lower) ? 0.0 : d.cdf(std::nextafter(lower, -std::numeric_limits<double>::infinity()));
  return below + (std::isinf(upper) ? 0.0 : 1.0 - d.cdf(upper));
}

}  // namespace sim
