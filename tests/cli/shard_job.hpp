#pragma once
// A run in one process, and the same in shards: what tests of both begin with.

#include <nlohmann/json.hpp>
#include <string>

#include "program.hpp"
#include "tests/catch.hpp"

namespace cli {

inline nlohmann::json manifest_in(const fs::path& folder) {
  return nlohmann::json::parse(contents(folder / "manifest.json"));
}

/// Every file, and the manifest but for its execution (which SHA256SUMS has a checksum of).
inline void check_same_files(const fs::path& a, const fs::path& b) {
  REQUIRE(Folder::names(a) == Folder::names(b));
  for (const auto& entry : fs::directory_iterator(a)) {
    const auto name = entry.path().filename();
    INFO(name);
    if (name != "manifest.json" && name != "SHA256SUMS") CHECK((contents(a / name) == contents(b / name)));
  }
  auto one = manifest_in(a), other = manifest_in(b);
  one.erase("execution"), other.erase("execution");
  CHECK(one == other);
}

/// What `run` is given, and where it puts things.
struct ShardJob {
  const Folder& folder;
  std::string options;
  fs::path whole;

  ShardJob(const Folder& where, std::string what)
      : folder(where), options(std::move(what)), whole(where / "whole") {
    REQUIRE(sendcast(run() + " -o " + whole.string()).code == 0);
  }
  std::string run() const { return "run " + options + " -q"; }
  /// Simulates shard i of n into FOLDER/NAME/shard-i.
  Result shard(const std::string& name, int i, int n, const std::string& before = "",
               const std::string& more = "") const {
    return sendcast("run " + options + " --shard " + std::to_string(i) + "/" + std::to_string(n) + " -o " +
                        (folder / name / ("shard-" + std::to_string(i))).string() + " " + more,
                    before);
  }
  void shards(const std::string& name, int n) const {
    static const char* const paths[] = {"SENDCAST_SIMD=scalar", "SENDCAST_SIMD=avx2", ""};
    for (int i = n; i >= 1; --i) {
      const auto result = shard(name, i, n, paths[i % 3]);
      INFO(result.err);
      REQUIRE(result.code == 0);
      CHECK(Folder::names(folder / name / ("shard-" + std::to_string(i))) ==
            "SHA256SUMS manifest.json run.sqlite ");
    }
  }
  Result merge(const std::string& name, const std::string& out = "merged") const {
    return sendcast("merge " + (folder / name).string() + " -q -o " + (folder / out).string());
  }
};

inline const std::string& two_years_of_kingston() {
  static const std::string words = shipped("areas/kingston/do-nothing.toml") + " --set years=2";
  return words;
}

}  // namespace cli
