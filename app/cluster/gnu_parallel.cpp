// GNU parallel: shards on the cores of this machine, or of several that share its folders.

#include "app/cluster/gnu_parallel.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cluster/shard_commands.hpp"
#include "app/run/run_options.hpp"

namespace app {
namespace {

/// parallel replaces {}, {.}, {#}, {=...=} and others wherever they stand. In a word for a shell every brace
/// is between single quotes, so that two more part it from what follows.
std::string parted_braces(const std::string& word) {
  std::string out;
  for (const char c : word) {
    out += c;
    if (c == '{') out += "''";
  }
  return out;
}

/// Shards at once; those with several threads leave room for fewer.
std::string jobs_option(const ShardPlan& p, const ParallelSite& site) {
  if (!site.jobs.empty()) return " --jobs " + site.jobs;
  return p.cpus > 1 ? fmt::format(" --jobs {}%", std::max(1u, 100 / p.cpus)) : "";
}

}  // namespace

std::string parallel_text(const ShardPlan& p, const ParallelSite& site) {
  ShardPlan q = p;
  for (std::string* word : {&q.program, &q.folder, &q.run, &q.out}) *word = parted_braces(*word);
  std::string command = shard_command(q, "{}");
  const std::string fold = " \\\n  ";
  const auto at = command.rfind(fold);
  const auto hosts = site.sshlogin.empty() ? "" : " --sshlogin " + shell_word(site.sshlogin);
  std::string there = shell_word(fmt::format("cd {} &&", q.folder));
  if (!hosts.empty())  // another machine may have another program
    there = shell_word(fmt::format("cd {} || exit 2;", q.folder)) + fold +
            shell_word(fmt::format("{} ||", version_test(q))) + fold +
            shell_word(fmt::format("{{ {}; exit 2; }};", version_refusal(q)));
  return fmt::format(
      "#!/bin/sh\n"
      "# {}\n"
      "# Needs GNU parallel. Run again, it repeats only the shards that are not\n"
      "# finished.\n"
      "set -eu\n"
      "cd {}\n"
      "{}\n"
      "seq {} | PARALLEL_SHELL=/bin/sh parallel --halt soon,fail=1{}{} \\\n"
      "  {} \\\n"
      "  {} \\\n"
      "  {}\n"
      "exec {}\n",
      plan_words(p), p.folder, version_check(p), p.shards, jobs_option(p, site), hosts, there,
      shell_word(command.substr(0, at)), shell_word(command.substr(at + fold.size())), merge_command(p));
}

}  // namespace app
