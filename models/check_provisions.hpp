#pragma once
// What provisions say that cannot be: faults where it can never be, notes where it cannot be in some draws.

#include <string>
#include <vector>

#include "sim/config.hpp"

namespace models {

/// A range of years that is empty, more places used by others than there are, a type that no child can enter.
/// The families that hold provisions: the area's own, and those that interventions open.
std::vector<std::string> provision_families(const sim::Config& config);

void check_provisions(const sim::Config& config, std::vector<sim::Diagnostic>& faults);

/// The same where it depends on the draw, and the children of a type's ages whom none of its provisions
/// admits.
std::vector<std::string> notes_on_provisions(const sim::Config& config);

}  // namespace models
