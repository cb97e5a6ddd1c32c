#pragma once
// What `sendcast goal` was asked to do, checked.

#include <optional>
#include <string>
#include <vector>

#include "app/goal/goals.hpp"
#include "app/goal/lever.hpp"
#include "app/run/run_options.hpp"
#include "sim/dose_search.hpp"

namespace app {

/// The words of the command line; empty where nothing was said.
struct GoalWords {
  RunWords run;
  LeverWords lever;
  std::string target, probability = "0.8", tolerance, parts = "4";
};

struct GoalOptions {
  RunOptions run;  ///< its choice has as many years as the target needs
  Lever lever;
  Goal target;
  sim::DoseQuestion question;
  std::vector<std::string> notes;
};

/// Everything that the command line and the configuration say, or all that is wrong with them. The lever is
/// tried at both ends of its range. Throws UserError for words that make no sense on their own.
struct GoalRead {
  std::optional<GoalOptions> options;
  std::vector<sim::Diagnostic> faults;
};
GoalRead goal_options(const GoalWords& words);

/// The choice of configuration, scenarios and settings at a dose.
ConfigChoice at_dose(const ConfigChoice& choice, const Lever& lever, double dose);

/// The command that repeats the search.
std::string goal_command(const GoalWords& words, const GoalOptions& options);

}  // namespace app
