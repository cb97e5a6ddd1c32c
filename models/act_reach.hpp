#pragma once
// Which parameters acts of interventions and events can change in the course of a run.

#include <array>
#include <string>
#include <string_view>

namespace models {

/// Families whose numbers an act may change.
inline constexpr std::array<std::string_view, 5> changeable{"placement", "provision", "income", "cost",
                                                            "saving"};

/// Why parameters whose path is drawn or reckoned once are beyond reach.
inline constexpr std::string_view effect_adds_up = "its effect adds up over the years";

/// Why no act can change a parameter of this full name; empty if one can.
std::string_view why_beyond_reach(const std::string& name);

}  // namespace models
