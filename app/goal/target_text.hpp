#pragma once
// A target in one line, as the command line takes it: "independent_share <= 10 % in 2026".

#include <optional>
#include <string>
#include <vector>

#include "app/goal/goals.hpp"
#include "sim/config.hpp"

namespace app {

/// A target as it is written, or what is wrong with it.
struct TargetText {
  std::optional<Goal> goal;  ///< metric, breakdown, category, period, aim, value: not yet looked up
  bool in_per_cent = false, in_pounds = false;  ///< how its value was written
  std::optional<sim::Diagnostic> fault;
};

/// "METRIC <= X in PERIOD" or ">=", with "METRIC[BREAKDOWN=CATEGORY]" for a part of it. X: 1,165, 0.1, 10 %,
/// £19m, £1.5bn. PERIOD as in summary.csv; "January 2026" and "September 2026" are also understood.
TargetText read_target(const std::string& text);

/// The target that `--target` names: a line, or the id of a `[target.*]` of the configuration, found in the
/// layout. Adds what is wrong to the faults; a period that the run does not reach is one, too.
std::optional<Goal> target_of(const std::string& text, const sim::Config& config, const sim::Layout& layout,
                              std::vector<sim::Diagnostic>& faults);

}  // namespace app
