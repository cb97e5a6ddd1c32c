#pragma once
// Two runs replicate by replicate: the distribution of their difference, and what their pairing is worth.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/column_summary.hpp"

namespace sim {

/// B less A, over the replicates in which both have a value. `difference.n` counts those; means are over them
/// too, so that mean_b - mean_a is the mean of the difference.
struct Paired {
  double mean_a = 0, mean_b = 0;
  Summary difference;
  double p_lower = 0;  ///< share of the replicates in which B < A
  double p_equal = 0;  ///< share in which B = A
};

/// The paired line of many figures. Holds its buffers between them; one per thread. Values are ordered by
/// replicate and begin at replicate `first`.
class PairSummariser {
 public:
  /// Stored integers, in units of `divisor` of them (100 turns pence into pounds). The difference is taken
  /// before it is divided, so equal figures differ by exactly nothing.
  Paired integers(std::span<const std::int64_t> a, std::span<const std::int64_t> b, double divisor,
                  std::uint32_t first = 0);
  /// Ratios; a replicate in which either does not exist (NaN) is left out.
  Paired reals(std::span<const double> a, std::span<const double> b, std::uint32_t first = 0);

 private:
  ColumnSummariser summariser_;
  std::vector<std::int64_t> whole_;
  std::vector<double> real_, a_, b_;
};

/// (Var A + Var B) / Var(B - A): how many times more replicates two independent runs would need to know the
/// mean difference as well as the pairs do. Infinite where the difference never varies, NaN where the figures
/// do not either.
double variance_reduction(std::span<const double> a, std::span<const double> b);

/// B - A where both exist, NaN elsewhere.
std::vector<double> differences(std::span<const double> a, std::span<const double> b);

}  // namespace sim
