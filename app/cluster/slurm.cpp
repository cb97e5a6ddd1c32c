// Slurm: a job array of the shards, and a job that merges them once all have ended well.

#include "app/cluster/slurm.hpp"

#include <fmt/format.h>

#include "app/cluster/shard_commands.hpp"
#include "app/run/run_options.hpp"

namespace app {
namespace {

/// What both jobs ask for; what the user wrote for sbatch comes last and so prevails.
void add_site(std::vector<std::string>& arguments, const SlurmSite& site) {
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) arguments.push_back(fmt::format("--{}={}", option, value));
  };
  add("partition", site.partition);
  add("account", site.account);
  add("time", site.time);
  add("mem", site.mem);
  arguments.insert(arguments.end(), site.options.begin(), site.options.end());
}

/// "sbatch ..." for a shell, an argument a line.
std::string quoted(const std::vector<std::string>& arguments) {
  std::string out = "sbatch";
  for (const auto& argument : arguments) out += " \\\n  " + shell_word(argument);
  return out;
}

/// A shell function that prints the script of a job.
std::string printed_by(const char* name, const std::string& script) {
  return fmt::format("{}() {{ cat <<'END_OF_JOB'\n{}END_OF_JOB\n}}\n", name, script);
}

}  // namespace

std::vector<std::string> slurm_shard_arguments(const ShardPlan& p, const SlurmSite& site) {
  const auto limit = site.array_limit > 0 ? fmt::format("%{}", site.array_limit) : std::string();
  std::vector<std::string> out{"--parsable",
                               fmt::format("--job-name={}", p.name),
                               fmt::format("--array=1-{}{}", p.shards, limit),
                               fmt::format("--cpus-per-task={}", p.cpus),
                               "--requeue",
                               "--open-mode=append"};
  add_site(out, site);
  return out;
}

std::vector<std::string> slurm_merge_arguments(const ShardPlan& p, const SlurmSite& site,
                                               const std::string& after) {
  std::vector<std::string> out{"--parsable",
                               fmt::format("--job-name={}-merge", p.name),
                               "--dependency=afterok:" + after,
                               "--kill-on-invalid-dep=yes",
                               fmt::format("--cpus-per-task={}", p.cpus),
                               "--requeue",
                               "--open-mode=append"};
  add_site(out, site);
  return out;
}

std::string slurm_shard_script(const ShardPlan& p) {
  return "#!/bin/sh\n" + shard_script(p, "\"$SLURM_ARRAY_TASK_ID\"");
}

std::string slurm_merge_script(const ShardPlan& p) { return "#!/bin/sh\n" + merge_script(p); }

std::string slurm_text(const ShardPlan& p, const SlurmSite& site) {
  const std::string dependency = "--dependency=afterok:";
  std::string merge = quoted(slurm_merge_arguments(p, site, ""));
  merge.insert(merge.find(dependency) + dependency.size(), "\"$array\"");
  return fmt::format(
      "#!/bin/sh\n"
      "# {}\n"
      "# Run this with sh where sbatch is. It submits the shards as a job array, and\n"
      "# their merge, which waits for all of them. Submitted again, it repeats only\n"
      "# the shards that are not finished.\n"
      "set -eu\n"
      "\n{}\n{}\n"
      "array=$(shard_job | {})\n"
      "array=${{array%%;*}}  # a site of several clusters adds a name\n"
      "echo \"shards: job $array\"\n"
      "\n"
      "merge=$(merge_job | {}) || {{\n"
      "  echo \"the merge was refused; scancel $array takes the shards back\" >&2\n"
      "  exit 1\n"
      "}}\n"
      "echo \"merge: job ${{merge%%;*}}\"\n",
      plan_words(p), printed_by("shard_job", slurm_shard_script(p)),
      printed_by("merge_job", slurm_merge_script(p)), quoted(slurm_shard_arguments(p, site)), merge);
}

}  // namespace app
