// Blocks are made in parallel and consumed in order, with a bounded number in flight, so memory stays flat.

#include "sim/block_pipeline.hpp"

#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "sim/happens_before.hpp"
#include "sim/threads.hpp"

namespace sim {
namespace {

constexpr std::uint64_t bytes_in_flight = 64u << 20;

/// Enough blocks to keep the threads busy while one is being consumed, within the budget of memory.
std::size_t blocks_in_flight(const BlockPlan& plan, int threads) {
  const std::uint64_t block =
      std::uint64_t{block_replicates(plan.columns)} * plan.columns * sizeof(std::int64_t);
  const std::uint64_t affordable = bytes_in_flight / std::max<std::uint64_t>(block, 1);
  return std::clamp<std::uint64_t>(affordable, 2, static_cast<std::uint64_t>(threads) + 2);
}

/// Prepares the `sequence`-th block of the plan: all members of a block come before the next block.
void start(BlockTask& task, const BlockPlan& plan, std::uint64_t sequence) {
  const std::uint32_t size = block_replicates(plan.columns);
  const auto offset = static_cast<std::uint32_t>(sequence / plan.members) * size;
  task.failure = nullptr;
  task.block.member = static_cast<unsigned>(sequence % plan.members);
  task.block.first = plan.first + offset;
  task.block.number = task.block.first / size;
  task.block.count = std::min(size, plan.replicates - offset);
  task.block.columns = plan.columns;
  task.block.draws.clear();
}

Handover begun, entered, made, left;  // what the pipeline orders

/// Takes all of it when the caller goes on, in whatever way.
struct TakeAtEnd {
  TakeAtEnd() = default;
  TakeAtEnd(const TakeAtEnd&) = delete;
  TakeAtEnd& operator=(const TakeAtEnd&) = delete;
  ~TakeAtEnd() { entered.take(), made.take(), left.take(); }
};

}  // namespace

bool run_blocks(const BlockPlan& plan, const std::function<void(BlockTask&)>& produce,
                const std::function<void(const BlockTask&)>& consume, StopToken stop) {
  const std::uint32_t size = block_replicates(plan.columns);
  if (plan.first % size != 0) throw std::logic_error("a run must begin at the first replicate of a block");
  const std::uint64_t blocks = (std::uint64_t{plan.replicates} + size - 1) / size * plan.members;
  tbb::task_arena arena(thread_count(plan.threads));
  // Blocks leave in the order they enter, so a ring of tasks as long as the bound is enough.
  std::vector<BlockTask> ring(blocks_in_flight(plan, arena.max_concurrency()));
  std::uint64_t next = 0;
  bool stopped = false;  // touched by the last, serial stage only

  const auto enter = [&](tbb::flow_control& flow) -> BlockTask* {
    begun.take(), entered.take(), left.take();
    const GiveAtEnd give(entered);
    if (next == blocks || stop.raised()) {
      flow.stop();
      return nullptr;
    }
    BlockTask* task = &ring[next % ring.size()];
    start(*task, plan, next++);
    return task;
  };
  const auto make = [&](BlockTask* task) {
    entered.take();
    const GiveAtEnd give(made);
    task->block.values.assign(std::size_t{task->block.count} * task->block.columns, 0);
    produce(*task);
    task->abandoned = stop.raised();
    return task;
  };
  const auto leave = [&](BlockTask* task) {
    made.take(), left.take();
    const GiveAtEnd give(left);
    stopped = stopped || task->abandoned;
    if (!stopped) consume(*task);
  };
  begun.give();
  const TakeAtEnd take;
  arena.execute([&] {
    using tbb::filter_mode;
    tbb::parallel_pipeline(ring.size(),
                           tbb::make_filter<void, BlockTask*>(filter_mode::serial_in_order, enter) &
                               tbb::make_filter<BlockTask*, BlockTask*>(filter_mode::parallel, make) &
                               tbb::make_filter<BlockTask*, void>(filter_mode::serial_in_order, leave));
  });
  entered.take(), left.take();
  return next == blocks && !stopped;
}

}  // namespace sim
