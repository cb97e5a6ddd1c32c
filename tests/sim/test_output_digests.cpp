// Files of a finished folder are known again by their digests.

#include "sim/manifest.hpp"
#include "sim/output_digests.hpp"
#include "sim/sha256.hpp"
#include "sim/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;

namespace {

/// A folder of two files whose manifest lists their digests.
struct Written {
  toy::TemporaryFolder folder;
  std::filesystem::path path = folder / "";
  Written() {
    write_text(folder / "a.csv", "a\n1\n");
    write_text(folder / "b.csv", "b\n2\n");
    write_text(folder / "run.sqlite", "changes as commands put their results into it");
    Manifest manifest;
    manifest.run = toy::run_info({.seed = 1, .replicates = 64});
    manifest.outputs = {"run.sqlite", "a.csv", "b.csv", "c/", "manifest.json"};
    manifest.digests = output_digests(path, manifest.outputs);
    write_text(folder / "manifest.json", manifest_json(manifest));
  }
};

}  // namespace

TEST_CASE("files that are as they were written are known to be") {
  const Written w;
  const auto back = read_manifest(w.path / "manifest.json");
  CHECK(back.digests.size() == 2);
  CHECK(back.digests.at("a.csv") == sha256_hex("a\n1\n"));
  CHECK(check_outputs(w.path).known);
  CHECK(check_outputs(w.path).as_written());
}

TEST_CASE("a file that was edited or taken away is named") {
  const Written w;
  write_text(w.path / "run.sqlite", "with a table of results");
  CHECK(check_outputs(w.path).as_written());
  write_text(w.path / "b.csv", "b\n3\n");
  std::filesystem::remove(w.path / "a.csv");
  const auto check = check_outputs(w.path);
  CHECK(check.changed == std::vector<std::string>{"b.csv"});
  CHECK(check.missing == std::vector<std::string>{"a.csv"});
}

TEST_CASE("a manifest that says nothing of its files, or of others, is no reason to doubt") {
  const toy::TemporaryFolder folder;
  const auto path = folder / "";
  CHECK_FALSE(check_outputs(path).known);
  for (const auto* text : {"", "[]", "{}", R"({"outputs_sha256": 5})"}) {
    write_text(folder / "manifest.json", text);
    CHECK_FALSE(check_outputs(path).known);
  }
  write_text(folder / "manifest.json", R"({"outputs_sha256": {"../x": "", "/etc/passwd": "", "a": 5}})");
  const auto check = check_outputs(path);
  CHECK(check.known);
  CHECK(check.changed.empty());
  CHECK(check.missing == std::vector<std::string>{"a"});
}
