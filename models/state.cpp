#include "models/state.hpp"

#include <algorithm>

namespace models {

void SupportPool::clear() { resize(0); }

void SupportPool::resize(std::size_t n) {
  child.resize(n);
  cell.resize(n);
  package.resize(n);
  for (auto& w : word) w.resize(n);
}

void SupportPool::remove(std::span<const std::uint32_t> positions) {
  if (positions.empty()) return;
  // What lies between two leavers moves as a block.
  const auto close_gaps = [&](auto& values) {
    auto to = values.begin() + positions[0];
    for (std::size_t k = 0; k < positions.size(); ++k) {
      const auto from = values.begin() + positions[k] + 1;
      const auto until = k + 1 < positions.size() ? values.begin() + positions[k + 1] : values.end();
      to = std::move(from, until, to);
    }
    values.erase(to, values.end());
  };
  close_gaps(child);
  close_gaps(cell);
  close_gaps(package);
  for (auto& w : word) close_gaps(w);
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
  issued.clear();
  entering_support.clear();
  first_new = 0;
  send.fill(0);
  for (auto& counters : ordinal) counters.fill(0);
  occupied.assign(s.provisions.size(), 0);
  freed.assign(s.provisions.size(), 0);
  left_before.assign(s.provisions.size(), 0);
  next_slot = 0;
  package_left = 0;
}

std::uint64_t State::new_entity(const Structure& s, Entry entry, int birth_year) {
  auto& next = ordinal[static_cast<std::size_t>(entry)][static_cast<std::uint8_t>(birth_year)];
  return child_entity(s.area_key, entry, birth_year, next++);
}

}  // namespace models
