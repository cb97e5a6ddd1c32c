#include "models/state.hpp"

#include <algorithm>

namespace models {

void SupportPool::clear() {
  child.clear();
  for (auto& list : chances) list.clear();
  present = 0;
}

int Case::ends() const {
  const int remaining = duration - (decided - requested);
  if (issue) return started + remaining;
  return std::max(started,
                  started + remaining - 28);  // a refusal to issue comes four weeks before a plan would
}

void State::clear(const Structure& s) {
  support.clear();
  cases.clear();
  refusals.clear();
  plans.clear();
  for (auto& list : leaving) list.clear();
  for (auto& list : reviews) list.clear();
  leavers.clear();
  flagged.clear();
  issued.clear();
  entering_support.clear();
  first_new = 0;
  known.fill(0);
  for (auto& cohort : left) {
    cohort.hazard = cohort.near = 0;
    cohort.child.clear();
    cohort.far.clear();
  }
  for (auto& counters : ordinal) counters.fill(0);
  occupied.assign(s.provisions.size(), 0);
  lent.assign(s.provisions.size(), 0);
  freed.assign(s.provisions.size(), 0);
  left_before.assign(s.provisions.size(), 0);
  next_slot = 0;
}

void State::remove_gone() {
  std::erase_if(plans, [](const PlanChild& c) { return c.gone; });
}

void State::note_flags() {
  const std::span all(plans);
  flagged.resize(all.size());
  std::size_t n = 0;
  for (std::uint32_t i = 0; i < all.size(); ++i) {  // without branches
    flagged[n] = i;
    n += static_cast<std::size_t>(all[i].flag != Flag::none) & static_cast<std::size_t>(!all[i].gone);
  }
  flagged.resize(n);
}

std::uint64_t State::new_entity(const Structure& s, Entry entry, int birth_year) {
  auto& next = ordinal[static_cast<std::size_t>(entry)][static_cast<std::uint8_t>(birth_year)];
  return child_entity(s.area_key, entry, birth_year, next++);
}

}  // namespace models
