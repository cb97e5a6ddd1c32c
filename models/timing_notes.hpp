#pragma once
// What lies outside the years of a run, and still is no fault.

#include <string>
#include <vector>

#include "sim/config.hpp"

namespace models {

/// Notes on interventions and events that begin after the run ends, are over before it begins, or begin
/// before it; and on costs that are stated from a later year on than they begin. For a configuration without
/// faults.
std::vector<std::string> notes_on_timing(const sim::Config& config);

}  // namespace models
