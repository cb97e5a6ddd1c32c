// The assumptions of a run made ready for regressions.

#include "app/sensitivity/prepared_draws.hpp"

#include <numeric>
#include <optional>

#include "app/interrupt.hpp"
#include "sim/parallel_chunks.hpp"
#include "sim/threads.hpp"

namespace app {

void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  tbb::task_arena arena(sim::thread_count(threads));
  struct None {};
  sim::for_each_chunk(
      arena, count, interrupted(), [] { return None{}; }, [&](None&, std::size_t i) { work(i); });
}

std::vector<std::size_t> PreparedDraws::all() const {
  std::vector<std::size_t> out(assumptions.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

std::vector<std::size_t> PreparedDraws::of(models::AssumptionGroup group) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < named.size(); ++i)
    if (named[i].group == group) out.push_back(i);
  return out;
}

PreparedDraws prepare_draws(const std::vector<AssumptionSource>& sources, sim::UsableRows rows,
                            unsigned threads) {
  PreparedDraws out{std::move(rows), {}, {}};
  std::vector<std::optional<sim::PreparedAssumption>> prepared(sources.size());
  for_each_index(sources.size(), threads, [&](std::size_t i) {
    prepared[i].emplace(out.rows.of(sources[i].draws), out.rows.scramble);
  });
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (prepared[i]->constant()) continue;
    out.named.push_back({sources[i].name, sources[i].unit, models::group_of(sources[i].name)});
    out.assumptions.push_back(std::move(*prepared[i]));
  }
  return out;
}

}  // namespace app
