// The shards of a run, joined into the folder that one process would have written.

#include "app/merge/merge_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/run/finish_run.hpp"
#include "app/stored/run_config.hpp"
#include "app/user_error.hpp"
#include "sim/config_draws.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/run_identity.hpp"
#include "sim/shard_set.hpp"
#include "sim/store_merge.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

/// The shards in a folder, by name.
std::vector<fs::path> shards_within(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code))
    if (!entry->path().filename().string().starts_with('.') && entry->is_directory(code) &&
        sim::is_shard_folder(*entry))
      out.push_back(*entry);
  std::sort(out.begin(), out.end());
  return out;
}

/// Of shards whose runs have not ended.
std::string unfinished_within(const std::vector<fs::path>& folders) {
  std::string names;
  for (const auto& folder : folders) {
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
      const std::string name = entry->path().filename().string();
      if (name.starts_with('.') && name.ends_with(".unfinished"))
        names += fmt::format("\n  {}: has not ended; the same command with --resume goes on from there",
                             entry->path().string());
    }
  }
  return names;
}

/// This program must write what that which made the shards would have written.
void check_program(const sim::Manifest& shards) {
  sim::Manifest own = shards;
  own.version.clear();
  own.run.fingerprint = sim::math_fingerprint();
  const auto why = sim::RunIdentity(own, "").difference(sim::RunIdentity(shards, ""));
  if (!why.empty())
    throw UserError(
        fmt::format("the shards cannot be merged here ({}); merge them with the program, and on a machine "
                    "like those, that made them",
                    why));
}

sim::ShardSet checked(const MergeOptions& o) {
  const auto folders = shard_folders(o.folders);
  std::vector<sim::Shard> shards;
  for (const auto& folder : folders) shards.push_back(sim::read_shard(folder));
  auto set = sim::shard_set(shards);
  if (!set.faults.empty()) {
    std::string text = "the shards are not one whole run:";
    for (const auto& fault : set.faults) text += "\n  " + fault;
    throw UserError(text + unfinished_within(o.folders));
  }
  check_program(*set.manifest);
  if (o.out)
    for (const auto& folder : folders) {
      std::error_code none;
      if (fs::equivalent(folder, *o.out, none))
        throw UserError(fmt::format("-o {}: is one of the shards; choose another folder", o.out->string()));
    }
  return set;
}

}  // namespace

std::vector<fs::path> shard_folders(const std::vector<fs::path>& folders) {
  std::vector<fs::path> out;
  std::string faults;
  for (const auto& folder : folders) {
    std::error_code none;
    const auto within = sim::is_shard_folder(folder) ? std::vector{folder} : shards_within(folder);
    if (within.empty())
      faults += fmt::format("{}{}: {}", faults.empty() ? "" : "\n  ", folder.string(),
                            !fs::exists(folder, none) ? "there is no such folder"
                            : fs::exists(folder / "summary.csv", none)
                                ? "is a whole run, not a shard"
                                : "holds no shard (`sendcast run --shard` makes one)");
    out.insert(out.end(), within.begin(), within.end());
  }
  if (!faults.empty()) throw UserError(faults);
  return out;
}

RunSummary merge_run(const MergeOptions& merge, const RunWatch& watch) {
  const Stopwatch clock;
  const auto set = checked(merge);
  watch.stop.check();
  auto made = recorded_run(set.command, set.manifest->run.config_digest);
  if (!made.config)
    throw UserError(
        fmt::format("the shards cannot be merged from here: {}. Merge them in the folder in which they were "
                    "made, where the same files are",
                    made.why_not));
  RunOptions& o = made.options;
  o.threads = merge.threads;
  o.quiet = merge.quiet;
  if (merge.out) o.out = *merge.out;
  sim::OutputFolder folder(o.out, "run");
  const models::SendModel model(*made.config);
  const auto draws = sim::assumption_draws(*made.config, o.design, o.seed, o.replicates);
  const sim::RunInfo info = run_info(o, *made.config);
  sim::merge_stores(set.stores, folder.path() / "run.sqlite", watch.progress, watch.stop);
  const auto note = fmt::format("merged from {} shard{}, which took {:.1f} s together", set.stores.size(),
                                set.stores.size() == 1 ? "" : "s", set.seconds);
  return finish_run(folder, {o, *made.config, model, draws, info, clock, /*simulated=*/0, note}, watch);
}

}  // namespace app
