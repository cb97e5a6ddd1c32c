// Joins the stores of a run's shards into the store that the whole run would have written, byte for byte.

#include "sim/store_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace sim {
namespace {

using Readers = std::vector<std::unique_ptr<StoreReader>>;

Readers open_in_order(const std::vector<std::filesystem::path>& shards) {
  if (shards.empty()) throw StoreError("there is nothing to merge");
  Readers readers;
  for (const auto& path : shards) readers.push_back(std::make_unique<StoreReader>(path));
  std::sort(readers.begin(), readers.end(),
            [](const auto& a, const auto& b) { return a->info().first < b->info().first; });
  return readers;
}

[[noreturn]] void refuse(const StoreReader& reader, const std::string& why) {
  throw StoreError(reader.name() + ": cannot be merged with the other shards (" + why + ")");
}

/// What every shard must share: all of a run but the range of its replicates.
RunInfo whole_run(RunInfo info) {
  info.first = 0;
  info.replicates = info.planned;
  return info;
}

void check_same_run(const StoreReader& one, const StoreReader& other) {
  const RunInfo a = whole_run(one.info()), b = whole_run(other.info());
  if (a.fingerprint != b.fingerprint) refuse(other, "its machine's mathematical library gives other results");
  if (a.seed != b.seed) refuse(other, fmt::format("its seed is {}, not {}", b.seed, a.seed));
  if (a.config_digest != b.config_digest) refuse(other, "it was run from another configuration");
  if (a != b) refuse(other, "its scenario, number of replicates, design, layers or --store differ");
  if (one.layout() != other.layout() || one.assumptions() != other.assumptions()) {
    refuse(other, "it has other metrics or assumptions");
  }
}

void check_coverage(const Readers& readers) {
  std::uint64_t next = 0;
  for (const auto& reader : readers) {
    if (reader->info().first > next) {
      refuse(*reader, fmt::format("replicates {} to {} are missing", next, reader->info().first - 1));
    }
    if (reader->info().first < next)
      refuse(*reader, fmt::format("replicate {} is there twice", reader->info().first));
    next += reader->info().replicates;
  }
  const std::uint32_t planned = readers.front()->info().planned;
  if (next != planned) {
    refuse(*readers.back(), fmt::format("replicates {} to {} are missing", next, planned - 1));
  }
}

}  // namespace

ReplicateRange shard_range(std::uint32_t replicates, std::uint32_t columns, std::uint32_t shard,
                           std::uint32_t shards) {
  const std::uint64_t size = block_replicates(columns), blocks = (replicates + size - 1) / size;
  const std::uint64_t first = std::min<std::uint64_t>(replicates, blocks * shard / shards * size);
  const std::uint64_t last = std::min<std::uint64_t>(replicates, blocks * (shard + 1) / shards * size);
  return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last - first)};
}

void merge_stores(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& out) {
  const Readers readers = open_in_order(shards);
  for (const auto& reader : readers) check_same_run(*readers.front(), *reader);
  check_coverage(readers);
  StoreWriter writer(out, whole_run(readers.front()->info()), readers.front()->layout(),
                     readers.front()->assumptions());
  for (const auto& reader : readers) writer.append(*reader);
  writer.finish();
}

}  // namespace sim
