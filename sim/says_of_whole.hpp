#pragma once
// What forecasts missed, in a run of several areas: whether the whole says it of itself.

#include <string_view>

#include "sim/config.hpp"

namespace sim {

/// Whether the whole states a name of `discrepancy_by_year` in a file that its areas do not read, in a
/// scenario or an option. What areas state is of one area each, and no sum's.
bool says_of_whole(const Config& whole, std::string_view name);

}  // namespace sim
