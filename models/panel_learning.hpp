#pragma once
// What all regressions over authorities have in common.

#include <cstddef>

namespace models {

/// Smaller authorities' ratios are mostly luck: they are forecast, but not learnt from.
inline constexpr double fewest_plans = 200;
/// Pairs of years that a regression needs.
inline constexpr std::size_t fewest_pairs = 80;
/// Adds to the diagonal of a regression (weighted cases have variances of 0.03 to 0.2, hundreds of them).
inline constexpr double panel_ridge = 0.5;

}  // namespace models
