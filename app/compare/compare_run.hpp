#pragma once
// A whole comparison: simulates what is not finished yet, pairs the runs, and writes a folder of files.

#include <optional>
#include <vector>

#include "app/compare/compare_options.hpp"
#include "app/compare/comparison_summary.hpp"

namespace app {

/// `configs`: one per subject, none for a finished run; `command`: what repeats the comparison. Throws
/// UserError if the runs are no pairs, before anything is simulated. Leaves no file if the user interrupts it
/// (sim::Stopped). Shows progress on stderr when `progress` is set.
ComparisonSummary compare_run(const CompareOptions& options,
                              const std::vector<std::optional<sim::Config>>& configs,
                              const std::string& command, bool progress);

}  // namespace app
