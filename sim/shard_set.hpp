#pragma once
// Are these shards one whole run? If not, everything that is wrong, at once.

#include <optional>
#include <string>
#include <vector>

#include "sim/shard_folder.hpp"

namespace sim {

/// Shards that make up a run, or why they do not.
struct ShardSet {
  /// One line for each damaged, foreign, doubled and missing shard; empty if they are one whole run.
  std::vector<std::string> faults;
  /// What most of them say they are part of: its command without the shard, and what a run's manifest says.
  std::string command;
  std::optional<Manifest> manifest;
  std::vector<std::filesystem::path> stores;  ///< in order
  double seconds = 0;                         ///< that the shards took, together
};

/// Foreign is what differs from the run to which most of the shards belong (of equally many, the one named
/// first).
ShardSet shard_set(const std::vector<Shard>& shards);

/// The command of a shard without its `--shard i/N`.
std::string whole_command(const Manifest& shard);

/// "3, 5 to 9".
std::string list_of(const std::vector<std::uint32_t>& rising);

}  // namespace sim
