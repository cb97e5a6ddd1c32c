// Migration with a plan: plans that move in from other authorities (those that move out leave in
// ceasing.cpp).
#include "models/migration.hpp"

#include "models/bulk.hpp"
#include "models/choice.hpp"
#include "models/link.hpp"
#include "models/prepared.hpp"
#include "models/world.hpp"

namespace models {

namespace {

/// Children of neighbours: they keep who they are, and come to a placement of the same type. As those from
/// afar they are reviewed within the next three terms.
void move_in_next_door(World& w) {
  for (auto [c, day] : w.link->arrivals(w)) {
    if (c.type == Chooser::none) c.type = w.s.awaiting;
    c.provision = -1;
    c.flag = Flag::none;
    c.gone = false;
    c.mode = PlanChild::no_travel;
    c.due = static_cast<std::uint8_t>((w.season() + 1 + static_cast<std::size_t>(day) % 3) % 3);
    c.preferred = c.type;
    enter_type(w, c, c.type, day);
    take_any_place(w, c);
    ++w.st.known[c.age];
    w.count_with_age(Metric::transferred_in, c.age);
    w.st.plans.push_back(c);
  }
}

/// Type and need from the starting mix of the age; a child keeps the place it comes with. Its review is due
/// within the next three terms.
PlanChild arriving(World& w, std::size_t age, std::uint64_t entity, const sim::Block& nature,
                   const sim::Block& more, int day) {
  const auto arrival = arrivals_from(w.prepared, w.s.types.size(), age, sim::unit(nature[0]));
  Nature child;
  child.entity = entity;
  child.age = static_cast<std::uint8_t>(age);
  child.need = static_cast<std::uint8_t>(arrival.need);
  child.severity =
      w.prepared.severity_at(w.s.types.size(), age, arrival.type, arrival.need, sim::unit(nature[1]));
  PlanChild c = new_plan_child(w, child, nature, more);
  c.due = static_cast<std::uint8_t>((w.season() + 1 + more[3] % 3) % 3);
  enter_type(w, c, arrival.type, day);
  c.preferred = arrival.type;
  take_any_place(w, c);
  return c;
}

}  // namespace

double expected_arrivals(const World& w, std::size_t age) {
  const double rate = w.r.v(w.s.slot.in_rate, age) * w.r.in_level[w.t];
  if (rate <= 0 || !w.prepared.any_plans(w.s.types.size(), age)) return 0;
  return static_cast<double>(w.r.residents[w.year()][age]) * rate * w.term().months / 12;
}

void transfer_in(World& w) {
  const double from_afar = w.link ? 1 - w.link->share_next_door(w) : 1;
  const std::size_t first = w.st.plans.size();
  struct Together {
    std::size_t age, count;
    int day;
  };
  std::vector<Together> all;
  std::size_t children = 0;
  for (std::size_t a = 0; a < ages; ++a) {
    const double expected = expected_arrivals(w, a);
    if (expected <= 0) continue;
    const double mean = expected * from_afar;
    const auto cohort = child_entity(w.s.area_key, Entry::transferred_in, w.birth_year(a), 0xffffffffU);
    const auto block = w.draw(cohort, w.term_occasion(), Purpose::transferred_in);
    const auto n = sim::inverse_poisson(mean, sim::unit53(block[0], block[1]));
    all.push_back({a, static_cast<std::size_t>(n), static_cast<int>(sim::unit(block[2]) * w.term().days)});
    children += all.back().count;
    w.st.known[a] += n;
    w.count_with_age(Metric::transferred_in, a, n);
  }
  Bulk natures(children), more(children, 1);
  auto entity = natures.entity.begin();
  for (const auto& [a, count, day] : all)
    for (std::size_t i = 0; i < count; ++i)
      *entity++ = w.st.new_entity(w.s, Entry::transferred_in, w.birth_year(a));
  std::copy(natures.entity.begin(), natures.entity.end(), more.entity.begin());
  natures.draw(w, 0, Purpose::nature);
  more.draw(w, 0, Purpose::nature_more);
  std::size_t i = 0;
  for (const auto& [a, count, day] : all)
    for (const std::size_t end = i + count; i < end; ++i)
      w.st.plans.push_back(arriving(w, a, natures.entity[i], natures.block(i), more.block(i), day));
  if (w.link) move_in_next_door(w);
  for (auto p = static_cast<std::uint32_t>(first); p < w.st.plans.size(); ++p)
    if (const auto due = w.st.plans[p].due; due > w.season()) w.st.reviews[due].push_back(p);
  foresee_leaving(w, first, w.season() + 1);
}

}  // namespace models
