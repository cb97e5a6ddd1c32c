#pragma once
// What is worked out once for a configuration: the starting table of plans and who is how severe.

#include <string>
#include <vector>

#include "models/rates.hpp"

namespace models {

struct Prepared {
  /// Expected plans at the start by age, type and need: row-major [age][type][need].
  std::vector<double> plans;
  /// Their running sums within each age.
  std::vector<double> plans_upto;
  bool any_plans(std::size_t types, std::size_t age) const {
    return plans_upto[(age + 1) * types * need_count - 1] > 0;
  }
  /// P(severity | plan, age, type, need): [age][type][need][severity]
  std::vector<double> plan_severity;
  /// Of the children on SEN support (`support.prevalence`, those whom a request has taken further included),
  /// given the age: share who wait for no decision, by need, severity and whether a request was refused
  /// before: [age][need][severity][again]
  std::vector<double> support_mix;
  /// and share who dispute a refusal to assess, or to issue: [age][refusal][need][severity]
  std::vector<double> disputed_mix;
  /// Requests of the terms before the start by the age at the start, at level 1: from SEN support for each
  /// child on it at the start, and direct ones for each resident: [terms back][age][direct][need][severity]
  std::vector<double> requested;
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
  /// Share of the children on SEN support of an age who wait for no decision.
  double waits_for_nothing(std::size_t age) const;
  std::span<const double> requests(std::size_t back, std::size_t age, bool direct) const {
    const std::size_t cells = need_count * severity_count;
    return std::span(requested).subspan(((back * ages + age) * 2 + direct) * cells, cells);
  }
  double severity(std::size_t types, std::size_t age, std::size_t type, std::size_t need,
                  std::size_t k) const {
    return plan_severity[((age * types + type) * need_count + need) * severity_count + k];
  }
  /// Severity of a plan by one uniform.
  std::uint8_t severity_at(std::size_t types, std::size_t age, std::size_t type, std::size_t need,
                           double u) const {
    std::uint8_t chosen = 0;
    double sum = 0;
    for (std::size_t k = 0; k + 1 < severity_count; ++k)
      chosen = static_cast<std::uint8_t>(chosen + (u >= (sum += severity(types, age, type, need, k))));
    return chosen;
  }
};

/// Builds the starting table by iterative proportional fitting of the published margins, and the severity of
/// children from the expected-value engine, which lives through the years before the start at the mean
/// assumptions.
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
