#pragma once
// What interventions that are sound one by one do together.

#include <vector>

#include "sim/config.hpp"

namespace models {

/// Adds a fault for each parameter that interventions together take out of its bounds, and for weights that
/// they all take to nought. For configurations whose acts have no other fault.
void check_together(const sim::Config& config, std::vector<sim::Diagnostic>& faults);

}  // namespace models
