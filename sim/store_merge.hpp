#pragma once
// Joins the stores of a run's shards into the store that the whole run would have written, byte for byte.

#include <filesystem>
#include <functional>
#include <vector>

#include "sim/stop.hpp"
#include "sim/store_reader.hpp"
#include "sim/store_writer.hpp"

namespace sim {

/// Replicates of shard i of `shards` (from 0), in whole blocks: {first, count}; count 0 if there are too few
/// blocks.
struct ReplicateRange {
  std::uint32_t first = 0, count = 0;
};
ReplicateRange shard_range(std::uint32_t replicates, std::uint32_t columns, std::uint32_t shard,
                           std::uint32_t shards);

/// Writes `out`. The shards may come in any order; StoreError if they are not the parts of one run (another
/// seed, configuration, version or mathematical library), or if replicates are missing or there twice.
/// `progress` is called with replicates done and in all.
void merge_stores(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& out,
                  const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {},
                  StopToken stop = {});

}  // namespace sim
