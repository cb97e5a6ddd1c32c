// Migration with a plan: plans that move in from other authorities (those that move out leave in
// ceasing.cpp).
#include "models/bulk.hpp"
#include "models/choice.hpp"
#include "models/link.hpp"
#include "models/prepared.hpp"
#include "models/world.hpp"

namespace models {

namespace {

/// Children of neighbours: they keep who they are, and come to a placement of the same type.
void move_in_next_door(World& w) {
  for (auto [c, day] : w.link->arrivals(w)) {
    if (c.type == Chooser::none) c.type = w.s.awaiting;
    c.provision = -1;
    c.flag = Flag::none;
    c.gone = false;
    c.mode = PlanChild::no_travel;
    c.preferred = c.type;
    enter_type(w, c, c.type, day);
    take_any_place(w, c);
    ++w.st.known[c.age];
    w.count_with_age(Metric::transferred_in, c.age);
    w.st.plans.push_back(c);
  }
}

}  // namespace

void transfer_in(World& w) {
  const auto& residents = w.r.residents[w.year()];
  const std::size_t first = w.st.plans.size();
  for (std::size_t a = 0; a < ages; ++a) {
    const double rate = w.r.v(w.s.slot.in_rate, a) * w.r.in_level[w.t];
    if (rate <= 0 || !w.prepared.any_plans(w.s.types.size(), a)) continue;
    const double from_afar = w.link ? 1 - w.link->moves() : 1;
    const double mean = static_cast<double>(residents[a]) * rate * w.term().months / 12 * from_afar;
    const auto cohort = child_entity(w.s.area_key, Entry::transferred_in, w.birth_year(a), 0xffffffffU);
    const auto block = w.draw(cohort, w.term_occasion(), Purpose::transferred_in);
    const auto n = sim::inverse_poisson(mean, sim::unit53(block[0], block[1]));
    const auto count = static_cast<std::size_t>(n);
    Bulk natures(count), more(count, 1);
    for (auto& entity : natures.entity) entity = w.st.new_entity(w.s, Entry::transferred_in, w.birth_year(a));
    std::copy(natures.entity.begin(), natures.entity.end(), more.entity.begin());
    natures.draw(w, 0, Purpose::nature);
    more.draw(w, 0, Purpose::nature_more);
    for (std::size_t i = 0; i < count; ++i) {
      const auto nature = natures.block(i);
      // Type and need from the starting mix of the age; a child keeps the place it comes with.
      const auto arrival = arrivals_from(w.prepared, w.s.types.size(), a, sim::unit(nature[0]));
      Nature child;
      child.entity = natures.entity[i];
      child.age = static_cast<std::uint8_t>(a);
      child.need = static_cast<std::uint8_t>(arrival.need);
      child.severity =
          w.prepared.severity_at(w.s.types.size(), a, arrival.type, arrival.need, sim::unit(nature[1]));
      PlanChild c = new_plan_child(w, child, nature, more.block(i));
      c.due = static_cast<std::uint8_t>(more.word[3][i] % 3);
      const int day = static_cast<int>(sim::unit(block[2]) * w.term().days);
      enter_type(w, c, arrival.type, day);
      c.preferred = arrival.type;
      take_any_place(w, c);
      w.st.plans.push_back(c);
    }
    w.st.known[a] += n;
    w.count_with_age(Metric::transferred_in, a, n);
  }
  if (w.link) move_in_next_door(w);
  foresee_leaving(w, first, w.season() + 1);
}

}  // namespace models
