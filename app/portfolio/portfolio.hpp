#pragma once
// Which interventions to take under a budget and a limit of staff, from paired runs of each.

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/goal/goals.hpp"
#include "app/run/sampling.hpp"
#include "app/stored/result_table.hpp"
#include "app/terminal.hpp"
#include "app/voi/objective.hpp"
#include "sim/portfolio.hpp"

namespace app {

/// An action as it is listed: the run that has it and nothing else beyond the reference. NaN costs are read
/// from the run (`intervention_cost` beyond that of the reference, over all years).
struct ActionRow {
  std::string name, run;
  double cost = std::numeric_limits<double>::quiet_NaN();
  double staff = 0;
  double beyond_run = 0;  ///< what the file's cost is more than the run's, pounds; found with the run
  std::vector<std::string> excludes, needs;
  int line = 0;
};

/// Rows of a file of actions; a name "x+y" is the run of both together. Throws UserError with all faults.
std::vector<ActionRow> read_actions(const std::filesystem::path& csv);

struct PortfolioOptions {
  std::vector<std::string> runs;                 ///< the reference first; of a comparison, its runs
  std::optional<std::filesystem::path> actions;  ///< then `runs` is the reference alone
  ObjectiveWords objective;
  double budget = std::numeric_limits<double>::infinity();
  double staff = std::numeric_limits<double>::infinity();
  std::string target;  ///< "METRIC <= X in PERIOD"; may be empty
  unsigned threads = 0;
  std::filesystem::path out;
};

struct PortfolioAction {
  std::string name, scenario;
  double cost = 0, staff = 0;
  double beyond_run = 0;  ///< of the cost: what a file of actions adds to the run's, pounds
  sim::Summary benefit;
  double chance_pays = 0;  ///< that its net benefit is above nought
};

/// A selection with its distribution. `roles`: "best", "robust", "likeliest", "frontier".
struct PortfolioLine {
  sim::Portfolio portfolio;
  std::vector<std::string> actions, roles;
  sim::Summary benefit;
  double worst_tenth = 0;  ///< mean of the worst tenth of replicates
  double chance_pays = 0;
  Chance target = {};  ///< NaN without a target
};

struct PortfolioSummary : Sampling {
  std::string area, reference, objective, unit;
  bool money = true;
  double budget = 0, staff = 0;
  std::optional<Goal> target;
  Chance target_without = {};  ///< of the reference
  std::vector<PortfolioAction> actions;
  std::vector<PortfolioLine> lines;  ///< by rising cost; the named choices and the frontier
  std::size_t allowed = 0, looked_at_for_target = 0;
  unsigned times_chosen = 0;
  std::vector<std::string> notes;
  double seconds = 0;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

PortfolioSummary portfolio_run(const PortfolioOptions& options, const std::string& command);

/// "portfolio_actions" and "portfolio".
std::vector<ResultTable> portfolio_tables(const PortfolioSummary& summary);
std::string portfolio_text(const PortfolioSummary& summary, const Style& style);
std::string portfolio_json(const PortfolioSummary& summary);

}  // namespace app
