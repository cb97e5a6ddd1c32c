#pragma once
// A panel of authorities in one CSV file: one row for each authority and year.

#include <cstddef>
#include <filesystem>
#include <string>

#include "models/panel_series.hpp"

namespace app {

inline constexpr std::size_t largest_panel_file = 64U << 20U;

/// Columns `code`, `name`, `year`, `plans` (January of the year), `new_plans`, `requests`, `undecided` (of
/// the calendar year; the last two may be missing), and parts of the plans in January as `part:NAME`. Empty
/// cells are not known; 0 plans, and more plans in a part than in all, are faults. England's rows have the
/// code E92000001. Throws UserError with all faults.
models::PanelSeries read_panel_file(const std::filesystem::path& file);

/// The same as text.
std::string panel_csv(const models::PanelSeries& panel);

/// The code of England in ONS geography.
inline constexpr const char* england_code = "E92000001";

}  // namespace app
