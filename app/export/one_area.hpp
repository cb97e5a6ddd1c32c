#pragma once
// A return is of one authority: which of a run of several it is, and whether the run keeps what it needs.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/stored/stored_run.hpp"

namespace app {

/// A metric and one of its breakdowns ("placement_stock", "placement_phase").
using NeededBreakdown = std::pair<std::string, std::string>;

/// The run as that of one of its areas. UserError if it is of several and `area` is empty, a region or all
/// together, or if it keeps less of the area than of all together of what is `needed`.
std::unique_ptr<const StoredRun> run_of_one_area(const std::filesystem::path& folder, const std::string& area,
                                                 const std::string& what,
                                                 const std::vector<NeededBreakdown>& needed);

/// "Of Camden, one area of a run of England."; empty for a run of one area.
std::string area_note(const StoredRun& run);

}  // namespace app
