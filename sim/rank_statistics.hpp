#pragma once
// Simulation-based calibration: if a posterior is right, the rank of the truth among its draws is uniform
// (Cook, Gelman and Rubin 2006; Talts et al. 2018).

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

inline constexpr std::size_t rank_bins = 20;
/// 99.99 % point of chi-square with 19 degrees of freedom, to three decimals: a right posterior stays below
/// it but for one time in ten thousand.
inline constexpr double rank_limit = 50.795;

/// How many draws lie below the truth, 0 to the number of draws; draws equal to it count by `u` in (0,1), so
/// that whole numbers rank uniformly too.
std::size_t rank_of(std::span<const double> draws, double truth, double u);

/// Counts of ranks in equal bins. `draws`: of each posterior, so that there are draws + 1 ranks. Bins hold
/// equally many ranks only if their number divides draws + 1 (99 or 199 draws for 20 bins): else throws
/// std::invalid_argument, as it does for a rank above `draws`.
std::vector<std::size_t> rank_histogram(std::span<const std::size_t> ranks, std::size_t draws,
                                        std::size_t bins = rank_bins);

/// Pearson's statistic of counts in equally likely bins.
double uniform_chi_square(std::span<const std::size_t> counts);

}  // namespace sim
