#pragma once
// The search for the smallest dose: simulates dose after dose on the same random numbers, and writes what it
// found.

#include <filesystem>
#include <string>
#include <vector>

#include "app/goal/goal_options.hpp"
#include "app/run/sampling.hpp"
#include "app/terminal.hpp"
#include "sim/statistics.hpp"

namespace app {

struct GoalSummary : Sampling {
  std::string area, scenario, start;
  std::int64_t years = 0;  ///< simulated: no more than the target needs
  Lever lever;
  Goal target;
  sim::DoseQuestion question;
  sim::DoseAnswer answer;
  std::vector<sim::Summary> figures;  ///< of the target's metric, by dose tried
  std::vector<std::string> notes;
  double seconds = 0;
  std::filesystem::path folder;
  std::vector<std::string> files;

  const sim::DoseTried& best() const { return answer.tried[answer.best]; }
};

/// `command`: what repeats the search. Leaves no file if the user interrupts it (sim::Stopped). Shows
/// progress on stderr when `progress` is set.
GoalSummary goal_run(const GoalOptions& options, const std::string& command, bool progress);

/// 80 columns of text.
std::string goal_text(const GoalSummary& summary, const Style& style);
std::string goal_json(const GoalSummary& summary);
/// goal.csv: one line per dose tried, from no action on.
std::string goal_csv(const GoalSummary& summary);

}  // namespace app
