// A store written in parts, killed and gone on with, has the bytes of a store written in one go.

#include <fstream>
#include <iterator>

#include "sim/store_parts.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

const toy::Thinning model;
constexpr std::uint32_t planned = 500;  // eight blocks

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Run {
  StoreMode mode = StoreMode::full;
  Seed seed = 5;
  bool layers = true;
  EnsembleOptions options(std::uint32_t first = 0) const {
    return {.seed = seed, .first = first, .replicates = planned - first, .layers = layers};
  }
  RunInfo info() const {
    RunInfo out = toy::run_info(options(), mode);
    out.planned = planned;
    return out;
  }
  RunIdentity identity() const {
    Manifest manifest;
    manifest.run = info();
    return {manifest, "sendcast run a.toml"};
  }
};

std::vector<StoredAssumption> stored() {
  std::vector<StoredAssumption> out;
  for (const auto& name : toy::assumptions(5).names) out.push_back({name, "share", "uniform"});
  return out;
}

struct Killed {};

/// Writes until so many blocks have come, then dies as if killed; returns where it began.
std::uint32_t write_parts(const Run& run, const fs::path& target, UnfinishedFolder& kept, unsigned blocks,
                          double seconds = 0) {
  fs::remove(target);
  StoreParts parts(kept, run.info(), model.layout(), stored(), target, seconds);
  const auto began = parts.next();
  if (began < planned)
    run_ensemble(model, toy::assumptions(run.seed), run.options(began), [&](const ReplicateBlock& block) {
      if (blocks-- == 0) throw Killed{};
      parts.write(block);
    });
  parts.finish();
  return began;
}

}  // namespace

TEST_CASE("A store that was killed and gone on with has the same bytes") {
  const toy::TemporaryFolder folder;
  for (const Run run : {Run{}, Run{.mode = StoreMode::headline}, Run{.layers = false}}) {
    const auto whole = folder / "whole.sqlite", out = folder / "out.sqlite";
    fs::remove(whole);
    toy::run_to_store(model, toy::assumptions(run.seed), run.options(), whole, run.info());
    for (unsigned blocks = 0; blocks < (run.layers ? 24u : 8u); ++blocks) {
      {
        UnfinishedFolder kept(out, run.identity());
        CHECK_THROWS_AS(write_parts(run, out, kept, blocks), Killed);
        kept.stay();
      }
      UnfinishedFolder kept(out, run.identity());
      kept.adopt();
      const auto complete = std::min(7u, blocks / (run.layers ? 3 : 1)) * 64;
      CHECK(kept.left() == complete);
      CHECK(write_parts(run, out, kept, 100) == complete);
      CHECK((bytes_of(out) == bytes_of(whole)));
      kept.remove();
      CHECK_FALSE(fs::exists(kept.folder()));
    }
  }
}

TEST_CASE("A short run keeps nothing, an older part is gone with its run") {
  const toy::TemporaryFolder folder;
  const Run run;
  UnfinishedFolder kept(folder / "out.sqlite", run.identity());
  CHECK(write_parts(run, folder / "out.sqlite", kept, 100, 1000) == 0);
  CHECK_FALSE(fs::exists(kept.folder()));
  {
    UnfinishedFolder lost(folder / "b", run.identity());
    CHECK_THROWS_AS(write_parts(run, folder / "b", lost, 9), Killed);
    CHECK(fs::exists(lost.folder()));
  }
  CHECK_FALSE(fs::exists(folder / ".b.unfinished"));
}

TEST_CASE("Damaged parts are simulated again, another run's are refused by name") {
  const toy::TemporaryFolder folder;
  const Run run;
  const auto out = folder / "out.sqlite", whole = folder / "whole.sqlite";
  toy::run_to_store(model, toy::assumptions(run.seed), run.options(), whole, run.info());
  {
    UnfinishedFolder kept(out, run.identity());
    CHECK_THROWS_AS(write_parts(run, out, kept, 12), Killed);
    kept.stay();
    REQUIRE(kept.parts().size() == 4);
    auto bytes = bytes_of(kept.parts()[2]);
    bytes.resize(bytes.size() / 2);  // as a disk loses it
    std::ofstream(kept.parts()[2], std::ios::binary | std::ios::trunc) << bytes;
  }
  {
    const Run other{.seed = 6};
    UnfinishedFolder kept(out, other.identity());
    CHECK_THROWS_WITH(kept.adopt(), Contains("belongs to another run (its seed is 5, not 6)"));
    kept.stay();
  }
  {
    UnfinishedFolder first(out, run.identity()), second(out, run.identity());
    first.adopt();
    first.stay();
    CHECK_THROWS_WITH(second.adopt(), Contains("another run is at work there"));
  }
  UnfinishedFolder kept(out, run.identity());
  kept.adopt();
  CHECK(write_parts(run, out, kept, 100) == 128);
  CHECK((bytes_of(out) == bytes_of(whole)));
}

TEST_CASE("What another run left is replaced by the first part of this one, not before") {
  const toy::TemporaryFolder folder;
  const auto out = folder / "out.sqlite";
  {
    UnfinishedFolder kept(out, Run{.seed = 6}.identity());
    CHECK_THROWS_AS(write_parts({.seed = 6}, out, kept, 21), Killed);
    kept.stay();
  }
  const Run run;
  {
    UnfinishedFolder kept(out, run.identity());
    CHECK(kept.left() == 7 * 64);
    CHECK_THROWS_AS(write_parts(run, out, kept, 2), Killed);
  }
  UnfinishedFolder kept(out, run.identity());
  CHECK(kept.left() == 7 * 64);
  CHECK_THROWS_AS(write_parts(run, out, kept, 4), Killed);
  CHECK(kept.parts().size() == 1);
}
