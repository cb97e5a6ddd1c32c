// The manifest repeats a run and says what it was made from.

#include "sim/manifest.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/sqlite.hpp"
#include "sim/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;
using Catch::Matchers::Contains;

namespace {

Manifest example() {
  Manifest manifest;
  manifest.run = toy::run_info({.seed = 18'446'744'073'709'551'615u, .replicates = 1000, .layers = true});
  manifest.inputs = {{"area.toml", "2020 to 2030", "ab12", 345}, {"births.csv", "", "cd34", 6}};
  manifest.outputs = {"summary.csv", "run.sqlite"};
  manifest.command = "sendcast run area.toml --seed 18446744073709551615 -n 1000 --layers";
  manifest.execution = {"a-host", "2025-01-31T10:00:00Z", "avx2", 2, 12.5, 240};
  return manifest;
}

}  // namespace

TEST_CASE("a manifest is read back as it was written") {
  const toy::TemporaryFolder folder;
  write_text(folder / "manifest.json", manifest_json(example()));
  const Manifest back = read_manifest(folder / "manifest.json");
  CHECK(back.run == example().run);
  CHECK(back.command == example().command);
  CHECK(back.inputs.at(0).period == "2020 to 2030");
  CHECK(back.inputs.at(1).period.empty());
  CHECK_THAT(manifest_json(back), Contains("\"period\": null"));  // nobody said
  CHECK(back.execution.threads == 2);
  CHECK(manifest_json(back) == manifest_json(example()));
}

TEST_CASE("only the execution block differs between equal runs") {
  Manifest other = example();
  other.execution = execution_here(7);
  CHECK(other.execution.started.size() == 20);
  const std::string a = manifest_json(example()), b = manifest_json(other);
  CHECK(a != b);
  CHECK(a.substr(0, a.find("\"execution\"")) == b.substr(0, b.find("\"execution\"")));
}

TEST_CASE("the digest changes with any input or setting") {
  const std::vector<ManifestInput> inputs = example().inputs;
  const std::string digest = config_digest(inputs, {"a", "b"});
  CHECK(digest.size() == 64);
  CHECK(digest == config_digest(inputs, {"a", "b"}));
  CHECK(digest != config_digest(inputs, {"ab"}));
  CHECK(digest != config_digest({}, {"a", "b"}));
}

TEST_CASE("a file that is no manifest is refused by name") {
  const toy::TemporaryFolder folder;
  CHECK_THROWS_WITH(read_manifest(folder / "none.json"), Contains("none.json: cannot be read"));
  for (const char* text : {"", "{}", "[1]", R"({"program": "sendcast"})", R"({"program": "other"})"}) {
    write_text(folder / "bad.json", text);
    CHECK_THROWS_WITH(read_manifest(folder / "bad.json"), Contains("is not the manifest of a run"));
  }
}

TEST_CASE("a manifest of another format is refused as a store is") {
  const toy::TemporaryFolder folder;
  std::string text = manifest_json(example());
  const std::string own = "\"schema_version\": " + std::to_string(store_version);
  REQUIRE(text.find(own) != std::string::npos);
  text.replace(text.find(own), own.size(), "\"schema_version\": 99");
  write_text(folder / "manifest.json", text);
  CHECK_THROWS_WITH(read_manifest(folder / "manifest.json"),
                    Contains("manifest.json: has format 99") && Contains("run it again"));
}

TEST_CASE("the fingerprint of the mathematical library is the same each time") {
  CHECK(math_fingerprint().size() == 16);
  CHECK(math_fingerprint() == math_fingerprint());
}

TEST_CASE("the program knows its version") {
  CHECK_FALSE(program_version().empty());
  CHECK_FALSE(program_commit().empty());
}
