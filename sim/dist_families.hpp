#pragma once
// The families that a user can name: what each needs to know, and how facts become one of its members.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dist_fit.hpp"
#include "sim/uncertain.hpp"

namespace sim {

/// A user's input with its quantiles collected, and the bounds of the parameter.
struct Request {
  const UncertainInput& input;
  Facts facts;
  double lower, upper;

  bool has(std::string_view key) const { return input.numbers.contains(std::string(key)); }
  std::optional<double> number(std::string_view key) const;
};

/// How a family is fitted to facts.
struct FitPlan {
  FromParameters family;
  std::vector<double> start;
  bool fixed_support =
      true;  ///< the support does not move with the parameters: every fact must lie inside it
};

/// A family with parameters. `natural` lists its alternative sets of natural parameters; `optional` may be
/// added to facts and to natural parameters alike.
struct Family {
  std::string_view name;
  std::vector<std::vector<std::string_view>> natural;
  std::vector<std::string_view> optional;
  std::string_view needs;  // for people
  std::string_view valid;  // when its natural parameters are valid
  DistributionPtr (*from_natural)(const Request&);
  FitPlan (*plan)(const Request&);
};

const std::vector<Family>& families();
const Family* find_family(std::string_view name);
bool takes(const Family&, std::string_view key);

/// A member of the family, or null with the reasons added to `faults`.
DistributionPtr make_member(const Family&, const Request&, std::vector<Fault>& faults);

/// Probability that a draw falls outside [lower, upper].
double mass_outside(const Distribution&, double lower, double upper);

}  // namespace sim
