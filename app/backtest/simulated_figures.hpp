#pragma once
// Which columns of a simulation are the figures that the panel of authorities has.

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "models/panel_case.hpp"
#include "sim/layout.hpp"

namespace app {

/// Placement types of each part of the plans that is a group of settings, as `import` shares settings out:
/// "post_16" is fe_college, specialist_post_16 and work_based. From
/// configs/national/settings-to-placements.csv. Throws UserError.
std::map<std::string, std::set<std::string>> placements_of_parts(const std::filesystem::path& configs);

/// One figure: a sum of columns, for a share divided by another.
struct FigureColumns {
  std::vector<std::uint32_t> sum, of;
  /// NaN for a share of nothing.
  double value(std::span<const std::int64_t> row) const;
};

/// At metric * horizons + horizon - 1; without columns where the run has no such figure. Stocks are those of
/// January origin + horizon, new plans those of the calendar year before it.
std::vector<FigureColumns> figure_columns(const sim::Layout& layout,
                                          const std::vector<models::BacktestMetric>& metrics,
                                          const std::map<std::string, std::set<std::string>>& placements,
                                          int origin, int horizons);

}  // namespace app
