#pragma once
// When the total cost of one run falls below that of another: running totals of the difference in spend.

#include <string>
#include <vector>

#include "app/goal/goals.hpp"
#include "sim/statistics.hpp"

namespace app {

/// Spend of B less that of A from the first financial year to the end of this one, in pounds.
struct RunningTotal {
  sim::Summary difference;
  Chance lower;  ///< share of the replicates in which B has cost less so far: it has paid for itself
};

struct BreakEvenYear {
  std::string year;
  RunningTotal cash;        ///< prices of each year
  RunningTotal discounted;  ///< to the first year
};

/// `differences`: spend of B less A by year, one value per replicate; a year's amount is divided by (1 +
/// discount) for each year that it lies after the first.
std::vector<BreakEvenYear> break_even(const std::vector<std::string>& years,
                                      const std::vector<std::vector<double>>& differences, double discount);

/// The first year from which on B has more likely than not cost less; empty if there is none.
std::string break_even_year(const std::vector<BreakEvenYear>& years, RunningTotal BreakEvenYear::*prices);

}  // namespace app
