// Early support: joining SEN support, and packages of support, which start within a yearly capacity.
#include <algorithm>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {

void admit_to_support(World& w, std::span<const Nature> children, std::size_t first_season) {
  auto& pool = w.st.support;
  const std::size_t from = pool.child.size();
  pool.child.resize(from + children.size());
  for (std::size_t i = 0; i < children.size(); ++i) {
    const auto& c = children[i];
    auto& child = pool.child[from + i];
    static_cast<Nature&>(child) = c;
    child.cell = static_cast<std::uint16_t>(support_cell(c.age, c.need, c.severity, c.requests > 0));
  }
  pool.present += children.size();
  foresee_support(w, from, first_season);
}

namespace {

void start_packages(World& w, std::size_t kind) {
  const auto& about = w.s.packages[kind];
  const double room = w.r.package_room[kind][w.t];
  if (room <= 0) return;
  auto& pool = w.st.support;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> eligible;
  for (std::uint32_t i = 0; i < pool.child.size(); ++i) {
    const auto& c = pool.child[i];
    if (!c.left && c.package == 0 && may_have(w.r.v, about, c.age, c.need))
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
    c.package_kind = static_cast<std::uint8_t>(kind & most_package_kinds);
    // Its hazards are no longer those that the year was foreseen with.
    const auto word = w.draw(c.entity, w.year_occasion(), Purpose::support_year);
    for (std::size_t season = w.season(); season < 3; ++season)
      pool.chances[season].push_back({i, word[season]});
  }
  const auto started = static_cast<std::int64_t>(n);
  w.accounts.packages_started[kind] += started;
  w.count(Metric::children_supported, By::total, 0, started);
  if (about.intervention) w.count(Metric::children_supported, By::intervention, *about.intervention, started);
}

}  // namespace

void start_packages(World& w) {
  for (std::size_t kind = 0; kind < w.s.packages.size(); ++kind) start_packages(w, kind);
}

}  // namespace models
