// Ageing: on 1 September everybody is a year older, and what is tied to 31 August happens whole.
#include <algorithm>
#include <cmath>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

void age_support(World& w) {
  auto& pool = w.st.support;
  std::erase_if(pool.child, [](SupportChild& c) {
    c.cell = static_cast<std::uint16_t>(c.cell + support_cells_per_age);
    return c.left || ++c.age >= ages;
  });
  pool.present = pool.child.size();
  bound_support_hazards(w);
  foresee_support(w, 0, w.season());
}

/// Plans of those who reach an age at which plans cease at the end of the year.
void end_plans(World& w) {
  for (auto& c : w.st.plans) {
    if (c.gone) continue;  // a dispute decided against the family
    ++c.age;
    if (c.age >= ages) {
      cease(w, c, reason_maximum_age, before_term);
      continue;
    }
    const double p = std::min(1.0, w.r.cease_share[c.age] * w.r.cease_level[w.t]);
    if (p <= 0 || c.flag == Flag::ceasing_appealed) continue;
    const auto block = w.draw(c.entity, w.year_occasion(), Purpose::end_of_year);
    if (block[0] >= sim::threshold(p)) continue;
    const auto reason = pick(w.r.reason[c.age], sim::unit(block[1]));
    const bool can_appeal = appealable(reason);
    if (can_appeal &&
        sim::unit(block[2]) < w.r.v(w.s.slot.appeal_rate, static_cast<std::size_t>(Dispute::ceasing))) {
      c.flag = Flag::ceasing_appealed;
      w.count(Metric::appeals_lodged, By::total, 0);
      w.count(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::ceasing));
    } else {
      cease(w, c, reason, before_term);
    }
  }
}

}  // namespace

void end_of_academic_year(World& w) {
  if (!w.is(sim::Season::autumn)) return;
  if (w.t > 0) {  // the starting stock of a September run is counted after that day's leavers
    std::shift_right(w.st.send.begin(), w.st.send.end(), 1);
    w.st.send[0] = 0;
    std::erase_if(w.st.cases, [](Case& c) { return ++c.child.age >= ages; });
    std::erase_if(w.st.refusals, [](RefusalDispute& d) { return ++d.child.age >= ages; });
    age_support(w);
    end_plans(w);
    w.st.remove_gone();
    // Places given up on 31 August can be offered on 1 September.
    for (std::size_t p = 0; p < w.st.freed.size(); ++p) w.st.occupied[p] -= w.st.freed[p];
    std::fill(w.st.freed.begin(), w.st.freed.end(), 0);
    std::fill(w.st.left_before.begin(), w.st.left_before.end(), 0);
    bound_leaving(w);
    foresee_leaving(w, 0, w.season());
    for (auto& c : w.st.plans)
      if (c.mode != PlanChild::no_travel && c.age > w.r.v(w.s.slot.travel_to_age)) set_travel(w, c);
  }
  const double capacity = w.r.v(w.s.slot.package_capacity, year_index(w.term().academic_year));
  w.st.package_left = capacity >= 1e8 ? 100'000'000 : static_cast<int>(std::lround(capacity));
}

}  // namespace models
