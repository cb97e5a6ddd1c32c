#pragma once
// Runs taken as actions: each alone, and two together.

#include <utility>

#include "app/portfolio/portfolio.hpp"

namespace app {

/// The actions with their runs, and the runs of two together.
struct PortfolioPlan {
  std::vector<ActionRow> single, both;
  std::vector<std::size_t> run_of_single, run_of_both;  ///< position among the runs; 0 is the reference
  std::vector<PairedRun> runs;
};

/// Reads the runs, and the file of actions if there is one. Without it an action is called what its run adds
/// to the reference: "brokerage" of "do-nothing + brokerage". Throws UserError.
PortfolioPlan plan_of(const PortfolioOptions& options);

/// An action's position among those alone. Throws UserError if no run has it alone.
std::size_t position_of(const PortfolioPlan& plan, const std::string& name);

/// The two of "x + y". Throws UserError if there are more, or one has no run of its own.
std::pair<std::size_t, std::size_t> two_of(const PortfolioPlan& plan, const std::string& name);

}  // namespace app
