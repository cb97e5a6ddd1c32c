// Travel: who has travel assistance in a placement and by which mode, outside the DSG.
#include "models/world.hpp"

namespace models {

void set_travel(World& w, PlanChild& c) {
  if (c.mode != PlanChild::no_travel) --w.accounts.travellers[c.mode];
  c.mode = PlanChild::no_travel;
  if (c.age > w.r.v(w.s.slot.travel_to_age)) return;
  if (sim::unit(c.travel_word) >=
      w.r.v(w.s.types[c.type].travel_share) * w.r.v(w.s.slot.travel_severity, c.severity))
    return;
  c.mode = c.mode_if_any;
  ++w.accounts.travellers[c.mode];
}

}  // namespace models
