#pragma once
// Slurm: a job array of the shards, and a job that merges them once all have ended well.

#include <string>
#include <vector>

#include "app/cluster/shard_plan.hpp"

namespace app {

/// What a site asks for; what is empty is left to the site.
struct SlurmSite {
  std::string partition, account, time, mem;
  std::uint32_t array_limit = 0;     ///< shards that run at once; 0: as many as there is room for
  std::vector<std::string> options;  ///< further ones of sbatch: "--qos=long"
};

/// Arguments of sbatch, which reads the script from its standard input and prints the number of the job.
std::vector<std::string> slurm_shard_arguments(const ShardPlan& plan, const SlurmSite& site);
/// `after`: the number of the array.
std::vector<std::string> slurm_merge_arguments(const ShardPlan& plan, const SlurmSite& site,
                                               const std::string& after);
std::string slurm_shard_script(const ShardPlan& plan);
std::string slurm_merge_script(const ShardPlan& plan);

/// A shell script that submits both.
std::string slurm_text(const ShardPlan& plan, const SlurmSite& site);

}  // namespace app
