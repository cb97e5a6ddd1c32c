#pragma once
// What is worked out once for a configuration: the starting table of plans and who is how severe.

#include <string>
#include <vector>

#include "models/rates.hpp"

namespace models {

struct Prepared {
  /// Expected plans at the start by age, type and need: row-major [age][type][need].
  std::vector<double> plans;
  /// P(severity | plan, age, type, need): [age][type][need][severity]
  std::vector<double> plan_severity;
  /// Expected share of children on SEN support by need and severity, given the age: [age][need][severity]
  std::vector<double> support_mix;
  /// Mean of cost_need x cost_severity over the starting plans of each type.
  std::vector<double> cost_normaliser;
  /// Share of reviews due in 0, 1, 2 terms and overdue, when the process is in balance.
  std::array<double, 4> due{};
  /// Differences that scaling to the plan total made, as sentences for the log.
  std::vector<std::string> notes;

  double& plan(std::size_t types, std::size_t age, std::size_t type, std::size_t need) {
    return plans[(age * types + type) * need_count + need];
  }
  double plan(std::size_t types, std::size_t age, std::size_t type, std::size_t need) const {
    return plans[(age * types + type) * need_count + need];
  }
  double severity(std::size_t types, std::size_t age, std::size_t type, std::size_t need,
                  std::size_t k) const {
    return plan_severity[((age * types + type) * need_count + need) * severity_count + k];
  }
};

/// Builds the starting table by iterative proportional fitting of the published margins, and the severity of
/// children from the expected-value engine run to its stationary mix at the mean assumptions.
Prepared prepare(const Structure& s, std::span<const double> base);

/// Type and need of a plan that moves in, by one uniform, from the starting mix of its age.
struct Arrival {
  TypeIndex type = 0;
  std::size_t need = 0;
};
Arrival arrivals_from(const Prepared& p, std::size_t types, std::size_t age, double u);

/// Share of reviews by terms until due (0, 1, 2, overdue) when the process is in balance.
std::array<double, 4> review_balance(double on_time, double catch_up);

}  // namespace models
