// Migration with a plan: plans that move in from other authorities (those that move out leave in
// ceasing.cpp).
#include "models/prepared.hpp"
#include "models/world.hpp"

namespace models {
namespace {

/// Whether the starting table says what a plan of the age looks like.
bool any_plans(const World& w, std::size_t age) {
  const std::size_t row = w.s.types.size() * need_count;
  for (std::size_t i = 0; i < row; ++i)
    if (w.prepared.plans[age * row + i] > 0) return true;
  return false;
}

}  // namespace

void transfer_in(World& w) {
  const auto& residents = w.r.residents[w.year()];
  const std::size_t first = w.st.plans.size();
  for (std::size_t a = 0; a < ages; ++a) {
    const double rate = w.r.v(w.s.slot.in_rate, a) * w.r.in_level[w.t];
    if (rate <= 0 || !any_plans(w, a)) continue;
    const double mean = static_cast<double>(residents[a]) * rate * w.term().months / 12;
    const auto cohort = child_entity(w.s.area_key, Entry::transferred_in, w.birth_year(a), 0xffffffffU);
    const auto block = w.draw(cohort, w.term_occasion(), Purpose::transferred_in);
    const auto n = sim::inverse_poisson(mean, sim::unit53(block[0], block[1]));
    for (std::int64_t i = 0; i < n; ++i) {
      Nature child;
      child.entity = w.st.new_entity(w.s, Entry::transferred_in, w.birth_year(a));
      child.age = static_cast<std::uint8_t>(a);
      const auto nature = w.draw(child.entity, 0, Purpose::nature);
      const auto more = w.draw(child.entity, 0, Purpose::nature_more);
      // Type and need from the starting mix of the age; a child keeps the place it comes with.
      const auto arrival = arrivals_from(w.prepared, w.s.types.size(), a, sim::unit(nature[0]));
      child.need = static_cast<std::uint8_t>(arrival.need);
      double sum = 0;
      const double u = sim::unit(nature[1]);
      for (std::size_t k = 0; k + 1 < severity_count; ++k)
        if (u >= (sum += w.prepared.severity(w.s.types.size(), a, arrival.type, arrival.need, k)))
          child.severity = static_cast<std::uint8_t>(k + 1);
      PlanChild c = new_plan_child(w, child);
      c.due = static_cast<std::uint8_t>(more[3] % 3);
      const int day = static_cast<int>(sim::unit(block[2]) * w.term().days);
      enter_type(w, c, arrival.type, day);
      c.preferred = arrival.type;
      take_any_place(w, c);
      w.st.plans.push_back(c);
    }
    w.st.send[a] += n;
    w.count_with_age(Metric::transferred_in, a, n);
  }
  foresee_leaving(w, first, w.season() + 1);
}

}  // namespace models
