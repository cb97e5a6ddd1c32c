#pragma once
// Rounding for tables that must add up as printed.

#include <span>
#include <vector>

namespace sim {

/// Whole numbers within 1 of the values that add up to `sum`, a whole number within 1 of theirs: all are
/// rounded down, and those with the largest remainders go up (the first of equal ones).
std::vector<double> rounded_to(std::span<const double> values, double sum);

}  // namespace sim
