#pragma once
// What an assumption is about, so that analysts see a few groups before a hundred names.

#include <array>
#include <string_view>

namespace models {

/// demand: how many children, plans and moves; cost: prices and income; policy: what actions, savings and
/// events of the risk register do; places: how many there are and what happens when they are full.
enum class AssumptionGroup { demand, cost, policy, places };
inline constexpr std::array assumption_groups{AssumptionGroup::demand, AssumptionGroup::cost,
                                              AssumptionGroup::policy, AssumptionGroup::places};
std::string_view name_of(AssumptionGroup);   ///< "demand"
std::string_view title_of(AssumptionGroup);  ///< "Demand"

/// The group of an assumption by its full name ("placement.mainstream.unit_cost", "request.rate[7]").
AssumptionGroup group_of(std::string_view assumption);

}  // namespace models
