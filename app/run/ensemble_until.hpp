#pragma once
// A whole run with as many replicates as an error asks for.

#include <optional>

#include "app/run/ensemble_run.hpp"
#include "app/run/stop_rule.hpp"

namespace app {

struct Until {
  StopRule rule;
  std::uint32_t at_most = 100000;  ///< replicates at which it gives up
};

/// The words of --until and --at-most; nothing without a rule. Throws UserError if they make no sense, or if
/// a run of these options cannot be continued.
std::optional<Until> until_options(const std::string& rule, const std::string& at_most,
                                   const RunOptions& options);

/// As ensemble_run, which it is without a rule; `options.replicates` are where it begins. The run is the one
/// that the final number of replicates would have made. Throws UserError if it has no such figure.
RunSummary ensemble_until(const RunOptions& options, const std::optional<Until>& until,
                          const sim::Config& config, bool progress);

}  // namespace app
