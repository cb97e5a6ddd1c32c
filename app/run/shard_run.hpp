#pragma once
// One shard of a run: its replicates alone, for `sendcast merge`.

#include "app/run/ensemble_run.hpp"

namespace app {

/// What became of a shard.
struct ShardResult {
  sim::ShardOf shard;
  std::uint32_t first = 0, replicates = 0, planned = 0;  ///< replicates in it, of those of the whole run
  std::uint32_t block = 1;                               ///< replicates that are never divided
  bool was_finished = false;                             ///< it was there already, and whole
  double seconds = 0;
  std::filesystem::path folder;
};

/// Simulates shard `*options.shard` into its folder. One that is finished already, of the same run and whole,
/// is left alone; a damaged one is made anew.
ShardResult shard_run(const RunOptions& options, const sim::Config& config, const RunWatch& watch);

/// A few lines of at most 80 columns, or JSON.
std::string shard_text(const ShardResult& result);
std::string shard_json(const ShardResult& result);

}  // namespace app
