#pragma once
// Averages of cases that come in clusters, such as forecasts made in the same year: cases of one cluster
// share what happened to it, so that the clusters, not the cases, say how sure the average is.

#include <cstddef>
#include <span>
#include <vector>

#include "sim/statistics.hpp"

namespace sim {

struct ClusteredEstimate {
  double value = 0;
  Interval interval;  ///< at the level asked for; NaN for fewer than two clusters
  std::size_t cases = 0, clusters = 0;
};

/// Mean of the values and a confidence interval from the clusters' sums (linearised, as in survey sampling
/// with unequal clusters; Cochran 1977, 9A), with Student's t on clusters - 1 degrees of freedom. cluster[i]:
/// a label of values[i]; the two have the same length.
ClusteredEstimate clustered_mean(std::span<const double> values, std::span<const int> cluster,
                                 double level = 0.95);

/// 1 - mean(score) / mean(benchmark) of the same cases, and an interval from the clusters: paired, because
/// the cases' differences enter, not the two scores apart.
ClusteredEstimate clustered_skill(std::span<const double> score, std::span<const double> benchmark,
                                  std::span<const int> cluster, double level = 0.95);

}  // namespace sim
