#pragma once
// Faults of an uncertain number that can be seen before any distribution is built.

#include <vector>

#include "sim/dist_fit.hpp"
#include "sim/uncertain.hpp"

namespace sim {

/// Mean, sd and all quantiles of the input, ascending by probability.
Facts facts_of(const UncertainInput&);

/// Unknown names, numbers that are not finite, an order that is broken, lists that do not match.
std::vector<Fault> check_input(const UncertainInput&, const Facts&);

/// The probability of a percentile key ("p10", "p05"), or 0 if it is none.
double percentile_of(std::string_view key);

}  // namespace sim
