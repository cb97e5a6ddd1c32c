// A child with a plan: what it is born with, and what entering and leaving a type does to the running sums.
#include <algorithm>
#include <cmath>

#include "models/books.hpp"
#include "models/world.hpp"

namespace models {

PlanChild new_plan_child(const World& w, const Nature& child, const sim::Block& nature,
                         const sim::Block& more) {
  PlanChild c;
  c.entity = child.entity;
  c.age = child.age;
  c.need = child.need;
  c.severity = child.severity;
  c.type = c.preferred = w.s.awaiting;
  c.cost_z = static_cast<float>(sim::inverse_normal(sim::unit(nature[2])));
  c.looked_after = sim::unit(nature[3]) < w.r.v(w.s.slot.looked_after);
  c.travel_word = more[0];
  c.mode_if_any = static_cast<std::uint8_t>(pick(w.r.mode_share, sim::unit(more[1])));
  return c;
}

/// A child's yearly cost is held below £21m, so that pence fit 32 bits.
constexpr double max_cost = 2'100'000'000.0;

double own_cost(const Rates& r, const Structure& s, const PlanChild& c, TypeIndex type) {
  const double sigma = r.v(s.types[type].cost_sigma);
  return sigma > 0 ? std::exp(sigma * double{c.cost_z} - sigma * sigma / 2) : 1.0;
}

std::int32_t yearly_cost(const Rates& r, const Structure& s, const PlanChild& c, TypeIndex type, double own) {
  const double most = std::min(max_cost, 100 * r.v(s.types[type].cost_ceiling));
  const double pence = std::min(r.cost_of(type, c.need, c.severity) * own, most);
  const auto whole = static_cast<std::int32_t>(pence);  // std::llround without a call: never negative
  return whole + (pence - whole >= 0.5);
}

std::int32_t yearly_cost(const World& w, const PlanChild& c, TypeIndex type) {
  return yearly_cost(w.r, w.s, c, type, own_cost(w.r, w.s, c, type));
}

void enter_type(World& w, PlanChild& c, TypeIndex type, int day) {
  c.type = type;
  c.cost = yearly_cost(w, c, type);
  w.accounts.type_cost[type] += c.cost;
  ++w.accounts.type_children[type];
  if (day > 0) {
    w.accounts.cost_part[type] -= std::int64_t{c.cost} * day / w.term().days;
    w.accounts.days_part[type] -= day;
  }
  set_travel(w, c);
  if (w.books != nullptr) w.books->enters(c, day);
}

void leave_type(World& w, PlanChild& c, int day) {
  if (w.books != nullptr) w.books->leaves(c, day);
  w.accounts.type_cost[c.type] -= c.cost;
  --w.accounts.type_children[c.type];
  if (day != before_term) {
    // By school term the term that has begun is paid out; by month only the days spent.
    w.accounts.cost_part[c.type] +=
        w.s.types[c.type].school_term ? std::int64_t{c.cost} : std::int64_t{c.cost} * day / w.term().days;
    w.accounts.days_part[c.type] += day;
  }
  if (c.mode != PlanChild::no_travel) --w.accounts.travellers[c.mode];
  c.mode = PlanChild::no_travel;
}

void free_place(World& w, const PlanChild& c, int day) {
  if (c.provision < 0) return;
  const auto provision = static_cast<std::size_t>(c.provision);
  ++w.st.freed[provision];
  if (day == before_term) ++w.st.left_before[provision];
}

}  // namespace models
