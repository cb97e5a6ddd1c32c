#pragma once
// From the files named on the command line to a checked configuration, or to everything that is wrong with
// them.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/config.hpp"

namespace app {

/// What every command that reads a configuration is given.
struct ConfigChoice {
  std::filesystem::path config;
  std::vector<std::filesystem::path> scenarios;
  std::vector<std::string> settings;  ///< "name=value"
};

/// The name and value of each `--set`. Throws UserError for one without "=".
std::vector<sim::Override> overrides(const std::vector<std::string>& settings);

/// A configuration, or the faults that prevent one; notes are on what is odd and still runs.
struct Loaded {
  std::optional<sim::Config> config;
  std::vector<sim::Diagnostic> faults;
  std::vector<std::string> notes;
};

/// Reads and checks all that can be checked without simulating: names and bounds, the structure, targets and
/// outturns.
Loaded load(const ConfigChoice& choice);

/// What a configuration is read as: for itself, or as one of the areas of another. As an area it speaks for
/// no others, whatever a scenario of the whole says, and its targets and outturns are not looked at.
enum class ReadAs { own, area };

/// The same without the areas of a configuration of several.
Loaded load_one(const ConfigChoice& choice, sim::ConfigFiles& files, ReadAs as = ReadAs::own);

/// The same for one of several configurations, which share files.
Loaded load(const ConfigChoice& choice, sim::ConfigFiles& files);

/// The faults as they are printed, with their number as the last line.
std::string faults_text(const std::vector<sim::Diagnostic>& faults);

/// What a scenario file calls itself, or else the name of the file.
std::string label_of(const sim::ScenarioLabel& scenario);
/// The configuration's scenario, with the names of scenario files laid over it: "plan-2018 + more-places".
std::string scenario_name(const sim::Config& config);

}  // namespace app
