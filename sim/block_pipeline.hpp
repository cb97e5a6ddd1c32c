#pragma once
// Blocks are made in parallel and consumed in order, with a bounded number in flight, so memory stays flat.

#include <exception>
#include <functional>

#include "sim/results.hpp"
#include "sim/stop.hpp"

namespace sim {

struct BlockPlan {
  std::uint32_t first = 0, replicates = 0, columns = 0;
  unsigned members = 1, threads = 0;
};

/// A block on its way, with the first failure met in making it.
struct BlockTask {
  ReplicateBlock block;
  std::uint32_t failed_replicate = 0;
  std::exception_ptr failure;
  bool abandoned = false;  ///< the flag was raised while it was made, so it may be incomplete
};

/// Calls `produce` on zeroed blocks in parallel and `consume` on the finished ones by (number, member). Ends
/// when `stop` is raised: a block produced under a raised flag is never consumed. Returns true if all
/// were consumed.
bool run_blocks(const BlockPlan& plan, const std::function<void(BlockTask&)>& produce,
                const std::function<void(const BlockTask&)>& consume, StopToken stop = {});

}  // namespace sim
