#pragma once
// The metrics whose past forecasts can be held against what was published.

#include <array>
#include <string_view>

namespace models {

/// Each has a parameter `discrepancy_by_year.<metric>`.
inline constexpr std::array<std::string_view, 3> discrepancy_metrics{"ehcp_stock", "new_plans",
                                                                     "independent_share"};

}  // namespace models
