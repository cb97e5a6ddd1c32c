// Interventions: what is in force this term changes the rates, and what was settled with the old ones is
// settled anew.
#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

/// The rest of the academic year is foreseen again with the same uniforms: who is above the new bounds was
/// above them all along.
void foresee_again(World& w, bool support, bool leaving) {
  if (support) {
    for (auto& list : w.st.support.chances) list.clear();
    bound_support_hazards(w);
    foresee_support(w, 0, w.season());
  }
  if (leaving) {
    for (auto& list : w.st.leaving) list.clear();
    bound_leaving(w);
    foresee_leaving(w, 0, w.season());
  }
}

/// Children keep their uniforms: with other shares of modes, as few change theirs as can be.
void choose_modes(World& w) {
  auto& plans = w.st.plans;
  Bulk more(plans.size(), 1);
  for (std::size_t i = 0; i < plans.size(); ++i) more.entity[i] = plans[i].entity;
  more.draw(w, 0, Purpose::nature_more);
  for (std::size_t i = 0; i < plans.size(); ++i)
    plans[i].mode_if_any = static_cast<std::uint8_t>(pick(w.r.mode_share, sim::unit(more.word[1][i])));
}

/// Everybody's cost and travel at today's numbers: a new fee is paid for those who are there, too.
void settle_costs(World& w) {
  for (auto& c : w.st.plans) {
    if (c.gone) continue;
    w.accounts.type_cost[c.type] -= c.cost;
    c.cost = yearly_cost(w, c, c.type);
    w.accounts.type_cost[c.type] += c.cost;
    set_travel(w, c);
  }
}

}  // namespace

void intervene(World& w) {
  if (!w.course) return;
  const auto changed = w.course->enter_term(w.t);
  if (!changed.any) return;
  // On a later 1 September everybody is foreseen in any case, a year older: see ageing.cpp.
  if (w.t == 0 || !w.is(sim::Season::autumn)) foresee_again(w, changed.support, changed.leaving);
  if (changed.modes) choose_modes(w);
  settle_costs(w);
}

}  // namespace models
