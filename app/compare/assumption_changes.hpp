#pragma once
// Which assumptions differ between two configurations, from what to what.

#include <filesystem>
#include <string>
#include <vector>

#include "app/load.hpp"

namespace app {

/// A row of assumptions.csv: a parameter, the labels that the value was given for ("2019"; may be empty), and
/// the value or distribution as it is written there.
struct AssumptionRow {
  std::string parameter, labels, value;
};
/// Targets and outturns are left out: they move no result.
std::vector<AssumptionRow> assumption_rows(const sim::Config& config);
/// The same from the assumptions.csv of a finished run. Throws UserError if it cannot be read.
std::vector<AssumptionRow> assumption_rows(const std::filesystem::path& csv);

/// What is no number and moves results all the same, as rows of the same form: when an intervention starts,
/// where an act works, which types take those whom a full one cannot. Not in assumptions.csv.
std::vector<AssumptionRow> setting_rows(const sim::Config& config);

/// A parameter whose values differ, with those that do, on both sides: "0.09", or "2019: 266, 2020: 304".
/// "not set" where a side has no such parameter.
struct AssumptionChange {
  std::string parameter, from, to;
};
/// In the order of `a`, then what only `b` has.
std::vector<AssumptionChange> assumption_changes(const std::vector<AssumptionRow>& a,
                                                 const std::vector<AssumptionRow>& b);

/// What one scenario file changes in what precedes it.
struct ScenarioChanges {
  std::string scenario;
  std::vector<AssumptionChange> changes;
};
/// One entry per `--scenario`, in the order in which they are laid over the configuration; settings on the
/// command line come after them all and do not count. A file whose predecessors alone are at fault counts
/// with them.
std::vector<ScenarioChanges> scenario_changes(const ConfigChoice& choice);

/// What only one side has, by family and member; then one indented paragraph per parameter, at most `most` of
/// them, and how many more there are.
std::string changes_text(const std::vector<AssumptionChange>& changes, std::size_t most = 12);

}  // namespace app
