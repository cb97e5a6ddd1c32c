#pragma once
// The DfE release "Education, health and care plans" (its folder of CSV files, or its ZIP) as facts of all
// authorities.

#include <filesystem>
#include <optional>
#include <vector>

#include "app/import/data_log.hpp"
#include "app/import/panel.hpp"

namespace app {

struct ReadRelease {
  Panel panel;
  DataLog log;
};

/// Reads one release, or several, oldest first: where two have a figure the later one speaks. With `as_of`,
/// nothing later than January of that year is looked at: counts of later Januaries and flows of that calendar
/// year and later leave no trace, not even in the log.
///
/// Totals that the release itself contradicts are mended and logged: see release_repairs.hpp. Throws
/// UserError for paths and files that cannot be read, and when no file of a release is found. Figures are
/// counts of plans, children or decisions.
ReadRelease read_releases(const std::vector<std::filesystem::path>& releases, std::optional<int> as_of = {});

}  // namespace app
