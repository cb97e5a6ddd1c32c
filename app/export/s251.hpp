#pragma once
// High needs spend by line of the section 251 budget statement.

#include <optional>
#include <string>
#include <vector>

#include "app/stored/result_table.hpp"
#include "app/stored/stored_run.hpp"

namespace app {

struct S251Return {
  std::vector<ResultTable> tables;  ///< s251_budget
  std::vector<std::string> notes;
};

/// `recouped`: the share of place funding that the DfE recoups for academies and pays itself; nothing if
/// unknown. Throws UserError if the run has no spend by line.
S251Return s251_return(const StoredRun& run, std::optional<double> recouped);

}  // namespace app
