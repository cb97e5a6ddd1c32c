#pragma once
// The panel of authorities from whatever files it is in.

#include <filesystem>
#include <string>
#include <vector>

#include "models/panel_series.hpp"
#include "sim/manifest.hpp"

namespace app {

struct PanelSource {
  models::PanelSeries panel;
  std::vector<sim::ManifestInput> inputs;
  std::vector<std::string> repairs;  ///< what was mended or set aside, in sentences
};

/// One panel CSV (see panel_file.hpp), or releases of the DfE, oldest first. Throws UserError.
PanelSource read_panel(const std::vector<std::filesystem::path>& sources);

}  // namespace app
