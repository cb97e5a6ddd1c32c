#pragma once
// The shape of a run at a glance: medians by year as small bars.

#include <string>

#include "app/run/run_summary.hpp"

namespace app {

/// At most 80 columns: plans, independent share, spend, position and deficit, each with its first and last
/// median. Nothing of a run of fewer than three periods.
std::string shapes_text(const RunSummary& summary, const Style& style);

}  // namespace app
