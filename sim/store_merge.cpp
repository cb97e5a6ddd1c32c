// Joins the stores of a run's shards into the store that the whole run would have written, byte for byte.

#include "sim/store_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sim {
namespace {

/// A store that was looked at, and closed again: there may be more of them than files can be open.
struct Looked {
  std::filesystem::path path;
  RunInfo info;
};

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw StoreError(path.string() + ": cannot be merged with the other shards (" + why + ")");
}

/// What every shard must share: all of a run but the range of its replicates.
RunInfo whole_run(RunInfo info) {
  info.first = 0;
  info.replicates = info.planned;
  return info;
}

void check_same_run(const StoreReader& one, const StoreReader& other, const std::filesystem::path& path) {
  const RunInfo a = whole_run(one.info()), b = whole_run(other.info());
  if (a.fingerprint != b.fingerprint) refuse(path, "its machine's mathematical library gives other results");
  if (a.seed != b.seed) refuse(path, fmt::format("its seed is {}, not {}", b.seed, a.seed));
  if (a.config_digest != b.config_digest) refuse(path, "it was run from another configuration");
  if (a != b) refuse(path, "its scenario, number of replicates, design, layers or --store differ");
  if (one.layout() != other.layout() || one.assumptions() != other.assumptions())
    refuse(path, "it has other metrics or assumptions");
}

void check_coverage(const std::vector<Looked>& stores) {
  std::uint64_t next = 0;
  for (const auto& [path, info] : stores) {
    if (info.first > next) refuse(path, fmt::format("replicates {} to {} are missing", next, info.first - 1));
    if (info.first < next) refuse(path, fmt::format("replicate {} is there twice", info.first));
    next += info.replicates;
  }
  const std::uint32_t planned = stores.front().info.planned;
  if (next != planned)
    refuse(stores.back().path, fmt::format("replicates {} to {} are missing", next, planned - 1));
}

}  // namespace

ReplicateRange shard_range(std::uint32_t replicates, std::uint32_t columns, std::uint32_t shard,
                           std::uint32_t shards) {
  const std::uint64_t size = block_replicates(columns), blocks = (replicates + size - 1) / size;
  const std::uint64_t first = std::min<std::uint64_t>(replicates, blocks * shard / shards * size);
  const std::uint64_t last = std::min<std::uint64_t>(replicates, blocks * (shard + 1) / shards * size);
  return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last - first)};
}

void merge_stores(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& out,
                  const std::function<void(std::uint64_t done, std::uint64_t total)>& progress,
                  StopToken stop) {
  if (shards.empty()) throw StoreError("there is nothing to merge");
  const StoreReader model(shards.front());
  std::vector<Looked> stores;
  for (const auto& path : shards) {
    const StoreReader reader(path);
    check_same_run(model, reader, path);
    if (reader.info().replicates > 0) stores.push_back({path, reader.info()});
  }
  if (stores.empty()) refuse(shards.front(), "none of them holds a replicate");
  std::sort(stores.begin(), stores.end(),
            [](const Looked& a, const Looked& b) { return a.info.first < b.info.first; });
  check_coverage(stores);
  StoreWriter writer(out, whole_run(model.info()), model.layout(), model.assumptions());
  for (const auto& store : stores) {
    stop.check();
    writer.append(StoreReader(store.path));
    if (progress) progress(store.info.first + store.info.replicates, model.info().planned);
  }
  writer.finish();
}

}  // namespace sim
