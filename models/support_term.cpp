// A term on SEN support: needs met, or a request for assessment, by one draw over both hazards.
#include "models/world.hpp"

namespace models {
namespace {

struct Thresholds {
  std::array<std::uint32_t, support_cells> any, exit;
};

void fill(const World& w, Thresholds& th) {
  for (std::size_t cell = 0; cell < support_cells; ++cell) {
    const auto p = competing(w.r.exit_hazard[cell], w.r.request_hazard[cell] * w.r.request_level[w.t], w.term().months);
    th.any[cell] = sim::threshold(p.any);
    th.exit[cell] = sim::threshold(p.first);
  }
}

}  // namespace

void support_and_requests(World& w) {
  auto& pool = w.st.support;
  thread_local Thresholds th;  // scratch, filled before it is read
  fill(w, th);
  const auto& word = pool.word[w.season()];
  std::size_t kept = 0;
  const std::size_t n = pool.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto cell = pool.cell[i];
    auto any = th.any[cell], exit = th.exit[cell];
    if (pool.package[i] != 0) {
      const double factor = w.r.package.factor(static_cast<int>(w.t) + 2 - pool.package[i]);
      const auto p = competing(w.r.exit_hazard[cell], factor * w.r.request_hazard[cell] * w.r.request_level[w.t], w.term().months);
      any = sim::threshold(p.any);
      exit = sim::threshold(p.first);
    }
    if (word[i] >= any) [[likely]] {
      pool.keep(kept++, i);
      continue;
    }
    const auto& child = pool.child[i];
    if (word[i] < exit) {
      --w.st.send[child.age];
      w.count_with_age(Metric::support_ended, child.age);
    } else {
      open_case(w, child, true, w.term().first_day, w.term().days);
    }
  }
  pool.resize(kept);
}

}  // namespace models
