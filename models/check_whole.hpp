#pragma once
// What can be wrong with a configuration that speaks for several areas before they are read.

#include <vector>

#include "sim/config.hpp"

namespace models {

/// Faults of its time and its name: it has no children, places or events of its own (check_structure looks at
/// those of its areas).
std::vector<sim::Diagnostic> check_whole(const sim::Config& config);

}  // namespace models
