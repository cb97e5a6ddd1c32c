#pragma once
// From which year on a parameter by financial year is stated.

#include <optional>
#include <string>

#include "sim/config.hpp"

namespace models {

/// The first year that the table of a parameter names, by its full name: the years before have its figure.
/// Nothing where one figure stands for all years, or one is given for the years not named.
std::optional<int> first_named_year(const sim::Config& config, const std::string& parameter);

}  // namespace models
