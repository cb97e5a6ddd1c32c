// Travel: who has travel assistance in a placement and by which mode, outside the DSG.
#include "models/world.hpp"

namespace models {

bool travels(const Rates& r, const Structure& s, const PlanChild& c) {
  return c.age <= r.v(s.slot.travel_to_age) &&
         sim::unit(c.travel_word) <
             r.v(s.types[c.type].travel_share) * r.v(s.slot.travel_severity, c.severity);
}

void set_travel(World& w, PlanChild& c) {
  if (c.mode != PlanChild::no_travel) --w.accounts.travellers[c.mode];
  c.mode = PlanChild::no_travel;
  if (!travels(w.r, w.s, c)) return;
  c.mode = c.mode_if_any;
  ++w.accounts.travellers[c.mode];
}

}  // namespace models
