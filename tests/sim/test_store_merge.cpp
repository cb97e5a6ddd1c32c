// Shards of a run, merged, are the run.

#include <fstream>
#include <iterator>

#include "sim/store_merge.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;
using Catch::Matchers::Contains;

namespace {

const toy::Thinning model;
constexpr std::uint32_t planned = 500;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

RunInfo info_of(ReplicateRange range, StoreMode mode, Seed seed = 5) {
  EnsembleOptions options{.seed = seed, .first = range.first, .replicates = range.count, .layers = true};
  RunInfo info = toy::run_info(options, mode);
  info.planned = planned;
  return info;
}

void run(const std::filesystem::path& path, const RunInfo& info) {
  const EnsembleOptions options{
      .seed = info.seed, .first = info.first, .replicates = info.replicates, .layers = true};
  toy::run_to_store(model, toy::assumptions(info.seed), options, path, info);
}

}  // namespace

TEST_CASE("shards cover a run in whole blocks, each replicate once") {
  std::uint32_t next = 0;
  for (std::uint32_t shard = 0; shard < 3; ++shard) {
    const ReplicateRange range = shard_range(planned, model.layout().columns(), shard, 3);
    CHECK(range.first == next);
    CHECK(range.first % 64 == 0);
    next += range.count;
  }
  CHECK(next == planned);
  CHECK(shard_range(10, 1, 0, 2).count + shard_range(10, 1, 1, 2).count == 10);
}

TEST_CASE("merged shards are byte for byte the run that was not split") {
  const toy::TemporaryFolder folder;
  for (const StoreMode mode : {StoreMode::full, StoreMode::headline}) {
    const std::string name(to_string(mode));
    run(folder / (name + "-whole"), info_of({0, planned}, mode));
    std::vector<std::filesystem::path> shards;
    for (const std::uint32_t shard : {2u, 0u, 1u}) {
      shards.push_back(folder / (name + std::to_string(shard)));
      run(shards.back(), info_of(shard_range(planned, model.layout().columns(), shard, 3), mode));
    }
    merge_stores(shards, folder / (name + "-merged"));
    CHECK((bytes_of(folder / (name + "-merged")) == bytes_of(folder / (name + "-whole"))));
  }
}

TEST_CASE("stores that are not the shards of one run are refused") {
  const toy::TemporaryFolder folder;
  const auto columns = model.layout().columns();
  const auto shard = [&](std::uint32_t i) {
    return info_of(shard_range(planned, columns, i, 2), StoreMode::full);
  };
  run(folder / "0", shard(0));
  run(folder / "1", shard(1));
  RunInfo other = shard(1);
  other.seed = 6;
  run(folder / "seed", other);
  other = shard(1);
  other.fingerprint = "another";
  run(folder / "library", other);
  other = shard(1);
  other.config_digest = "another";
  run(folder / "config", other);
  const auto merge = [&](const std::vector<std::filesystem::path>& shards) {
    merge_stores(shards, folder / "out");
  };
  CHECK_THROWS_WITH(merge({}), Contains("nothing to merge"));
  CHECK_THROWS_WITH(merge({folder / "0", folder / "seed"}), Contains("its seed is 6, not 5"));
  CHECK_THROWS_WITH(merge({folder / "0", folder / "library"}), Contains("mathematical library"));
  CHECK_THROWS_WITH(merge({folder / "0", folder / "config"}), Contains("another configuration"));
  CHECK_THROWS_WITH(merge({folder / "0"}), Contains("replicates 256 to 499 are missing"));
  CHECK_THROWS_WITH(merge({folder / "1"}), Contains("replicates 0 to 255 are missing"));
  CHECK_THROWS_WITH(merge({folder / "0", folder / "0", folder / "1"}),
                    Contains("replicate 0 is there twice"));
  CHECK_FALSE(std::filesystem::exists(folder / "out"));
}
