#pragma once
// What `sendcast compare` was asked to do, checked.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/run/run_options.hpp"

namespace app {

/// The words of the command line; empty where nothing was said.
struct CompareWords {
  std::vector<std::string> subjects;
  ConfigChoice changes;  ///< laid over every configuration
  std::string replicates, seed, design, threads = "0", discount = "3.5", contributions = "64", orders;
  std::optional<std::string> out;
  bool layers = false, attribute = false, quiet = false, json = false, no_progress = false;
};

/// One of the things to be compared: a configuration, or the folder of a finished run.
struct Subject {
  std::string word;              ///< as it was named
  ConfigChoice choice;           ///< of a configuration
  std::filesystem::path folder;  ///< of a finished run
  bool finished() const { return !folder.empty(); }
};

struct CompareOptions {
  std::vector<Subject> subjects;   ///< the first is the reference
  RunOptions run;                  ///< what every simulation has in common
  double discount = 0.035;         ///< a year
  bool attribute = false;          ///< to the interventions that the reference has not
  std::vector<std::string> notes;  ///< on what was asked for in vain
  std::size_t orders = 0;          ///< pairs of orders for more than six of them; 0: as many as six need
};

/// Seed, replicates, design and layers that were not given are those of the first finished run, so that a
/// configuration can be set against it. Reads that run's store. Throws UserError, sim::StoreError.
CompareOptions compare_options(const CompareWords& words);

/// The command that repeats the comparison.
std::string compare_command(const CompareWords& words, const CompareOptions& options);

}  // namespace app
