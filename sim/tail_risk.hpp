#pragma once
// How bad it can get: exceedance, value at risk, what lies beyond it, when a limit is crossed, and what the
// bad cases are made of. Larger values are worse. Plain spans of numbers, one per replicate in their order.
//
// Monte Carlo errors come from the 16 independent scrambles (sim/design.hpp), as everywhere; NaN for fewer
// than 64 values. Values are finite.

#include <cstddef>
#include <span>
#include <vector>

#include "sim/statistics.hpp"

namespace sim {

/// The worst 1 - level of a sample as weights that add up to 1: each value above the boundary weighs 1 in
/// n (1 - level), the boundary what remains of the tail (a fraction of a replicate is a fraction of its
/// weight). Equal values weigh the same, so that the order of replicates does not matter. 0 <= level < 1; for
/// a tail of less than one replicate the largest values share it. Acerbi and Tasche 2002, definition 2.6.
std::vector<double> tail_weights(std::span<const double> values, double level);

/// Sum of weight x value.
double weighted_sum(std::span<const double> weights, std::span<const double> values);

/// Value at risk (the quantile of type 7) and the mean of the tail beyond its level, which is never below it.
struct TailRisk {
  double level = 0.95;
  Estimate var, tvar;
  Interval var_interval;  ///< of order statistics, 95 %; exact for independent draws, wide for others
};
TailRisk tail_risk(std::span<const double> values, double level);

/// Share of the values above a limit.
Estimate chance_above(std::span<const double> values, double limit);

struct ExceedancePoint {
  double threshold = 0;
  Estimate chance;
};
/// P(X > x) at each threshold, in their order.
std::vector<ExceedancePoint> exceedance_curve(std::span<const double> values,
                                              std::span<const double> thresholds);
/// About `count` round numbers (1, 2, 2.5 or 5 times a power of ten apart) from the smallest to the largest
/// value; one for a constant.
std::vector<double> round_thresholds(std::span<const double> values, std::size_t count);

/// When a path first goes above its limit.
struct Crossing {
  std::vector<Estimate> first;  ///< by period: chance that it is the first above
  std::vector<Estimate> by;     ///< by period: chance that it was above in it or before
  Estimate never;
};
/// paths[t][r]: value of replicate r at period t; limits[t]: NaN where there is none in that period.
Crossing first_crossing(std::span<const std::span<const double>> paths, std::span<const double> limits);

/// What a total is in its tail, part by part. Conditional means: they add up to the tail mean of the total,
/// as the parts do to the total in each replicate (Euler allocation; Tasche 1999).
struct TailPart {
  Estimate mean, in_tail,
      excess;  ///< of the part: over all replicates, in the tail, the second less the first
};
/// One per part.
std::vector<TailPart> tail_parts(std::span<const double> total,
                                 std::span<const std::span<const double>> parts, double level);

/// What is typical of the worst cases: a factor among them against all.
struct TailShift {
  Estimate mean, in_tail;
  Estimate shift;  ///< (in_tail - mean) / sd over all; 0 for a constant factor
  double tail_p10 = 0, tail_p50 = 0, tail_p90 = 0;
  double percentile = 0;  ///< of the tail's median among all values: 0.5 for a factor that does not matter
};
std::vector<TailShift> reverse_stress(std::span<const double> outcome,
                                      std::span<const std::span<const double>> factors, double level);

}  // namespace sim
