// Disputes: refusals, placements and ceasings that go to mediation or the tribunal, decided after an
// uncertain wait.
#include "models/world.hpp"

namespace models {
namespace {

std::uint32_t waiting_word(const World& w, std::uint64_t entity) {
  return w.draw(entity, w.year_occasion(), Purpose::dispute_term)[w.season()];
}

bool decided_now(const World& w, std::uint64_t entity) {
  return sim::unit(waiting_word(w, entity)) < w.r.v(w.s.slot.decided);
}

/// Draws and counts the outcome; true if the family gets what it asked for.
bool won(World& w, Dispute kind, double u) {
  const auto outcome = pick(w.r.outcome[static_cast<std::size_t>(kind)], u);
  w.count(Metric::appeals, By::total, 0);
  w.count(Metric::appeals, By::outcome, outcome);
  return outcome + 1 < outcomes.size();
}

/// Why a plan ceases whose appeal failed: the reasons that can be appealed, at the age now.
std::size_t appealed_reason(const World& w, const PlanChild& c) {
  const double u = sim::unit(w.draw(c.entity, w.year_occasion(), Purpose::plan_dispute_outcome)[0]) *
                   w.r.can_appeal_ceasing[c.age];
  double sum = 0;
  std::size_t last = 0;
  for (std::size_t k = 0; k < reasons.size(); ++k) {
    if (!appealable(k) || w.r.reason[c.age][k] <= 0) continue;
    last = k;
    if (u < (sum += w.r.reason[c.age][k])) break;
  }
  return last;
}

}  // namespace

void decide_refusal_disputes(World& w) {
  std::erase_if(w.st.refusals, [&](const RefusalDispute& d) {
    if (d.since == w.t || !decided_now(w, d.child.entity)) return false;
    const auto block = w.draw(d.child.entity, static_cast<std::uint16_t>(d.child.requests | 0x100U),
                              Purpose::dispute_refusal);
    bool plan = won(w, d.kind, sim::unit(block[0]));
    // A refusal to assess that is overturned still has to end in a plan.
    if (plan && d.kind == Dispute::refusal_to_assess)
      plan = sim::unit(block[1]) < w.r.issue(w.s, d.child.age, d.child.need, d.child.severity);
    if (plan) {
      w.st.issued.push_back({d.child, static_cast<int>(sim::unit(block[2]) * w.term().days)});
    } else {
      w.st.entering_support.push_back(d.child);
    }
    return true;
  });
}

void decide_plan_disputes(World& w) {
  for (const auto i : w.st.flagged) {
    auto& c = w.st.plans[i];
    if (c.flag != Flag::ceasing_appealed && c.flag != Flag::placement_appealed) continue;
    const auto block = w.draw(c.entity, w.year_occasion(), Purpose::plan_dispute);
    if (sim::unit(block[w.season()]) >= w.r.v(w.s.slot.decided)) continue;
    const bool ceasing = c.flag == Flag::ceasing_appealed;
    const bool family = won(w, ceasing ? Dispute::ceasing : Dispute::placement, sim::unit(block[3]));
    c.flag = Flag::none;
    if (ceasing && !family) cease(w, c, appealed_reason(w, c), before_term);
    if (!ceasing && family) c.flag = Flag::directed;
  }
}

}  // namespace models
