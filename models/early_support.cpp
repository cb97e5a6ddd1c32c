// Early support: joining SEN support, and packages of support, which start within a yearly capacity.
#include <algorithm>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {

void admit_to_support(World& w, std::span<const Nature> children, std::size_t first_season) {
  auto& pool = w.st.support;
  const std::size_t from = pool.child.size();
  for (const auto& c : children)
    pool.child.push_back(
        {c, static_cast<std::uint16_t>(support_cell(c.age, c.need, c.severity, c.requests > 0))});
  pool.present += children.size();
  foresee_support(w, from, first_season);
}

void start_packages(World& w) {
  auto& pool = w.st.support;
  const double room = w.r.package_room[w.t];
  if (room <= 0) return;
  const auto from = w.r.v(w.s.slot.package_from_age), to = w.r.v(w.s.slot.package_to_age);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> eligible;
  for (std::uint32_t i = 0; i < pool.child.size(); ++i) {
    const auto& c = pool.child[i];
    if (!c.left && c.package == 0 && c.age >= from && c.age <= to &&
        w.r.v(w.s.slot.package_need, c.need) > 0.5)
      eligible.emplace_back(w.draw(c.entity, 0, Purpose::nature_more)[2], i);
  }
  std::size_t n = eligible.size();
  if (room < static_cast<double>(n)) {
    n = static_cast<std::size_t>(room);
    std::sort(eligible.begin(), eligible.end());  // by keyed rank, which stays with the child
  }
  for (const auto& [rank, i] : std::span(eligible).first(n)) {
    auto& c = pool.child[i];
    c.package = static_cast<std::uint8_t>(w.t + 1);
    // Its hazards are no longer those that the year was foreseen with.
    const auto word = w.draw(c.entity, w.year_occasion(), Purpose::support_year);
    for (std::size_t season = w.season(); season < 3; ++season)
      pool.chances[season].push_back({i, word[season]});
  }
  w.accounts.packages_started += static_cast<std::int64_t>(n);
  w.count(Metric::children_supported, By::total, 0, static_cast<std::int64_t>(n));
}

}  // namespace models
