#pragma once
// Gives both jobs to Slurm.

#include <string>

#include "app/cluster/slurm.hpp"

namespace app {

struct SubmittedJobs {
  std::string shards, merge;  ///< numbers that Slurm gave
};

/// The number in what `sbatch --parsable` printed ("17", "17;cluster", after whatever a site prints); empty
/// if there is none.
std::string job_number(const std::string& printed);

/// Runs sbatch twice. Throws UserError with what sbatch said if it is not there or refuses, and then how to
/// take the shards back if they were taken already.
SubmittedJobs submit(const ShardPlan& plan, const SlurmSite& site);

}  // namespace app
