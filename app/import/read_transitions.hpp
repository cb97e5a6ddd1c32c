#pragma once
// The files of the Mastodon C model, which many councils hold: transitions, population, costs, valid states.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/import/data_log.hpp"
#include "app/import/england.hpp"
#include "app/import/panel.hpp"
#include "sim/count_chain.hpp"

namespace app {

struct TransitionsChoice {
  std::optional<int> as_of;  ///< transitions into later Januaries leave no trace
  std::vector<SettingShare> settings;
  std::vector<NeedShare> needs;
};

/// What the files hold beside facts.
struct TransitionFiles {
  std::map<std::string, double> mean_cost;  ///< GBP a year by placement type
  std::vector<std::string> settings;        ///< states of the chain
  int january = 0;                          ///< its start: the last one that is counted
  sim::ChainCounts chain;  ///< by age and setting, years pooled; no people if population.csv is missing
};

/// Adds what the files count: plans of each January by age, need and setting; new plans (from NONSEND) and
/// plans ceased (to NONSEND) by age; moves between settings ("moves", category "A to B") beside those who
/// were in A and stayed in the system; residents by age. A row says what became of a child between January of
/// `calendar-year` and the next; academic year 0 is Reception, age 4 at 31 August before. Returns the mean
/// yearly cost of a plan by placement type (costs.csv, weighted by the children of the last January; zeros
/// are not reported). Throws UserError for missing files, for tables whose rows contradict each other or
/// that lack an age from 0 to 25 (TransitionTables), and for settings and needs that no table names: all of
/// them in one message.
TransitionFiles read_transitions(const std::filesystem::path& folder, const TransitionsChoice& choice,
                                 Panel& panel, Authority& area, DataLog& log);

}  // namespace app
