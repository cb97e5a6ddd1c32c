#pragma once
// Runs a model over many replicates in parallel; the result depends on the key of each replicate, never on
// threads.

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "sim/assumption_draws.hpp"
#include "sim/block_pipeline.hpp"
#include "sim/happens_before.hpp"
#include "sim/replicate.hpp"
#include "sim/replicate_error.hpp"
#include "sim/results.hpp"

namespace sim {

struct EnsembleOptions {
  Seed seed = 1;
  std::uint32_t first = 0;       ///< first replicate; a multiple of the block size (0 unless a shard)
  std::uint32_t replicates = 0;  ///< how many, from `first`
  unsigned threads = 0;          ///< 0: all that the machine offers
  bool layers = false;           ///< run three members of each draw
  std::string command = {};      ///< the command line that an error message completes to repeat one replicate
};

struct EnsembleHooks {
  /// Called in order, one at a time, after each block, with replicates (x members) done and total.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
  StopToken stop = {};  ///< raised from outside to end the run
};

enum class Outcome { complete, stopped };

/// Years and luck of member m: (y, l), (y, l'), (y', l''). Member 0 is the run without layers.
constexpr ReplicateKey member_key(Seed seed, std::uint32_t index, unsigned member) {
  return {seed, index, member == 2 ? 1u : 0u, member};
}

/// Simulates one replicate of one member alone, as the ensemble would: for repeating an error, and for tests.
template <Model M>
std::vector<std::int64_t> simulate_one(const M& model, const AssumptionDraws& assumptions, Seed seed,
                                       std::uint32_t index, unsigned member = 0, StopToken stop = {}) {
  auto workspace = model.workspace();
  std::vector<double> draws(assumptions.names.size()), cells(assumptions.base.size());
  assumptions.fill(index, draws, cells);
  std::vector<std::int64_t> row(model.layout().columns());
  model.simulate(member_key(seed, index, member), std::span<const double>(cells), workspace, Row(row), stop);
  return row;
}

namespace detail {

/// What parallel_for orders: the caller before the parts, and the parts before the caller goes on.
inline Handover shared_out, gathered;

/// What one worker reuses from replicate to replicate.
template <Model M>
struct Worker {
  typename M::Workspace workspace;
  std::vector<double> cells;
};

/// Fills a block, replicates in parallel, each writing its own row. Records the first failure by replicate,
/// not by time, so that the error too is the same for any number of threads.
template <Model M>
void simulate_block(const M& model, const AssumptionDraws& assumptions, const EnsembleOptions& options,
                    StopToken stop, tbb::enumerable_thread_specific<Worker<M>>& workers, BlockTask& task) {
  ReplicateBlock& block = task.block;
  const std::size_t uncertain = assumptions.names.size();
  std::vector<double> draws(block.count * uncertain);
  std::vector<std::exception_ptr> failures(block.count);
  const auto one = [&](std::uint32_t i) {
    shared_out.take();
    const GiveAtEnd give(gathered);
    try {
      stop.check();
      Worker<M>& worker = workers.local();
      worker.cells.resize(assumptions.base.size());
      assumptions.fill(block.first + i, std::span(draws).subspan(i * uncertain, uncertain), worker.cells);
      model.simulate(member_key(options.seed, block.first + i, block.member),
                     std::span<const double>(worker.cells), worker.workspace,
                     Row(block.values.data() + std::size_t{i} * block.columns, block.columns), stop);
    } catch (const Stopped&) {  // the whole block is abandoned
    } catch (...) {
      failures[i] = std::current_exception();
    }
  };
  shared_out.give();
  // Isolated: a worker that waits here must not start another block, which would break the bound on memory.
  tbb::this_task_arena::isolate([&] { tbb::parallel_for(std::uint32_t{0}, block.count, one); });
  gathered.take();
  if (block.member == 0) block.draws = std::move(draws);
  for (std::uint32_t i = 0; i < block.count; ++i) {
    if (!failures[i]) continue;
    task.failed_replicate = block.first + i;
    task.failure = failures[i];
    return;
  }
}

}  // namespace detail

/// Runs the ensemble and hands each finished block to `sink`, in order. Memory is flat in the number of
/// replicates. Throws ReplicateError for the first replicate that fails, and whatever the sink throws. When
/// stopped, every block handed over is whole.
template <Model M>
Outcome run_ensemble(const M& model, const AssumptionDraws& assumptions, const EnsembleOptions& options,
                     const BlockSink& sink, const EnsembleHooks& hooks = {}) {
  tbb::enumerable_thread_specific<detail::Worker<M>> workers([&] {
    return detail::Worker<M>{model.workspace(), {}};
  });
  const BlockPlan plan{.first = options.first,
                       .replicates = options.replicates,
                       .columns = model.layout().columns(),
                       .members = options.layers ? layer_members : 1,
                       .threads = options.threads};
  const auto produce = [&](BlockTask& task) {
    detail::simulate_block(model, assumptions, options, hooks.stop, workers, task);
  };
  std::uint64_t done = 0;
  const std::uint64_t total = std::uint64_t{options.replicates} * plan.members;
  const auto consume = [&](const BlockTask& task) {
    if (task.failure) {
      throw_replicate_error({options.seed, task.failed_replicate, task.block.member}, options.command,
                            task.failure);
    }
    sink(task.block);
    done += task.block.count;
    if (hooks.progress) hooks.progress(done, total);
  };
  const bool whole = run_blocks(plan, produce, consume, hooks.stop);
  return whole ? Outcome::complete : Outcome::stopped;
}

}  // namespace sim
