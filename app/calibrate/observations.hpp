#pragma once
// What a calibration learns from: outturns of the configuration and of a CSV file, found in the results.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/goal/goals.hpp"
#include "sim/config_files.hpp"

namespace app {

/// An outturn as it was written, before anybody looked whether a run has such a figure.
struct WrittenOutturn {
  Goal goal;
  sim::Origin where;
  std::optional<double> discrepancy = {};  ///< its own, in the place of the metric's
};

struct WrittenOutturns {
  std::vector<WrittenOutturn> outturns;
  std::vector<sim::Diagnostic> faults;
  std::vector<std::string> notes;
  std::optional<sim::InputFile> input;  ///< the CSV file
};

/// The `[outturn.*]` of a configuration that are no forecasts, and the rows of a CSV file with the columns
/// metric, period and value, and if they like breakdown, category, source, area (rows of other areas are left
/// out and noted) and discrepancy (relative standard deviation; empty: the metric's). The same figure twice
/// with another value is a fault; with the same value it counts once. `own`: those of the configuration
/// count.
WrittenOutturns written_outturns(const sim::Config& config, bool own, const std::filesystem::path& csv,
                                 sim::ConfigFiles& files);

/// Whether a period is over at the end of the January of a year.
bool over_by_january(sim::PeriodType type, const std::string& period, int year);
/// The last calendar year of which something has been counted in a period: that before a January.
int last_counted_year(sim::PeriodType type, const std::string& period);

/// An observation that the run has a figure of.
struct Observation {
  Goal goal;  ///< found in the layout
  sim::Origin where;
  double discrepancy = 0;  ///< relative standard deviation
};

/// Outturns as a layout has them, in its order.
struct FoundOutturns {
  std::vector<Observation> observations;
  std::vector<WrittenOutturn> outside;  ///< of periods that the run does not have
  std::vector<sim::Diagnostic> faults;
};
/// `until`: what was counted by the end of that January alone.
FoundOutturns found_outturns(const sim::Config& config, const sim::Layout& layout,
                             const WrittenOutturns& written, std::optional<int> until);
/// "3 outturns of periods that this run does not have left out: ...", by file and line; empty for none.
std::string outside_note(const std::vector<WrittenOutturn>& outside);

}  // namespace app
