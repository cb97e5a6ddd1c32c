#pragma once
// Weights by which something is shared out.

#include <vector>

#include "models/values.hpp"
#include "sim/config.hpp"
#include "sim/diagnostic.hpp"

namespace models {

/// Adds a fault for each row of weights that adds to nought where something is to be shared out by it. `v`:
/// the configuration's own numbers, or what interventions make of them.
void check_weights(const sim::Config& c, Values v, std::vector<sim::Diagnostic>& faults);

}  // namespace models
