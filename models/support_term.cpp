// A term on SEN support: needs met, or a request for assessment, by one draw over both hazards.
#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

struct Limits {
  std::uint32_t exit, any;
};

Limits limits_of(const World& w, const SupportChild& c) {
  const double factor = c.package == 0 ? 1 : w.r.package.factor(static_cast<int>(w.t) + 2 - c.package);
  const auto p = competing(w.r.exit_hazard[c.cell],
                           factor * w.r.request_hazard[c.cell] * w.r.request_level[w.t], w.term().months);
  return {sim::threshold(p.first), sim::threshold(p.any)};
}

}  // namespace

void bound_support_hazards(World& w) {
  for (std::size_t season = w.season(), t = w.t; season < 3 && t < w.s.clock.size(); ++season, ++t) {
    const double part = w.s.clock[t].months / 12.0, level = w.r.request_level[t] * part;
    for (std::size_t cell = 0; cell < support_cells; ++cell) {
      // 1 - exp(-h) <= h; one more for what rounding may take.
      const double hazard = w.r.exit_hazard[cell] * part + w.r.request_hazard[cell] * level;
      w.st.support.bound[cell][season] = sim::threshold(hazard + 0x1p-32);
    }
  }
}

void foresee_support(World& w, std::size_t from, std::size_t first_season) {
  auto& pool = w.st.support;
  const std::size_t n = pool.child.size() - from;
  const std::size_t end_season = std::min<std::size_t>(3, w.season() + w.s.clock.size() - w.t);
  Bulk bulk(n);
  for (std::size_t i = 0; i < n; ++i) bulk.entity[i] = pool.child[from + i].entity;
  bulk.draw(w, w.year_occasion(), Purpose::support_year);
  for (std::size_t i = 0; i < n; ++i) {
    const auto& c = pool.child[from + i];
    const auto& bound = pool.bound[c.cell];
    for (std::size_t season = first_season; season < end_season; ++season)
      if (bulk.word[season][i] < bound[season] || c.package != 0) [[unlikely]]
        pool.chances[season].push_back({static_cast<std::uint32_t>(from + i), bulk.word[season][i]});
  }
}

void support_and_requests(World& w) {
  auto& pool = w.st.support;
  std::int64_t ended[ages] = {};
  for (const auto [position, word] : pool.chances[w.season()]) {
    auto& child = pool.child[position];
    if (child.left) continue;
    const auto [exit, any] = limits_of(w, child);
    if (word >= any) continue;
    child.left = true;
    --pool.present;
    if (word < exit) {
      --w.st.send[child.age];
      ++ended[child.age];
    } else {
      open_case(w, child, w.term().first_day, w.term().days);
    }
  }
  pool.chances[w.season()].clear();
  for (std::size_t a = 0; a < ages; ++a) w.count_with_age(Metric::support_ended, a, ended[a]);
}

}  // namespace models
