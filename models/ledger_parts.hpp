#pragma once
// What the lines of the ledger are for, where a difference in spend is explained.

#include <span>
#include <string_view>

namespace models {

/// Spend on children by placement is counted by placement as well; of the other lines:
enum class SpendPart {
  places,  ///< commissioned places, whoever sits in them, and those who wait or are over number
  policy,  ///< what a programme costs, and the savings and contributions that it brings as cash
  other,   ///< not tied to a plan, unexplained, published
};

/// A line that the model itself fills, and what it is for.
struct LineOfSpend {
  std::string_view line, title;
  SpendPart part;
};

/// All of `fixed_lines`. What a ledger holds besides are lines of placements, of interventions and of costs
/// that are not tied to a plan.
std::span<const LineOfSpend> lines_of_spend();

/// The line of what health and social care pay: the one line through which cost moves to others.
inline constexpr std::string_view contributions_line = "contributions";
inline constexpr std::string_view savings_line = "savings";
inline constexpr std::string_view unexplained_line = "unexplained_base";

}  // namespace models
