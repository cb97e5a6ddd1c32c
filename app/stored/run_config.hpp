#pragma once
// The configuration that a finished run was made from, read anew from its files.

#include <optional>
#include <string>

#include "app/run/run_options.hpp"
#include "app/stored/stored_run.hpp"
#include "sim/config.hpp"

namespace app {

/// What `sendcast run` was given, and its configuration; or why that cannot be had, as a clause ("its
/// configuration has changed since").
struct RunConfig {
  RunOptions options;
  std::optional<sim::Config> config;
  std::string why_not;
  bool changed = false;  ///< the files are there, and are not those that the run read
};

/// Reads the files that the manifest's command names, from the present folder, and compares their digest with
/// the run's.
RunConfig config_of(const StoredRun& run);
/// The same of a run that is known by its command and the digest of its configuration.
RunConfig recorded_run(const std::string& command, const std::string& config_digest);

/// The words of a command line as a POSIX shell splits what shell_word wrote.
std::vector<std::string> words_of(const std::string& command);

}  // namespace app
