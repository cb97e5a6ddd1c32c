// A term on SEN support: needs met, or a request for assessment, by one draw over both hazards.
#include "models/world.hpp"

namespace models {
namespace {

double power(double x, int n) {
  double result = x;
  for (int i = 1; i < n; ++i) result *= x;
  return result;
}

/// Brings a cell's thresholds up to date. The exponential depends on the calendar year's level alone, so it is taken
/// once a year and raised to the months of the term; cells without children cost nothing.
void refresh(const World& w, SupportHazards& h, std::size_t cell) {
  const double exit = w.r.exit_hazard[cell], both = exit + w.r.request_hazard[cell] * w.r.request_level[w.t];
  if (h.of_year[cell] != h.year) {
    h.stays_a_month[cell] = std::exp(-both / 12);
    h.of_year[cell] = h.year;
  }
  const double any = 1 - power(h.stays_a_month[cell], w.term().months);
  h.any[cell] = sim::threshold(any);
  h.exit[cell] = both > 0 ? sim::threshold(any * exit / both) : 0;
  h.of_term[cell] = h.term;
}

}  // namespace

void support_and_requests(World& w) {
  auto& pool = w.st.support;
  auto& h = w.st.hazards;
  ++h.term;
  if (w.t == 0 || w.is(sim::Season::spring)) ++h.year;
  const auto& word = pool.word[w.season()];
  std::int64_t ended[ages] = {};
  std::size_t kept = 0;
  const std::size_t n = pool.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto cell = pool.cell[i];
    if (h.of_term[cell] != h.term) [[unlikely]] refresh(w, h, cell);
    auto any = h.any[cell], exit = h.exit[cell];
    if (pool.package[i] != 0) [[unlikely]] {
      const double factor = w.r.package.factor(static_cast<int>(w.t) + 2 - pool.package[i]);
      if (factor != 1) {
        const auto p = competing(w.r.exit_hazard[cell], factor * w.r.request_hazard[cell] * w.r.request_level[w.t], w.term().months);
        any = sim::threshold(p.any);
        exit = sim::threshold(p.first);
      }
    }
    if (word[i] >= any) [[likely]] {
      pool.keep(kept++, i);
      continue;
    }
    const auto& child = pool.child[i];
    if (word[i] < exit) {
      --w.st.send[child.age];
      ++ended[child.age];
    } else {
      open_case(w, child, w.term().first_day, w.term().days);
    }
  }
  pool.resize(kept);
  for (std::size_t a = 0; a < ages; ++a) w.count_with_age(Metric::support_ended, a, ended[a]);
}

}  // namespace models
