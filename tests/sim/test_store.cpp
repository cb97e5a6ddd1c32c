// run.sqlite: what is written is read back, equal runs give equal bytes, and damage is named.

#include <fstream>
#include <iterator>
#include <map>

#include "sim/store_reader.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;
using Catch::Matchers::Contains;

namespace {

const toy::Thinning model;
const EnsembleOptions options{.seed = 5, .replicates = 150, .threads = 2};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void store(const std::filesystem::path& path, const EnsembleOptions& o = options,
           StoreMode mode = StoreMode::full) {
  toy::run_to_store(model, toy::assumptions(o.seed), o, path, toy::run_info(o, mode));
}

std::vector<std::int64_t> expected_column(std::uint32_t column, unsigned member = 0) {
  std::vector<std::int64_t> values;
  for (std::uint32_t r = 0; r < options.replicates; ++r) {
    values.push_back(simulate_one(model, toy::assumptions(5), 5, r, member)[column]);
  }
  return values;
}

}  // namespace

TEST_CASE("every column, draw and name comes back from the store") {
  const toy::TemporaryFolder folder;
  store(folder / "run.sqlite");
  const StoreReader reader(folder / "run.sqlite");
  CHECK(reader.info() == toy::run_info(options));
  CHECK(reader.layout() == model.layout());
  CHECK(reader.assumptions() == std::vector<StoredAssumption>{{"stay", "share", "uniform"}});
  for (std::uint32_t c = 0; c < model.layout().columns(); ++c) CHECK(reader.column(c) == expected_column(c));
  double drawn = 0;
  toy::assumptions(5).draw(149, {&drawn, 1});
  CHECK(reader.draws(0).at(149) == drawn);
}

TEST_CASE("values are in the units that people read") {
  const toy::TemporaryFolder folder;
  store(folder / "run.sqlite");
  const StoreReader reader(folder / "run.sqlite");
  const Layout& layout = reader.layout();
  const auto row = simulate_one(model, toy::assumptions(5), 5, 3);
  const auto spend = *layout.find_series("spend", "total", "total");
  CHECK(reader.values(spend, 1)[3] == static_cast<double>(row[layout.column(spend, 1)]) / 100);
  const auto share = *layout.find_series("left_share", "total", "total");
  CHECK(reader.values(share, 0)[3] == static_cast<double>(1000 - row[0]) / static_cast<double>(row[0]));
}

TEST_CASE("members of layers are stored apart") {
  const toy::TemporaryFolder folder;
  EnsembleOptions layers = options;
  layers.layers = true;
  store(folder / "layers.sqlite", layers);
  const StoreReader reader(folder / "layers.sqlite");
  for (unsigned member = 0; member < layer_members; ++member) {
    CHECK(reader.column(1, member) == expected_column(1, member));
  }
  store(folder / "plain.sqlite");
  CHECK_THROWS_WITH(StoreReader(folder / "plain.sqlite").column(1, 1), Contains("--layers"));
}

TEST_CASE("equal runs give equal bytes, whatever the threads") {
  const toy::TemporaryFolder folder;
  EnsembleOptions one = options;
  one.threads = 1;
  for (const StoreMode mode : {StoreMode::full, StoreMode::headline}) {
    const std::string name(to_string(mode));
    store(folder / (name + "1"), one, mode);
    store(folder / (name + "2"), options, mode);
    const std::string bytes = bytes_of(folder / (name + "1"));
    CHECK(bytes.size() > 10'000);
    CHECK((bytes == bytes_of(folder / (name + "2"))));
  }
}

TEST_CASE("headline keeps headline draws and the exact histogram of the rest") {
  const toy::TemporaryFolder folder;
  store(folder / "run.sqlite", options, StoreMode::headline);
  const StoreReader reader(folder / "run.sqlite");
  const Layout& layout = reader.layout();
  CHECK(reader.column(0) == expected_column(0));
  const auto spend = *layout.find_series("spend", "total", "total");
  CHECK_FALSE(reader.has_draws(spend));
  CHECK(reader.has_draws(*layout.find_series("left_share", "total", "total")));
  const std::uint32_t column = layout.column(spend, 2);
  CHECK_THROWS_WITH(reader.column(column), Contains("keeps no draws of 'spend'") && Contains("--store full"));
  Histogram expected(Histogram::Kind::log_linear);
  expected.add(expected_column(column), 0);
  CHECK(reader.histogram(column) == expected);
}

TEST_CASE("a file that is no store is refused by name") {
  const toy::TemporaryFolder folder;
  CHECK_THROWS_WITH(StoreReader(folder / "none.sqlite"), Contains("there is no such file"));
  write_bytes(folder / "text.sqlite", std::string(5000, 'x'));
  CHECK_THROWS_WITH(StoreReader(folder / "text.sqlite"),
                    Contains("text.sqlite") && Contains("not a run store"));
  write_bytes(folder / "empty.sqlite", "");
  CHECK_THROWS_WITH(StoreReader(folder / "empty.sqlite"), Contains("not a run store"));
  Database(folder / "other.sqlite", Database::Mode::create).execute("CREATE TABLE run(key)");
  CHECK_THROWS_WITH(StoreReader(folder / "other.sqlite"), Contains("another program"));
  CHECK_THROWS_WITH(StoreWriter(folder / "text.sqlite", toy::run_info(options), model.layout(), {}),
                    Contains("exists already"));
}

TEST_CASE("a damaged store never gives wrong figures") {
  const toy::TemporaryFolder folder;
  store(folder / "run.sqlite");
  const std::string whole = bytes_of(folder / "run.sqlite");
  const std::filesystem::path bad = folder / "bad.sqlite";
  std::vector<std::int64_t> expected = expected_column(1);
  const auto reads_right_or_fails = [&](const std::string& bytes) {
    write_bytes(bad, bytes);
    try {
      const StoreReader reader(bad);
      if (reader.info().replicates == options.replicates) return reader.column(1) == expected;
      return true;
    } catch (const StoreError&) {
      return true;
    }
  };
  int failures = 0;
  for (std::size_t size = 0; size < whole.size(); size += 4096)
    CHECK(reads_right_or_fails(whole.substr(0, size)));
  for (std::size_t at = 100; at < whole.size(); at += 61) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    if (!reads_right_or_fails(flipped)) ++failures;
  }
  CHECK(failures == 0);
}

TEST_CASE("what a store says of its figures has a digest, which tables of results leave alone") {
  const toy::TemporaryFolder folder;
  store(folder / "run.sqlite");
  const auto digest = StoreReader(folder / "run.sqlite").index_digest();
  CHECK(digest.size() == 64);
  const auto after = [&](const char* sql) {
    std::filesystem::remove(folder / "changed.sqlite");
    std::filesystem::copy(folder / "run.sqlite", folder / "changed.sqlite");
    Database(folder / "changed.sqlite", Database::Mode::change).execute(sql);
    return StoreReader(folder / "changed.sqlite").index_digest();
  };
  CHECK(after("CREATE TABLE risk(a); INSERT INTO risk VALUES(1)") == digest);
  for (const auto* sql :
       {"UPDATE periods SET period = '1999' WHERE position = 0", "UPDATE assumptions SET unit = 'pounds'",
        "UPDATE metrics SET text = 'other'", "UPDATE run SET value = 'other' WHERE key = 'scenario'"}) {
    INFO(sql);
    CHECK(after(sql) != digest);
  }
}

TEST_CASE("the writer refuses blocks out of order and an unfinished run") {
  const toy::TemporaryFolder folder;
  StoreWriter writer(folder / "run.sqlite", toy::run_info(options), model.layout(), {});
  ReplicateBlock block{.number = 1, .first = 64, .count = 64, .columns = model.layout().columns()};
  CHECK_THROWS_AS(writer.write(block), std::logic_error);
  CHECK_THROWS_AS(writer.finish(), std::logic_error);
}
