// `sendcast cluster`: a run divided among many machines, by a scheduler that is there already.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "app/cluster/cluster_options.hpp"
#include "app/cluster/submit.hpp"
#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/run/change_options.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

/// Raises what is wrong with the words, reads the configuration as `run` does, and only then goes on.
int checked(const ShardPlan& plan, const ShardWords& words, const WordFaults& faults,
            const std::function<std::string()>& text) {
  faults.raise();
  const auto loaded = load(words.run.choice);
  if (!loaded.config) {
    print_error(faults_text(loaded.faults));
    return exit_input;
  }
  check_blocks(plan, *loaded.config);
  print(text());
  return exit_done;
}

int slurm(const SlurmWords& words) {
  WordFaults faults;
  const auto plan = shard_plan(words, faults);
  const auto site = slurm_site(words, faults);
  return checked(plan, words, faults, [&] {
    if (!words.submit) return slurm_text(plan, site);
    const auto jobs = submit(plan, site);
    return fmt::format("shards: job {}\nmerge: job {}, after all of them, into {}\n", jobs.shards, jobs.merge,
                       plan.out);
  });
}

int kubernetes(const KubernetesWords& words) {
  WordFaults faults;
  auto plan = shard_plan(words, faults);
  const auto site = kubernetes_site(words, plan, faults);
  return checked(plan, words, faults, [&] { return kubernetes_text(plan, site); });
}

int parallel(const ParallelWords& words) {
  WordFaults faults;
  const auto plan = shard_plan(words, faults);
  const auto site = parallel_site(words, faults);
  return checked(plan, words, faults, [&] { return parallel_text(plan, site); });
}

/// The options of `run` that fix its result.
void add_run_options(CLI::App& c, RunWords& words) {
  c.add_option("CONFIG", words.choice.config, "Configuration (TOML)")->required();
  add_changes(c, words.choice);
  c.add_option("-n,--replicates", words.replicates, "Replicates: draws of the assumptions (default 1000)")
      ->type_name("N");
  c.add_option("--seed", words.seed, "Seed of all random numbers (default 1)")->type_name("S");
  c.add_option("--design", words.design, "Design of the assumption draws: sobol (default), lhs or mc")
      ->type_name("NAME");
  c.add_flag("--layers", words.layers,
             "Run three members of each draw: variance of assumptions, years and luck");
  c.add_flag("--no-discrepancy", words.no_discrepancy,
             "Summaries without what past forecasts of the model missed");
  c.add_option("--store", words.store, "Draws kept: full (default) or headline (smaller file)")
      ->type_name("MODE");
  c.add_option("--contributions", words.contributions,
               "Replicates in which each event and each simulated saving is left out in turn (default 64)")
      ->type_name("N");
}

void add_shard_options(CLI::App& c, ShardWords& words, const char* where) {
  c.add_option("--shards", words.shards, "Parts that the replicates are divided into")
      ->required()
      ->type_name("N");
  c.add_option_function<std::string>(
       "-o,--out", [&words](const std::string& folder) { words.run.out = folder; },
       "Folder of the merged run (default: as of run); the shards go to DIR-shards")
      ->type_name("DIR");
  c.add_option("--cpus", words.cpus, "Processors, and so threads, of a shard (default 1)")->type_name("C");
  c.add_option("--name", words.name, "Name of the jobs (default: that of the output folder)")
      ->type_name("NAME");
  c.add_option("--program", words.program, fmt::format("Path of sendcast {}", where))->type_name("FILE");
}

template <class Words>
std::pair<CLI::App*, std::shared_ptr<Words>> add_kind(CLI::App& parent, Action& action, const char* name,
                                                      const char* what, const char* where,
                                                      int (*perform)(const Words&)) {
  const auto words = std::make_shared<Words>();
  CLI::App* c = parent.add_subcommand(name, what);
  add_run_options(*c, words->run);
  add_shard_options(*c, *words, where);
  c->callback([&action, words, perform] { action = [words, perform] { return perform(*words); }; });
  return {c, words};
}

void add_slurm(CLI::App& parent, Action& action) {
  const auto [c, words] = add_kind<SlurmWords>(parent, action, "slurm",
                                               "A job array and a merge that waits for it (shell script)",
                                               "on the nodes (default: of this one)", slurm);
  c->add_option("--partition", words->partition, "Partition")->type_name("NAME");
  c->add_option("--account", words->account, "Account that is charged")->type_name("NAME");
  c->add_option("--time", words->time, "Longest time of a job: minutes, H:MM:SS or D-HH:MM:SS")
      ->type_name("TIME");
  c->add_option("--mem", words->mem, "Memory of a job, such as 2G")->type_name("SIZE");
  c->add_option("--array-limit", words->array_limit, "Shards that run at once (default: no limit)")
      ->type_name("K");
  c->add_option("--sbatch-option", words->options,
                "Another option of sbatch, such as qos=long; may be repeated")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_flag("--submit", words->submit, "Submit both jobs instead of printing them");
}

void add_kubernetes(CLI::App& parent, Action& action) {
  const auto [c, words] = add_kind<KubernetesWords>(
      parent, action, "kubernetes", "An Indexed Job and a suspended Job for the merge (YAML)",
      "in the image (default: /usr/local/bin/sendcast)", kubernetes);
  c->add_option("--image", words->image, "Container image with sendcast")->required()->type_name("IMAGE");
  c->add_option("--claim", words->claim, "Persistent volume claim that all pods can write to")
      ->required()
      ->type_name("NAME");
  c->add_option("--mount", words->mount,
                "Where the volume stands in a pod, and where relative paths begin (default /work)")
      ->type_name("DIR");
  c->add_option("--namespace", words->space, "Namespace (default: that of kubectl)")->type_name("NAME");
  c->add_option("--mem", words->mem, "Memory of a pod, such as 2Gi")->type_name("SIZE");
  c->add_option("--parallelism", words->parallelism, "Pods at once (default: all shards)")->type_name("K");
}

void add_parallel(CLI::App& parent, Action& action) {
  const auto [c, words] =
      add_kind<ParallelWords>(parent, action, "parallel", "A line of GNU parallel and one that merges",
                              "on every machine (default: of this one)", parallel);
  c->add_option("--jobs", words->jobs, "Shards at once on a machine, or a share of its cores, such as 50%")
      ->type_name("K");
  c->add_option("--sshlogin", words->sshlogin,
                "Machines that share these folders, as parallel has them: 8/node1,8/node2")
      ->type_name("HOSTS");
}

}  // namespace

void add_cluster(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("cluster", "Divide a run among machines: Slurm, Kubernetes, GNU parallel");
  c->require_subcommand(1);
  add_slurm(*c, action);
  add_kubernetes(*c, action);
  add_parallel(*c, action);
}

}  // namespace app
