#pragma once
// Kubernetes: an Indexed Job of the shards, and a suspended Job that merges them.

#include <string>

#include "app/cluster/shard_plan.hpp"

namespace app {

struct KubernetesSite {
  std::string image;         ///< with the program in it
  std::string claim, mount;  ///< persistent volume claim that every pod can write to, and where it stands
  std::string space;         ///< namespace; empty: that of kubectl
  std::string mem;           ///< "4Gi"; empty: no limit
  std::uint32_t parallelism = 0;  ///< pods at once; 0: all shards
};

/// A manifest of two Jobs (YAML, Kubernetes 1.26 and newer).
std::string kubernetes_text(const ShardPlan& plan, const KubernetesSite& site);

}  // namespace app
