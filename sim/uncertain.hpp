#pragma once
// An uncertain number: what an analyst knows about a figure, turned into one distribution.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/dist.hpp"

namespace sim {

/// What is wrong with a user's input and what to write instead; two sentences without file or line.
struct Fault {
  std::string problem;
  std::string suggestion;
};

/// A number with its distribution. Cheap to copy; safe to share between threads.
class Uncertain {
 public:
  /// A number that is known: no spread, the same in every replicate.
  static Uncertain point(double value) { return Uncertain(value, nullptr); }
  static Uncertain of(DistributionPtr distribution);

  bool is_point() const { return !distribution_; }
  double mean() const { return mean_; }
  double sd() const { return is_point() ? 0.0 : distribution_->sd(); }
  /// Inverse cdf: u in (0,1).
  double quantile(double u) const { return is_point() ? mean_ : distribution_->quantile(u); }
  /// P(X <= x).
  double cdf(double x) const;
  double support_low() const { return is_point() ? mean_ : distribution_->support_low(); }
  double support_high() const { return is_point() ? mean_ : distribution_->support_high(); }
  /// Name of the family: "point", "lognormal", ...
  std::string_view family() const;
  /// One line for people: "lognormal(mean 0.12, P10 0.09, P90 0.16)"; a point is its number alone.
  std::string describe() const;
  /// Null for a point.
  const DistributionPtr& distribution() const { return distribution_; }

 private:
  Uncertain(double mean, DistributionPtr distribution)
      : mean_(mean), distribution_(std::move(distribution)) {}
  double mean_;
  DistributionPtr distribution_;
};

/// The facts of one inline table, as they were written.
/// `numbers` takes the keys of uncertain_number_keys() and p1..p99 (percentiles: p10, p50, p05);
/// `quantiles` takes further pairs (probability, value).
struct UncertainInput {
  std::string dist;   ///< family; empty: chosen from the facts and the bounds (see make_uncertain)
  std::string prior;  ///< of counts: "jeffreys" (also when empty) or "uniform"
  std::map<std::string, double> numbers;
  std::vector<double> values, weights;
  std::vector<std::pair<double, double>> quantiles;
  std::vector<UncertainInput> components;  ///< of a mixture, with `weights`
};

/// The scalar keys that describe a distribution: value, mean, sd, min, mode, max, alpha, beta, ...
const std::vector<std::string_view>& uncertain_number_keys();
/// True for those, for p1..p99 and for dist, prior, values, weights, quantiles, components.
bool is_uncertain_key(std::string_view key);
/// Names that `dist` takes.
const std::vector<std::string_view>& uncertain_families();

/// Largest misfit of a least-squares fit, in probability: a stated P10 may come out as P5 to P15.
inline constexpr double fit_tolerance = 0.05;
/// Mass outside the bounds below which it can never be drawn (1 in 10^12).
inline constexpr double bounds_tolerance = 1e-12;

/// The distribution of a parameter whose values must lie in [lower_bound, upper_bound], or all faults at
/// once.
///
/// Facts accepted: natural parameters; mean + sd; two or more quantiles, with or without the mean (least
/// squares on the cdf, a stated mean or sd held exactly); counts: successes of trials -> beta, events of
/// exposure
/// -> gamma, under Jeffreys' prior (+1/2) or the uniform one (+1; +1 event). Facts beyond what a family needs
/// are over-determined: an error if the best fit misses one by more than `fit_tolerance`. PERT and triangular
/// are symmetric when only two facts are given. Without `dist`, natural parameters name their family; mean,
/// sd and quantiles give: both bounds finite -> beta on the bounds; lower bound >= 0 and no upper one ->
/// lognormal; otherwise -> normal. Mass outside the bounds is a fault, never a clip; truncated_normal takes
/// the bounds as its default min and max.
std::variant<Uncertain, std::vector<Fault>> make_uncertain(const UncertainInput&, double lower_bound,
                                                           double upper_bound);

}  // namespace sim
