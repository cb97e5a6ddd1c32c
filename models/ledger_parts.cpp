// What the lines of the ledger are for, where a difference in spend is explained.

#include "models/ledger_parts.hpp"

#include <array>

#include "models/structure.hpp"

namespace models {
namespace {

using enum SpendPart;

constexpr std::array<LineOfSpend, fixed_lines.size()> lines{{
    {"place_funding", "place funding", places},
    {"import_export", "imports and exports", places},
    {"over_number", "over number", places},
    {"interim_placements", "waiting for a place", places},
    {"early_support", "early support", policy},
    {contributions_line, "contributions and recharges", policy},
    {unexplained_line, "unexplained in the base year", other},
    {savings_line, "cash savings", policy},
    {"published_spend", "published spend", other},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].line != fixed_lines[i]) return false;
  return true;
}
static_assert(in_order(), "every line that the model fills has its part");

}  // namespace

std::span<const LineOfSpend> lines_of_spend() { return lines; }

}  // namespace models
