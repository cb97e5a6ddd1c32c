#pragma once
// Plans and spend in the layout of a DSG management plan: 7 categories of placement by 5 ages and by 13
// needs, unmitigated and mitigated.

#include <string>
#include <vector>

#include "app/stored/result_table.hpp"
#include "app/stored/stored_run.hpp"

namespace app {

struct DsgReturn {
  std::vector<ResultTable> tables;  ///< dsg_plans_by_age, dsg_plans_by_need, dsg_finance
  std::vector<std::string> notes;
};

/// `mitigated`: its twin with the actions of the plan; null for none. Throws UserError if they are no pairs,
/// or if a run lacks what the layout needs.
DsgReturn dsg_return(const StoredRun& run, const StoredRun* mitigated);

}  // namespace app
