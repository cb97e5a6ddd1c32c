#pragma once
// What several assumptions explain together: a regression whose terms are chosen once for a run, so that what
// a group explains is part of what a larger group does.

#include <memory>
#include <span>
#include <vector>

#include "sim/first_order.hpp"

namespace sim {

/// Fewest rows that tell what so many assumptions explain together: four for each. With fewer the lines of
/// some would have to be left out, and with them what many small ones explain together.
std::size_t rows_for_joint_terms(std::size_t assumptions);

/// The terms: the straight line of every assumption; the bends of its spline and the products of two that
/// stand out: their own covariance with an outcome, its error from the sixteen scrambles, has |t| above what
/// one of the m terms looked at exceeds by chance.
class JointTerms {
 public:
  /// `outcomes`: each as long as the assumptions' draws, which outlive this. Throws std::invalid_argument for
  /// fewer rows than rows_for_joint_terms.
  JointTerms(std::span<const PreparedAssumption> assumptions,
             std::span<const std::span<const double>> outcomes, std::span<const std::uint8_t> scramble);
  /// Regression on the terms that the members (positions in the assumptions) have among themselves.
  LeftOutRegression regression(std::span<const std::size_t> members) const;

 private:
  struct Product {
    std::size_t a, b;
    std::vector<double> values;
  };
  std::span<const PreparedAssumption> assumptions_;
  std::vector<std::vector<std::size_t>> columns_;  // by assumption: those of its columns that are taken
  std::vector<Product> products_;
  std::span<const std::uint8_t> scramble_;
};

/// Var(E[Y|X of the members]) / Var(Y), adjusted R squared: what the members explain together. Not clipped,
/// as it enters sums and differences.
LeftOut explained(const JointTerms& terms, std::span<const std::size_t> members, std::span<const double> y);

/// Shapley effects (Owen 2014; Song, Nelson and Staum 2016) of a few assumptions that may depend on one
/// another: they add up to what the members explain together, and what two share through dependence or
/// interaction is divided equally. At most six members (64 regressions); throws std::invalid_argument for
/// more.
std::vector<Estimate> shapley_effects(const JointTerms& terms, std::span<const std::size_t> members,
                                      std::span<const double> y);

/// Sets of assumptions whose draws go together, directly or through others: their rank correlation is above
/// 0.1 in absolute value and stands out of the scrambles' own (once in 100 runs any two of independent ones
/// do). Those that go with none are in no set.
std::vector<std::vector<std::size_t>> dependent_sets(std::span<const PreparedAssumption> assumptions,
                                                     std::span<const std::uint8_t> scramble);

}  // namespace sim
