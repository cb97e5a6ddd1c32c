#pragma once
// What `sendcast cluster` was asked to print, checked.

#include <functional>
#include <string>
#include <vector>

#include "app/cluster/gnu_parallel.hpp"
#include "app/cluster/kubernetes.hpp"
#include "app/cluster/shard_plan.hpp"
#include "app/cluster/slurm.hpp"
#include "app/run/run_options.hpp"

namespace app {

/// The words of the command line that all schedulers share.
struct ShardWords {
  RunWords run;
  std::string shards, cpus = "1", name, program;
};
struct SlurmWords : ShardWords {
  std::string partition, account, time, mem, array_limit;
  std::vector<std::string> options;
  bool submit = false;
};
struct KubernetesWords : ShardWords {
  std::string image, claim, mount = "/work", space, mem, parallelism;
};
struct ParallelWords : ShardWords {
  std::string jobs, sshlogin;
};

/// Everything that is wrong with the words, so that it can be said at once.
class WordFaults {
 public:
  void add(std::string text) { texts_.push_back(std::move(text)); }
  /// What `action` throws as UserError is one more fault.
  void check(const std::function<void()>& action);
  /// A fault if the word cannot be printed into scripts (why_not_printable).
  void printable(const std::string& option, const std::string& word);
  /// Throws UserError with all of them, a line each, if there are any.
  void raise() const;

 private:
  std::vector<std::string> texts_;
};

/// Words that make no sense are added to `faults`; then the plan is of no use.
ShardPlan shard_plan(const ShardWords& words, WordFaults& faults);
SlurmSite slurm_site(const SlurmWords& words, WordFaults& faults);
/// Also sets where and with which program a pod of the plan works, and a name that Kubernetes takes.
KubernetesSite kubernetes_site(const KubernetesWords& words, ShardPlan& plan, WordFaults& faults);
ParallelSite parallel_site(const ParallelWords& words, WordFaults& faults);

/// Throws UserError if there are more shards than blocks of replicates, which are what shards share out.
void check_blocks(const ShardPlan& plan, const sim::Config& config);

}  // namespace app
