// Ageing: on 1 September everybody is a year older, and what is tied to 31 August happens whole.
#include <algorithm>
#include <cmath>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

void age_support(World& w) {
  auto& pool = w.st.support;
  auto to = pool.child.begin();
  for (auto from = to; from != pool.child.end(); ++from) {
    const bool stays = !from->left && from->age + 1U < ages;
    *to = *from;  // whole, and only then its bytes: the other way round each copy waits for them
    ++to->age;
    to->cell = static_cast<std::uint16_t>(to->cell + support_cells_per_age);
    to += stays;
  }
  pool.child.erase(to, pool.child.end());
  pool.present = pool.child.size();
  bound_support_hazards(w);
  foresee_support(w, 0, w.season());
}

/// Plans of those who reach an age at which plans cease at the end of the year.
void end_plans(World& w) {
  std::array<std::uint32_t, ages> ends_below{};
  for (std::size_t a = 0; a < ages; ++a)
    ends_below[a] = sim::threshold(std::min(1.0, w.r.cease_share[a] * w.r.cease_level[w.t][a]));
  std::vector<std::uint32_t> asked;
  for (std::uint32_t i = 0; i < w.st.plans.size(); ++i) {
    auto& c = w.st.plans[i];
    if (c.gone) continue;  // a dispute decided against the family
    ++c.age;
    if (c.age >= ages)
      cease(w, c, reason_maximum_age, before_term);
    else if (ends_below[c.age] > 0 && c.flag != Flag::ceasing_appealed)
      asked.push_back(i);
  }
  Bulk bulk(asked.size());
  for (std::size_t k = 0; k < asked.size(); ++k) bulk.entity[k] = w.st.plans[asked[k]].entity;
  bulk.draw(w, w.year_occasion(), Purpose::end_of_year);
  for (std::size_t k = 0; k < asked.size(); ++k) {
    auto& c = w.st.plans[asked[k]];
    if (bulk.word[0][k] < ends_below[c.age])
      cease_or_appeal(w, c, sim::unit(bulk.word[1][k]), sim::unit(bulk.word[2][k]), before_term);
  }
}

/// Who may go on holding a plan is decided at phase transfers, of all but those whose ceasing is in dispute.
void decide_at_gate(World& w) {
  if (!w.s.gated) return;
  for (auto& c : w.st.plans)
    if (!c.gone && w.r.phase_at[c.age] >= 0 && c.flag != Flag::ceasing_appealed)
      pass_gate(w, c, static_cast<std::size_t>(w.r.phase_at[c.age]));
}

}  // namespace

void end_of_academic_year(World& w) {
  if (!w.is(sim::Season::autumn)) return;
  if (w.t > 0) {  // the starting stock of a September run is counted after that day's leavers
    std::shift_right(w.st.known.begin(), w.st.known.end(), 1);
    w.st.known[0] = 0;
    std::erase_if(w.st.cases, [](Case& c) { return ++c.child.age >= ages; });
    std::erase_if(w.st.refusals, [](RefusalDispute& d) { return ++d.child.age >= ages; });
    age_support(w);
    end_plans(w);
    decide_at_gate(w);
    w.st.remove_gone();
    // Places given up on 31 August can be offered on 1 September.
    for (std::size_t p = 0; p < w.st.freed.size(); ++p) w.st.occupied[p] -= w.st.freed[p];
    std::fill(w.st.freed.begin(), w.st.freed.end(), 0);
    std::fill(w.st.left_before.begin(), w.st.left_before.end(), 0);
    bound_leaving(w);
    foresee_leaving(w, 0, w.season());
    foresee_reviews(w);
    for (auto& c : w.st.plans)
      if (c.mode != PlanChild::no_travel && c.age > w.r.v(w.s.slot.travel_to_age)) set_travel(w, c);
  }
}

}  // namespace models
