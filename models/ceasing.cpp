// Ceasing: plans that end in the year, by reason, or move to another authority.
#include "models/world.hpp"

namespace models {
namespace {

void leave(World& w, PlanChild& c, int day) {
  leave_type(w, c, day);
  free_place(w, c, day);
  c.gone = true;
  --w.st.send[c.age];
}

}  // namespace

void cease(World& w, PlanChild& c, std::size_t reason, int day) {
  const auto age = std::min<std::size_t>(c.age, ages - 1);
  leave_type(w, c, day);
  free_place(w, c, day);
  c.gone = true;
  if (c.age < ages) --w.st.send[c.age];
  w.count_with_age(Metric::plans_ceased, age);
  w.count(Metric::plans_ceased, By::reason, reason);
  if (age >= 18 && sim::unit(w.draw(c.entity, w.year_occasion(), Purpose::end_of_year)[3]) <
                       w.r.v(w.s.slot.adult_care, c.severity))
    w.count(Metric::adult_care_transfers, By::total, 0);
}

void leave_in_year(World& w) {
  std::array<std::uint32_t, ages> any{}, first{};
  for (std::size_t a = 0; a < ages; ++a) {
    const auto p = competing(w.r.cease_hazard[a] * w.r.cease_level[w.t], w.r.out_hazard[a], w.term().months);
    any[a] = sim::threshold(p.any);
    first[a] = sim::threshold(p.first);
  }
  const auto season = w.season();
  for (auto& c : w.st.plans) {
    if (c.word[season] >= any[c.age] || c.gone) [[likely]]
      continue;
    const auto block = w.draw(c.entity, w.term_occasion(), Purpose::leave_day);
    const int day = static_cast<int>(sim::unit(block[0]) * w.term().days);
    if (c.word[season] >= first[c.age]) {
      leave(w, c, day);
      w.count_with_age(Metric::transferred_out, c.age);
      continue;
    }
    if (c.flag == Flag::ceasing_appealed) continue;
    const auto reason = pick(w.r.reason[c.age], sim::unit(block[1]));
    const bool can_appeal = appealable(reason);
    if (can_appeal &&
        sim::unit(block[2]) < w.r.v(w.s.slot.appeal_rate, static_cast<std::size_t>(Dispute::ceasing))) {
      c.flag = Flag::ceasing_appealed;
      w.count(Metric::appeals_lodged, By::total, 0);
      w.count(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::ceasing));
    } else {
      cease(w, c, reason, day);
    }
  }
}

}  // namespace models
