#pragma once
// The configurations that the workbench offers, found once when it starts: afterwards a browser names one of
// them, never a file.

#include <filesystem>
#include <string>
#include <vector>

namespace app {

struct OfferedArea {
  std::string id;  ///< "kingston/plan-2018"
  std::filesystem::path file;
  std::string area, scenario, description;
};

/// Configurations in the folders below `folder` that can be run as they are, then the files of `more`. Layers
/// that others extend are passed over; how many is added to `passed_over`. Throws UserError with all faults
/// of the files of `more`, or if there is nothing to offer.
std::vector<OfferedArea> offered_areas(const std::filesystem::path& folder,
                                       const std::vector<std::filesystem::path>& more,
                                       std::vector<std::string>& passed_over);

}  // namespace app
