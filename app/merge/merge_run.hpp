#pragma once
// The shards of a run, joined into the folder that one process would have written.

#include <filesystem>
#include <optional>
#include <vector>

#include "app/run/ensemble_run.hpp"

namespace app {

struct MergeOptions {
  std::vector<std::filesystem::path> folders;  ///< shards, or folders of shards
  std::optional<std::filesystem::path> out;
  unsigned threads = 0;
  bool quiet = false;
};

/// The folders of shards that are meant: of a folder that is no shard, those in it, in order of their names.
/// Hidden ones, files and finished runs in it are passed over. Throws UserError for a folder that holds none.
std::vector<std::filesystem::path> shard_folders(const std::vector<std::filesystem::path>& folders);

/// Checks the shards, joins them, and writes what `run` writes beside the store; replicates with parts of a
/// plan left out are simulated here. Throws UserError with every missing, doubled, damaged and foreign shard,
/// or if the configuration cannot be read again.
RunSummary merge_run(const MergeOptions& options, const RunWatch& watch);

}  // namespace app
