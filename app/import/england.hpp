#pragma once
// What England's configuration knows: it fills what an area's files do not say.

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "models/axes.hpp"

namespace app {

inline constexpr std::size_t ages = models::ages;  // 0 to 25
using ByAge = std::array<double, ages>;

/// A placement type as far as a start needs it.
struct PlacementType {
  std::string id, title;
  bool finite = false;
  double national_stock = 0;  ///< England's plans in it
};

struct England {
  std::filesystem::path national;  ///< the file that areas extend
  ByAge residents{};               ///< at the middle of 2024, scaled
  double size = 1;                 ///< one of them stands for so many
  ByAge plans{};                   ///< January 2025 (a weight)
  ByAge new_plans{};               ///< of 2024, by age at 31 August before
  ByAge support{};                 ///< share of residents on SEN support, January 2025
  std::vector<PlacementType> placements;
  int known_to = 0;  ///< request.level_known_to
  std::map<std::string, std::map<int, double>>
      by_year;                          ///< of tables by year: the years at which they change
  std::map<int, double> support_share;  ///< pupils on SEN support by January, %
};

/// The folder `configs` of a checkout: above `near`, above the working folder, or above the program. Throws
/// UserError.
std::filesystem::path find_configs(const std::filesystem::path& near);

/// Reads it. Throws UserError if a file is missing or at fault.
England read_england(const std::filesystem::path& configs);

/// Where a setting's plans go: the placement type and the share. A setting without rows is shared out over
/// all types.
struct SettingShare {
  std::string setting, placement;
  double share = 1;
  std::string part_of;  ///< the setting is counted within this one, too
};
/// `configs/national/settings-to-placements.csv`; every type must be one of `england`. Throws UserError.
std::vector<SettingShare> read_settings(const std::filesystem::path& configs, const England& england);

/// A need under another name, such as one of the four areas of need: the needs of the model that it holds.
struct NeedShare {
  std::string name, need;
  double share = 1;
};
/// `configs/national/needs-of-other-names.csv`. Throws UserError.
std::vector<NeedShare> read_needs(const std::filesystem::path& configs);

/// Adds a user's own table: settings (setting,placement,share,part_of) or needs (name,need,share) of other
/// names. Throws UserError.
void add_own_names(const std::filesystem::path& file, const England& england,
                   std::vector<SettingShare>& settings, std::vector<NeedShare>& needs);

}  // namespace app
