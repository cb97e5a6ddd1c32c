// A term on SEN support: needs met, or a request for assessment, by one draw over both hazards.
#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

struct Limits {
  std::uint32_t exit, any;
};

Limits limits_of(const World& w, const SupportChild& c) {
  const double factor =
      c.package == 0 ? 1 : w.r.packages[c.package_kind].factor(static_cast<int>(w.t) + 2 - c.package);
  const auto p = competing(w.r.exit_hazard[c.cell],
                           factor * w.r.request_hazard[c.cell] * w.r.request_level[w.t], w.term().months);
  return {sim::threshold(p.first), sim::threshold(p.any)};
}

}  // namespace

void bound_support_hazards(World& w) {
  for (std::size_t season = w.season(), t = w.t; season < 3 && t < w.s.clock.size(); ++season, ++t) {
    // 1 - exp(-h) <= h; a little more for what rounding may take.
    const double scale = w.s.clock[t].months / 12.0 * 1.0001 * 0x1p31, level = w.r.request_level[t];
    const double* const exit = w.r.exit_hazard.data();
    const double* const request = w.r.request_hazard.data();
    std::int32_t* const bound = w.st.support.bound[season].data();
    for (std::size_t cell = 0; cell < support_cells; ++cell) {
      const double words = (exit[cell] + request[cell] * level) * scale + 1;
      bound[cell] = static_cast<std::int32_t>(words < 0x7fff'ffff ? words : 0x7fff'ffff);
    }
  }
}

void foresee_support(World& w, std::size_t from, std::size_t first_season) {
  auto& pool = w.st.support;
  const std::size_t n = pool.child.size() - from;
  const std::size_t end_season = std::min<std::size_t>(3, w.season() + w.s.clock.size() - w.t);
  const SupportChild* const child = pool.child.data() + from;
  Bulk bulk(n);
  for (std::size_t i = 0; i < n; ++i) bulk.entity[i] = child[i].entity;
  bulk.draw(w, w.year_occasion(), Purpose::support_year);
  for (std::size_t season = first_season; season < end_season; ++season) {
    auto& chances = pool.chances[season];
    const std::size_t before = chances.size();
    chances.resize(before + n);
    Chance* to = chances.data() + before;
    const std::uint32_t* const word = bulk.word[season].data();
    const std::int32_t* const bound = pool.bound[season].data();
    for (std::size_t i = 0; i < n; ++i) {  // without branches: who it is, is random
      *to = {static_cast<std::uint32_t>(from + i), word[i]};
      to += static_cast<std::int32_t>(word[i] >> 1) < bound[child[i].cell] || child[i].package != 0;
    }
    chances.resize(static_cast<std::size_t>(to - chances.data()));
  }
}

void support_and_requests(World& w) {
  auto& pool = w.st.support;
  std::int64_t ended[ages] = {};
  std::vector<Nature> requests;
  for (const auto [position, word] : pool.chances[w.season()]) {
    auto& child = pool.child[position];
    if (child.left) continue;
    const auto [exit, any] = limits_of(w, child);
    if (word >= any) continue;
    child.left = true;
    --pool.present;
    if (word < exit) {
      leave_system(w, child.entity, child.age);
      ++ended[child.age];
    } else {
      requests.push_back(child);
    }
  }
  pool.chances[w.season()].clear();
  open_cases(w, requests, w.term().first_day, w.term().days);
  for (std::size_t a = 0; a < ages; ++a) w.count_with_age(Metric::support_ended, a, ended[a]);
}

}  // namespace models
