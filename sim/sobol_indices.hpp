#pragma once
// First-order and total indices from a design that was simulated for them (Saltelli et al. 2010).

#include <span>
#include <vector>

#include "sim/key.hpp"
#include "sim/statistics.hpp"

namespace sim {

/// Figures of N independent rows A and B, and of A with the numbers of one factor (an assumption, a group,
/// luck) taken from B: swapped[i][r]. All spans of length N.
struct SobolRuns {
  std::span<const double> a, b;
  std::vector<std::span<const double>> swapped;
};

/// An index and its 95 % interval from the bootstrap over rows, within [0, 1].
struct SobolIndex {
  Estimate first, total;
  Interval first_interval, total_interval;
};

/// Martinez's first-order index, the correlation of B and swapped[i], less (1 - total index) of the
/// correlation of A and B: that is nought but for chance, and chance has the same part in both, so that a
/// factor which does nothing has an index of exactly 0. Jansen's total index, half the mean square of A -
/// swapped[i] over the variance. The bootstrap draws whole rows, the same for every factor, keyed by the
/// seed. A constant figure has indices of 0. Fewer than two rows, rows that are not finite or spans of
/// unequal length throw std::invalid_argument.
std::vector<SobolIndex> sobol_indices(const SobolRuns& runs, Seed seed, unsigned resamples = 1000);

}  // namespace sim
