#pragma once
// assumptions.csv: every number that a run rests on, what is known of it, and where it was set.

#include <filesystem>
#include <string>

#include "sim/config.hpp"

namespace sim {

/// What an assumption is set to: a number, or a distribution in words.
std::string written_value(const Assumption& assumption);
/// One line per assumption in the order of the schema: its mean, its P10 and P90 if uncertain, its evidence.
std::string assumptions_csv(const Config& config);

}  // namespace sim
