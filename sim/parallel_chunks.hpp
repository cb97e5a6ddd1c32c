#pragma once
// Work that falls into chunks, shared by threads, each with a worker of its own.

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>

#include "sim/happens_before.hpp"
#include "sim/stop.hpp"

namespace sim {

/// Calls `work(worker, c)` for each chunk c below `count`, in any order, on the arena's threads; each
/// thread's worker is what `make_worker()` returned to it. Throws Stopped (see StopToken::check) if the token
/// was raised, whatever is left undone then.
template <class MakeWorker, class Work>
void for_each_chunk(tbb::task_arena& arena, std::size_t count, StopToken stop, const MakeWorker& make_worker,
                    const Work& work) {
  tbb::enumerable_thread_specific<decltype(make_worker())> workers(make_worker);
  static Handover shared_out, gathered;  // what parallel_for orders
  const auto part = [&](std::size_t c) {
    shared_out.take();
    const GiveAtEnd give(gathered);
    if (!stop.raised()) work(workers.local(), c);
  };
  arena.execute([&] {
    shared_out.give();
    tbb::parallel_for(std::size_t{0}, count, part);
  });
  gathered.take();
  stop.check();
}

}  // namespace sim
