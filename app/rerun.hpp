#pragma once
// A finished run's own model again, for commands that simulate more of it.

#include "app/run_options.hpp"
#include "app/stored_run.hpp"

namespace app {

/// What made a run: its options, and its configuration as its files are now.
struct Rerun {
  RunOptions options;
  sim::Config config;
};

/// Reads the command that the run's manifest holds and the files that it names. Throws UserError if they are
/// not found from here, have faults, or have changed since: what would be simulated is then another model.
Rerun rerun_of(const StoredRun& run);

/// The words of a command line that shell_word has quoted.
std::vector<std::string> shell_words(const std::string& line);

}  // namespace app
