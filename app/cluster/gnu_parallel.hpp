#pragma once
// GNU parallel: shards on the cores of this machine, or of several that share its folders.

#include <string>

#include "app/cluster/shard_plan.hpp"

namespace app {

struct ParallelSite {
  std::string jobs;      ///< shards at once on a machine; empty: as many as it has cores for
  std::string sshlogin;  ///< machines, as parallel has them: "8/node1,8/node2"; empty: this one
};

/// A shell script: the line of parallel, then that of the merge.
std::string parallel_text(const ShardPlan& plan, const ParallelSite& site);

}  // namespace app
