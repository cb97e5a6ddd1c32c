// Ceasing: plans that end in the year, by reason, or move to another authority.
#include "models/bulk.hpp"
#include "models/link.hpp"
#include "models/world.hpp"

namespace models {
namespace {

void leave(World& w, PlanChild& c, int day) {
  leave_type(w, c, day);
  free_place(w, c, day);
  c.gone = true;
  leave_system(w, c.entity, c.age);
}

Competing leaving(const World& w, std::size_t t, std::size_t age) {
  return competing(w.r.cease_hazard[age] * w.r.cease_level[t][age], w.r.out_hazard[age], w.s.clock[t].months);
}

}  // namespace

void bound_leaving(World& w) {
  for (std::size_t season = w.season(), t = w.t; season < 3 && t < w.s.clock.size(); ++season, ++t)
    for (std::size_t a = 0; a < ages; ++a)
      w.st.leaves_below[a][season] = sim::threshold(leaving(w, t, a).any);
}

void foresee_leaving(World& w, std::size_t from, std::size_t first_season) {
  const PlanChild* const plan = w.st.plans.data() + from;
  const std::size_t n = w.st.plans.size() - from;
  const std::size_t end_season = std::min<std::size_t>(3, w.season() + w.s.clock.size() - w.t);
  Bulk bulk(n);
  for (std::size_t i = 0; i < n; ++i) bulk.entity[i] = plan[i].entity;
  bulk.draw(w, w.year_occasion(), Purpose::plan_year);
  for (std::size_t i = 0; i < n; ++i) {
    const auto& below = w.st.leaves_below[plan[i].age];
    const bool any = bulk.word[0][i] < below[0] || bulk.word[1][i] < below[1] || bulk.word[2][i] < below[2];
    if (!any) [[likely]]
      continue;
    for (std::size_t season = first_season; season < end_season; ++season)
      if (bulk.word[season][i] < below[season])
        w.st.leaving[season].push_back({static_cast<std::uint32_t>(from + i), bulk.word[season][i]});
  }
}

void cease(World& w, PlanChild& c, std::size_t reason, int day) {
  const auto age = std::min<std::size_t>(c.age, ages - 1);
  leave_type(w, c, day);
  free_place(w, c, day);
  c.gone = true;
  leave_system(w, c.entity, c.age);
  w.count_with_age(Metric::plans_ceased, age);
  w.count(Metric::plans_ceased, By::reason, reason);
  if (age >= 18 && sim::unit(w.draw(c.entity, w.year_occasion(), Purpose::end_of_year)[3]) <
                       w.r.v(w.s.slot.adult_care, c.severity))
    w.count(Metric::adult_care_transfers, By::total, 0);
}

void cease_or_appeal(World& w, PlanChild& c, double u_reason, double u_appeal, int day) {
  const auto reason = pick(w.r.reason[c.age], u_reason);
  const bool appeals = appealable(reason) &&
                       u_appeal < w.r.v(w.s.slot.appeal_rate, static_cast<std::size_t>(Dispute::ceasing));
  if (!appeals) return cease(w, c, reason, day);
  c.flag = Flag::ceasing_appealed;
  w.count(Metric::appeals_lodged, By::total, 0);
  w.count(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::ceasing));
}

namespace {

/// Requests after a gate are counted on from here, so that none repeats the draws of an earlier one.
std::uint8_t requests_after_gate(std::size_t phase) {
  constexpr std::size_t first = 128, for_each = 16;
  static_assert(first + for_each * phases.size() < 256);
  return static_cast<std::uint8_t>(first + for_each * phase);
}

}  // namespace

void pass_gate(World& w, PlanChild& c, std::size_t phase) {
  const double ends = w.r.ends_at_gate(w.s, phase, w.s.types[c.type].group, c.age, c.need, c.severity);
  if (ends <= 0) return;
  const auto block = w.draw(c.entity, static_cast<std::uint16_t>(phase), Purpose::gate);
  if (sim::unit(block[0]) >= ends) return;
  leave_type(w, c, before_term);
  free_place(w, c, before_term);
  c.gone = true;
  w.count_with_age(Metric::plans_ceased, c.age);
  w.count(Metric::plans_ceased, By::reason, reason_other);
  w.count_with_age(Metric::ended_at_gate, c.age);
  w.count(Metric::ended_at_gate, By::need, c.need);
  const Nature child{c.entity, c.age, c.need, c.severity, requests_after_gate(phase)};
  const auto dispute = static_cast<std::size_t>(Dispute::refusal_to_issue);
  if (sim::unit(block[1]) < w.r.v(w.s.slot.appeal_rate, dispute)) {
    w.st.refusals.push_back({child, w.t, Dispute::refusal_to_issue});
    w.count(Metric::appeals_lodged, By::total, 0);
    w.count(Metric::appeals_lodged, By::dispute, dispute);
  } else {
    w.st.entering_support.push_back(child);
  }
}

void leave_in_year(World& w) {
  for (const auto [position, word] : w.st.leaving[w.season()]) {
    auto& c = w.st.plans[position];
    if (c.gone) continue;
    const auto block = w.draw(c.entity, w.term_occasion(), Purpose::leave_day);
    const int day = static_cast<int>(sim::unit(block[0]) * w.term().days);
    if (word >= sim::threshold(leaving(w, w.t, c.age).first)) {
      if (w.link) w.link->depart(w, c, day);
      leave(w, c, day);
      w.count_with_age(Metric::transferred_out, c.age);
      continue;
    }
    if (c.flag == Flag::ceasing_appealed) continue;
    cease_or_appeal(w, c, sim::unit(block[1]), sim::unit(block[2]), day);
  }
  w.st.leaving[w.season()].clear();
}

}  // namespace models
