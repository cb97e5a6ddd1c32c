#pragma once
// Where every random number of the model comes from: purposes, occasions and entities, laid out in one place.
//
// A draw is Philox4x32-10 with key = run seed and counter = (replicate 32 bits, entity 64, occasion 16,
// purpose 16). Placement types enter by a hash of their name, above the purposes that are listed here.

#include <cstdint>
#include <string_view>

#include "sim/key.hpp"

namespace models {

enum class Purpose : std::uint16_t {
  // of a year: entity = hash of "national" or of the area, occasion = calendar year
  year_effect = 1,
  migration_shock,
  price_shock,
  // of a run: entity = place in the order, occasion = n-th order of actions
  attribution_order = 8,
  // of a forecast of the panel of authorities: entity = hash of the authority's code or of "national",
  // occasion = January of the origin, replicate = draw
  panel_years = 12,
  panel_shares,
  panel_discrepancy,
  // of a cohort: entity = area, origin and age; occasion = term
  identified = 16,
  direct_requests,
  transferred_in,
  warm_up_requests,
  // of the starting stock: entity = area and age
  start_cells = 24,
  start_support,
  start_swaps,
  start_refusals,
  // of a child
  nature = 32,   // need, severity, cost factor, looked after; occasion 0
  nature_more,   // queue rank, travel, direct need; occasion 0
  support_year,  // hazards on SEN support; occasion = academic year, word = season
  request,       // occasion = n-th request
  request_more,
  dispute_refusal,   // occasion = n-th request; decided by term, word = season of `dispute_term`
  dispute_term,      // occasion = academic year, word = season
  plan_year,         // in-year leaving; occasion = academic year, word = season
  leave_day,         // occasion = academic year, word = season
  end_of_year,       // cease at 31 August, reason, appeal; occasion = academic year
  review,            // occasion = academic year, word = season: held or not
  review_outcome,    // occasion = n-th review: seek a move, amend
  placement_appeal,  // occasion as for the choice that is appealed
  plan_dispute,      // occasion = academic year, word = season: decided, outcome
  plan_dispute_outcome,
  waits,            // occasion = school phase
  queue_rank,       // occasion = school phase
  gate,             // occasion = phase transfer: whether a plan is issued anew, appeal
  returning,        // when a child that has left is identified again, and how; occasion 0
  moves_next_door,  // whether a plan that moves away goes to a linked area, and to which
  first_type_hash = 256,
};

constexpr std::uint16_t purpose(Purpose p) { return static_cast<std::uint16_t>(p); }

/// The purpose of the choice noise of a placement type: a hash of its name above the listed purposes and
/// below 0xffff, which is that of the assumption draws.
constexpr std::uint16_t choice_purpose(std::string_view type) {
  constexpr auto first = static_cast<std::uint32_t>(Purpose::first_type_hash);
  return static_cast<std::uint16_t>(first + sim::name_hash64(type) % (0xffffU - first));
}

/// Occasions of a choice: first placement, phase transfer by point, n-th review, appeal.
namespace occasion {
inline constexpr std::uint16_t first_placement = 0;
constexpr std::uint16_t phase_transfer(std::size_t point) { return static_cast<std::uint16_t>(1 + point); }
constexpr std::uint16_t forced_move(unsigned age) { return static_cast<std::uint16_t>(32 + age); }
constexpr std::uint16_t review_move(unsigned nth) { return static_cast<std::uint16_t>(64 + nth); }
constexpr std::uint16_t appeal(std::uint16_t choice) { return static_cast<std::uint16_t>(0x8000U | choice); }
}  // namespace occasion

enum class Entry : std::uint8_t {
  plan_at_start,
  support_at_start,
  case_at_start,
  identified,
  direct,
  transferred_in
};

/// A child: area 16 bits, how it entered 8, birth cohort 8 (year mod 256), how often it has come back 4, and
/// how-manieth of that cohort 28. An ordinal of all ones names the cohort itself.
constexpr std::uint64_t child_entity(std::uint16_t area, Entry entry, int birth_year, std::uint32_t ordinal) {
  return std::uint64_t{area} << 48 | std::uint64_t{static_cast<std::uint8_t>(entry)} << 40 |
         std::uint64_t{static_cast<std::uint8_t>(birth_year)} << 32 | ordinal;
}

inline constexpr std::uint64_t one_return = std::uint64_t{1} << 28, most_returns = 15 * one_return;
/// The same child when it comes back: its draws are others. (After fifteen returns they repeat.)
constexpr std::uint64_t returned(std::uint64_t child) {
  return (child & most_returns) == most_returns ? child : child + one_return;
}
/// The child as it first entered: the one who comes back is the same person.
constexpr std::uint64_t person(std::uint64_t child) { return child & ~most_returns; }

}  // namespace models
