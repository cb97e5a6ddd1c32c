#pragma once
// The children of the first day: integers per replicate from the expected starting table.

#include "models/prepared.hpp"
#include "models/world.hpp"

namespace models {

/// Fills the state with the starting stock of plans, SEN support and cases in assessment, and opens the
/// books.
void start(World& w);

/// Integers with the same total and nearly the same values: each is rounded down or up, those with the
/// largest remainders up; ties go to the earlier.
std::vector<std::int64_t> largest_remainder(std::span<const double> values);

/// Expected requests of one age in the term `back` terms before the start, by need and severity.
struct WarmUp {
  double total = 0;
  std::array<double, need_count * severity_count> cells{};
};
WarmUp warm_up_requests(const Structure& s, const Rates& r, const Prepared& prepared, int back,
                        std::size_t age);

}  // namespace models
