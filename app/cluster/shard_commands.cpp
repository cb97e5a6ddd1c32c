// The lines of a POSIX shell that run one shard, and those that merge them all.

#include "app/cluster/shard_commands.hpp"

#include <fmt/format.h>

namespace app {
namespace {

std::string checked(const ShardPlan& p, const std::string& command) {
  return fmt::format("set -eu\ncd {}\n{}\nexec {}\n", p.folder, version_check(p), command);
}

}  // namespace

std::string version_test(const ShardPlan& p) {
  return fmt::format("test \"$({} --version)\" = \"{}\"", p.program, p.version);
}

std::string version_refusal(const ShardPlan& p) {
  return fmt::format("echo \"made for {}: another program is here\" >&2", p.version);
}

std::string version_check(const ShardPlan& p) {
  return fmt::format("{} || {{\n  {}\n  exit 2\n}}", version_test(p), version_refusal(p));
}

std::string shard_command(const ShardPlan& p, const std::string& number) {
  return fmt::format("{} {} -j {} \\\n  --shard {}/{} --resume -o {}/shard-{}", p.program, p.run, p.cpus,
                     number, p.shards, p.shards_folder(), number);
}

std::string merge_command(const ShardPlan& p) {
  return fmt::format("{} merge {} -j {} -o {}", p.program, p.shards_folder(), p.cpus, p.out);
}

std::string shard_script(const ShardPlan& p, const std::string& number) {
  return checked(p, shard_command(p, number));
}

std::string merge_script(const ShardPlan& p) { return checked(p, merge_command(p)); }

std::string plan_words(const ShardPlan& p) {
  return fmt::format("{}: {} replicates in {} shard{}, merged into {}", p.version, p.replicates, p.shards,
                     p.shards == 1 ? "" : "s", p.out);
}

}  // namespace app
