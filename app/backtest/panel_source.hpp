#pragma once
// The panel of authorities from whatever files it is in.

#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/import/labels.hpp"
#include "models/panel_series.hpp"
#include "sim/manifest.hpp"

namespace app {

struct PanelSource {
  models::PanelSeries panel;
  std::vector<sim::ManifestInput> inputs;
  std::vector<std::string> repairs;  ///< what was mended or set aside, in sentences
  /// By code: the number of the Department, which stays when the code changes.
  std::map<std::string, std::string> numbers;
  bool one_file = false;  ///< a panel CSV: it has no needs, settings and single ages
};

/// A group of settings that the backtest forecasts as one part of the plans.
struct SettingGroup {
  std::string_view part;
  std::array<std::string_view, 3> settings;  ///< the first must be known; the others count if they are
};
std::span<const SettingGroup> setting_groups();

/// Groups of ages that the backtest forecasts, youngest first, as parts of the plans: "age_5-10".
inline constexpr std::array<AgeBand, 5> panel_age_groups{{{0, 4}, {5, 10}, {11, 15}, {16, 19}, {20, 25}}};
std::string part_of_ages(const AgeBand& ages);

/// One panel CSV (see panel_file.hpp), or releases of the DfE, oldest first. Throws UserError.
PanelSource read_panel(const std::vector<std::filesystem::path>& sources);

}  // namespace app
