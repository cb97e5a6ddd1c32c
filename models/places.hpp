#pragma once
// Places: which provision of a finite type admits a child, and whether it has room.

#include "models/world.hpp"

namespace models {

/// Whether a provision takes a child of this age and need.
inline bool admits(const World& w, std::size_t provision, std::size_t age, std::size_t need) {
  return (w.s.provisions[provision].needs >> need & w.r.ages_admitted[provision] >> age & 1U) != 0;
}
/// The first provision of the type, in order of name, that admits the child and has a place; else the first
/// whose over-number tolerance has room; -1 if none.
int room(const World& w, TypeIndex type, std::size_t age, std::size_t need);
/// The same without the tolerance.
int room_within(const World& w, TypeIndex type, std::size_t age, std::size_t need);
/// Gives the child a place in the type, over number if there is no room (tribunal-directed, plans that move
/// in).
int over_number_place(const World& w, TypeIndex type, std::size_t age, std::size_t need);
/// Whether the child may stay where it is at its age.
inline bool can_stay(const World& w, const PlanChild& c) {
  if ((w.r.ages_kept[c.type] >> c.age & 1U) == 0) return false;
  if (c.provision < 0) return !w.s.types[c.type].finite;  // in a finite type nobody stays without a place
  return admits(w, static_cast<std::size_t>(c.provision), c.age, c.need);
}

}  // namespace models
