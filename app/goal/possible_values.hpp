#pragma once
// What a figure of a metric cannot be, whoever states it.

#include <string>

#include "sim/layout.hpp"

namespace app {

/// Why a stated figure, in the unit of summary.csv, cannot be one of a metric ("counts are not negative");
/// empty if it can.
std::string impossible(const sim::Metric& metric, const std::string& breakdown, double value);

}  // namespace app
