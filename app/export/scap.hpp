#pragma once
// Forecasts of special provision in the layout of the school capacity survey (SCAP): whole numbers by
// provision and phase, five years of primary and seven of secondary.

#include <string>
#include <vector>

#include "app/stored/result_table.hpp"
#include "app/stored/stored_run.hpp"

namespace app {

struct ScapReturn {
  std::vector<ResultTable> tables;  ///< scap_send_forecast (as asked), scap_detail (a row per year)
  std::vector<std::string> notes;
};

/// `from`: the first academic year of the forecast ("2019-20"); empty: the first January of the run after its
/// first, which is the base. Throws UserError if the run lacks plans by placement and phase, or that year.
ScapReturn scap_return(const StoredRun& run, const std::string& from);

}  // namespace app
