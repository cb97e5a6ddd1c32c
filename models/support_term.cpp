// A term on SEN support: needs met, or a request for assessment, by one draw over both hazards.
#include "models/world.hpp"

namespace models {
namespace {

double power(double x, int n) {
  double result = x;
  for (int i = 1; i < n; ++i) result *= x;
  return result;
}

/// Brings a cell's thresholds up to date. The exponential depends on the calendar year's level alone, so it
/// is taken once a year and raised to the months of the term; cells without children cost nothing.
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

struct Limits {
  std::uint32_t any, exit;
};

Limits thresholds_of(const World& w, std::size_t cell, std::uint8_t package) {
  const auto& h = w.st.hazards;
  const double factor = package == 0 ? 1 : w.r.package.factor(static_cast<int>(w.t) + 2 - package);
  if (factor == 1) return {h.any[cell], h.exit[cell]};
  const auto p = competing(w.r.exit_hazard[cell], factor * w.r.request_hazard[cell] * w.r.request_level[w.t],
                           w.term().months);
  return {sim::threshold(p.any), sim::threshold(p.first)};
}

}  // namespace

void support_and_requests(World& w) {
  auto& pool = w.st.support;
  auto& h = w.st.hazards;
  ++h.term;
  if (w.t == 0 || w.is(sim::Season::spring)) ++h.year;
  const auto& word = pool.word[w.season()];
  auto& leaving = w.st.leaving_support;
  leaving.clear();
  const std::size_t n = pool.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto cell = pool.cell[i];
    if (h.of_term[cell] != h.term) [[unlikely]]
      refresh(w, h, cell);
    if (word[i] < h.any[cell] || pool.package[i] != 0) [[unlikely]]
      leaving.push_back(static_cast<std::uint32_t>(i));
  }
  std::int64_t ended[ages] = {};
  std::size_t gone = 0;
  for (const auto i : leaving) {
    const auto cell = pool.cell[i];
    const auto [any, exit] = thresholds_of(w, cell, pool.package[i]);
    if (word[i] >= any) continue;  // a package has made the request less likely
    const auto& child = pool.child[i];
    if (word[i] < exit) {
      --w.st.send[child.age];
      ++ended[child.age];
    } else {
      open_case(w, child, w.term().first_day, w.term().days);
    }
    leaving[gone++] = i;
  }
  leaving.resize(gone);
  pool.remove(leaving);
  for (std::size_t a = 0; a < ages; ++a) w.count_with_age(Metric::support_ended, a, ended[a]);
}

}  // namespace models
