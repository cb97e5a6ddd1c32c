// Shards that are not one whole run: everything that is wrong is named, down to a single bit.

#include <fstream>
#include <iterator>
#include <random>

#include "sim/output_folder.hpp"
#include "sim/shard_set.hpp"
#include "sim/store_merge.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

const toy::Thinning model;
constexpr std::uint32_t planned = 500;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

struct Made {
  Seed seed = 5;
  StoreMode mode = StoreMode::full;
  std::string digest = "digest", fingerprint = "library", version = {};
};

/// A shard of the toy model as `run --shard` writes it.
fs::path make_shard(const fs::path& folder, ShardOf shard, const Made& made = {}) {
  const auto range = shard_range(planned, model.layout().columns(), shard.index - 1, shard.shards);
  const EnsembleOptions options{
      .seed = made.seed, .first = range.first, .replicates = range.count, .layers = true};
  RunInfo info = toy::run_info(options, made.mode);
  info.planned = planned;
  info.config_digest = made.digest;
  info.fingerprint = made.fingerprint;
  fs::create_directories(folder);
  toy::run_to_store(model, toy::assumptions(made.seed), options, folder / "run.sqlite", info);
  Manifest manifest{info, {}, shard_files(), "", {}};
  manifest.shard = shard;
  manifest.command =
      "sendcast run a.toml --shard " + std::to_string(shard.index) + "/" + std::to_string(shard.shards);
  std::string text = manifest_json(manifest);
  if (!made.version.empty()) {
    const std::string own = "\"version\": \"" + program_version();
    text.replace(text.find(own), own.size(), "\"version\": \"" + made.version);
  }
  write_text(folder / "manifest.json", text);
  write_checksums(folder);
  return folder;
}

std::vector<std::string> faults(const std::vector<fs::path>& folders) {
  std::vector<Shard> shards;
  for (const auto& folder : folders) shards.push_back(read_shard(folder));
  return shard_set(shards).faults;
}

std::string one_fault(const std::vector<fs::path>& folders) {
  const auto all = faults(folders);
  for (const auto& fault : all) UNSCOPED_INFO(fault);
  REQUIRE(all.size() == 1);
  return all.front();
}

}  // namespace

TEST_CASE("Any number of shards in any order, merged, are the run") {
  const toy::TemporaryFolder folder;
  std::mt19937 order(7);
  for (const auto mode : {StoreMode::full, StoreMode::headline}) {
    const auto whole = make_shard(folder / ("whole-" + std::string(to_string(mode))), {1, 1}, {.mode = mode});
    for (const std::uint32_t shards : {1u, 2u, 7u, 11u}) {  // eight blocks: some of eleven shards are empty
      std::vector<Shard> read;
      for (std::uint32_t i = 1; i <= shards; ++i)
        read.push_back(read_shard(make_shard(
            folder / (std::string(to_string(mode)) + std::to_string(shards) + "-" + std::to_string(i)),
            {i, shards}, {.mode = mode})));
      std::shuffle(read.begin(), read.end(), order);
      const auto set = shard_set(read);
      REQUIRE(set.faults.empty());
      CHECK(set.command == "sendcast run a.toml");
      auto stores = set.stores;
      std::shuffle(stores.begin(), stores.end(), order);
      const auto out = folder / ("merged-" + std::string(to_string(mode)) + std::to_string(shards));
      merge_stores(stores, out);
      CHECK((bytes_of(out) == bytes_of(whole / "run.sqlite")));
    }
  }
}

TEST_CASE("Missing, doubled and foreign shards are named all at once") {
  const toy::TemporaryFolder folder;
  const auto shard = [&](std::uint32_t i) { return make_shard(folder / ("s" + std::to_string(i)), {i, 7}); };
  const std::vector<fs::path> all{shard(1), shard(2), shard(3), shard(4), shard(5), shard(6), shard(7)};
  CHECK(faults(all).empty());
  CHECK_THAT(one_fault({all[0], all[1], all[3], all[4], all[5], all[6]}),
             Contains("shard 3 of 7 is missing") && Contains("sendcast run a.toml --shard 3/7"));
  CHECK_THAT(one_fault({all[1], all[3], all[6]}), Contains("shards 1, 3, 5 and 6 of 7 are missing"));
  CHECK_THAT(one_fault({all[0], all[6]}), Contains("shards 2 to 6 of 7 are missing"));

  auto doubled = all;
  doubled.push_back(make_shard(folder / "again", {2, 7}));
  CHECK_THAT(one_fault(doubled), Contains("again: is shard 2 of 7 once more") && Contains("s2"));

  const auto foreign = [&](const char* name, const Made& made, ShardOf which = {7, 7}) {
    auto six = all;
    six.back() = make_shard(folder / name, which, made);
    const auto told = faults(six);
    REQUIRE(told.size() == 2);  // and what it should have been is missing
    CHECK_THAT(told[1], Contains("shard 7 of 7 is missing"));
    CHECK_THAT(told[0], Contains(std::string(name) + ": is of another run"));
    return told[0];
  };
  CHECK_THAT(foreign("seed", {.seed = 6}), Contains("its seed is 6, not 5"));
  CHECK_THAT(foreign("config", {.digest = "other"}), Contains("another configuration"));
  CHECK_THAT(foreign("library", {.fingerprint = "other"}), Contains("mathematical library"));
  CHECK_THAT(foreign("version", {.version = "0.0.9"}), Contains("its program is sendcast 0.0.9"));
  CHECK_THAT(foreign("mode", {.mode = StoreMode::headline}), Contains("its store is headline, not full"));
  CHECK_THAT(foreign("divided", {}, {8, 8}), Contains("it is one of 8 shards, not of 7"));

  const auto several = faults({all[0], folder / "seed", folder / "nowhere", all[1], folder / "again"});
  REQUIRE(several.size() == 4);
  CHECK_THAT(several[0], Contains("nowhere: there is no such folder"));
  CHECK_THAT(several[1], Contains("seed"));
  CHECK_THAT(several[2], Contains("once more"));
  CHECK_THAT(several[3], Contains("shards 3 to 7"));
}

TEST_CASE("A single wrong bit anywhere in a shard is damage") {
  const toy::TemporaryFolder folder;
  const auto sound = make_shard(folder / "s1", {1, 2});
  const auto other = make_shard(folder / "s2", {2, 2});
  REQUIRE(faults({sound, other}).empty());
  std::mt19937 random(11);
  for (const auto& name : shard_files()) {
    const std::string bytes = bytes_of(sound / name);
    // Every byte of the small files, 300 of the store.
    const std::size_t steps = std::min<std::size_t>(bytes.size(), name == "run.sqlite" ? 300 : bytes.size());
    for (std::size_t k = 0; k < steps; ++k) {
      const std::size_t at = steps == bytes.size() ? k : random() % bytes.size();
      std::string wrong = bytes;
      wrong[at] = static_cast<char>(wrong[at] ^ (1 << random() % 8));
      write_bytes(sound / name, wrong);
      const auto told = faults({sound, other});
      INFO(name << " byte " << at);
      REQUIRE_FALSE(told.empty());
      REQUIRE(told[0].find("s1: is damaged (") != std::string::npos);
      REQUIRE(told[0].find(name) != std::string::npos);
    }
    write_bytes(sound / name, bytes.substr(0, bytes.size() / 2));
    CHECK_THAT(faults({sound, other}).at(0), Contains("s1: is damaged"));
    fs::remove(sound / name);
    CHECK_THAT(faults({sound, other}).at(0), Contains("s1: is not whole (without " + name + ")"));
    write_bytes(sound / name, bytes);
  }
  CHECK(faults({sound, other}).empty());
}

TEST_CASE("A damaged shard whose manifest is sound is not missing too") {
  const toy::TemporaryFolder folder;
  const auto one = make_shard(folder / "s1", {1, 2}), two = make_shard(folder / "s2", {2, 2});
  std::string bytes = bytes_of(two / "run.sqlite");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  write_bytes(two / "run.sqlite", bytes);
  CHECK_THAT(one_fault({one, two}), Contains("run.sqlite and SHA256SUMS disagree"));
}
