// Gives both jobs to Slurm.

#include "app/cluster/submit.hpp"

#include <fmt/format.h>

#include "app/cluster/child_process.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

std::string last_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

/// The words of sbatch, each line a little further in.
std::string indented(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out += "\n  " + text.substr(at, end - at);
    at = end + 1;
  }
  return out;
}

std::string submitted(const char* what, std::vector<std::string> arguments, const std::string& script,
                      const std::string& else_do) {
  arguments.insert(arguments.begin(), "sbatch");
  const auto said = run_child(arguments, script);
  if (!said)
    throw UserError(
        "--submit: sbatch is not installed here; without --submit the script is printed, for a "
        "machine that has it");
  if (said->code != 0)
    throw UserError(fmt::format("sbatch refused the {} (it ended with {}){}{}", what, said->code, else_do,
                                indented(said->err + said->out)));
  auto number = job_number(said->out);
  if (number.empty())
    throw UserError(fmt::format("sbatch printed no number of a job for the {}{}{}", what, else_do,
                                indented(said->err + said->out)));
  return number;
}

}  // namespace

std::string job_number(const std::string& printed) {
  const auto line = last_line(printed);
  const auto number = line.substr(0, line.find(';'));
  return number.find_first_not_of("0123456789") == std::string::npos ? number : "";
}

SubmittedJobs submit(const ShardPlan& plan, const SlurmSite& site) {
  SubmittedJobs jobs;
  jobs.shards = submitted("shards", slurm_shard_arguments(plan, site), slurm_shard_script(plan), "");
  jobs.merge = submitted(
      "merge", slurm_merge_arguments(plan, site, jobs.shards), slurm_merge_script(plan),
      fmt::format("; the shards are job {}, which scancel {} takes back", jobs.shards, jobs.shards));
  return jobs;
}

}  // namespace app
