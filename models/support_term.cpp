// A term on SEN support: needs met, or a request for assessment, by one draw over both hazards.
#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

enum class Fate { stays, leaves, is_requested };

/// What the word of the term says by both hazards: see competing. With x = hazard times time,
/// x - x^2/2 <= 1 - exp(-x) <= x - x^2/2 + x^3/6 decides all but a few without the exponential.
Fate fate(const World& w, const SupportChild& c, std::uint32_t word) {
  const double factor =
      c.package == 0 ? 1 : w.r.packages[c.package_kind].factor(static_cast<int>(w.t) + 2 - c.package);
  const double exit = w.r.exit_hazard[c.cell],
               request = factor * w.r.request_hazard[c.cell] * w.r.request_level[w.t];
  const double both = exit + request, x = both * w.term().months / 12, square = x * x / 2;
  const double least = x - square, most = least + square * x / 3, u = word * 0x1p-32;
  constexpr double rounding = 0x1p-30;  // of the words, and far more than that of the bounds
  const double part = both > 0 ? exit / both : 0;
  if (u > most + rounding) return Fate::stays;
  if (u < least * part - rounding) return Fate::leaves;
  if (u < least - rounding && u > most * part + rounding) return Fate::is_requested;
  const auto p = competing(exit, request, w.term().months);
  if (word >= sim::threshold(p.any)) return Fate::stays;
  return word < sim::threshold(p.first) ? Fate::leaves : Fate::is_requested;
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
  // Above every word in whose term something happens lies most of them: first who may be concerned in any
  // season, without branches, then when.
  thread_local std::vector<std::uint32_t> some;
  if (some.size() < n) some.resize(n + n / 2);
  const auto below = [&](std::size_t season, std::size_t i) {
    return static_cast<std::int32_t>(bulk.word[season][i] >> 1) < pool.bound[season][child[i].cell];
  };
  const auto one_if = [](bool so) { return static_cast<std::size_t>(so); };  // no branch
  std::size_t concerned = 0;
  for (std::size_t i = 0; i < n; ++i) {
    some[concerned] = static_cast<std::uint32_t>(i);
    concerned +=
        one_if(below(0, i)) | one_if(below(1, i)) | one_if(below(2, i)) | one_if(child[i].package != 0);
  }
  for (std::size_t k = 0; k < concerned; ++k)
    for (std::size_t season = first_season; season < end_season; ++season)
      if (const auto i = some[k]; below(season, i) || child[i].package != 0)
        pool.chances[season].push_back({static_cast<std::uint32_t>(from + i), bulk.word[season][i]});
}

void support_and_requests(World& w) {
  auto& pool = w.st.support;
  std::int64_t ended[ages] = {};
  std::vector<Nature> requests;
  for (const auto [position, word] : pool.chances[w.season()]) {
    auto& child = pool.child[position];
    if (child.left) continue;
    const auto happens = fate(w, child, word);
    if (happens == Fate::stays) continue;
    child.left = true;
    --pool.present;
    if (happens == Fate::leaves) {
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
