// `run --shard`, `merge` and `run --resume`: the files of one process, byte for byte, whatever happens on the
// way.

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;
using Catch::Matchers::Contains;

namespace {

nlohmann::json manifest(const fs::path& folder) {
  return nlohmann::json::parse(contents(folder / "manifest.json"));
}

/// Every file, and the manifest but for its execution.
void check_same(const fs::path& a, const fs::path& b) {
  REQUIRE(Folder::names(a) == Folder::names(b));
  for (const auto& entry : fs::directory_iterator(a)) {
    const auto name = entry.path().filename();
    INFO(name);
    if (name != "manifest.json") CHECK((contents(a / name) == contents(b / name)));
  }
  auto one = manifest(a), other = manifest(b);
  one.erase("execution"), other.erase("execution");
  CHECK(one == other);
}

/// What `run` is given, and where it puts things.
struct Job {
  const Folder& folder;
  std::string options;
  fs::path whole;

  Job(const Folder& where, std::string what)
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

const std::string& short_kingston() {
  static const std::string words = shipped("areas/kingston/do-nothing.toml") + " --set years=2";
  return words;
}

bool is_long() { return std::getenv("SENDCAST_LONG") != nullptr; }

}  // namespace

TEST_CASE("Shards on different SIMD paths, merged, are the run, file by file") {
  const Folder folder;
  const Job job(
      folder, shipped("areas/kingston/plan-2018.toml") + " --set years=2 -n 500 --seed 3 --contributions 4");
  CHECK(fs::exists(job.whole / "savings.csv"));
  CHECK(fs::exists(job.whole / "contributions.csv"));
  for (const int n : {1, 2, 7}) {
    const auto name = "in-" + std::to_string(n);
    job.shards(name, n);
    const auto merged = job.merge(name, "merged-" + std::to_string(n));
    INFO(merged.err);
    REQUIRE(merged.code == 0);
    check_same(job.whole, folder / ("merged-" + std::to_string(n)));
  }
  // The folders one by one, in any order, printing what run prints.
  const auto said = sendcast("merge " + (folder / "in-2/shard-2/").string() + " " +
                             (folder / "in-2/shard-1").string() + " -o " + (folder / "by-name").string());
  REQUIRE(said.code == 0);
  CHECK_THAT(said.out, Contains("Kingston upon Thames, plan-2018") && Contains("500 replicates, seed 3"));
  check_same(job.whole, folder / "by-name");
  // What reads a run reads what was merged, and nothing else that is there.
  CHECK(sendcast("risk " + (folder / "by-name").string() + " -q -o " + (folder / "risk").string()).code == 0);
  CHECK(sendcast("size " + (folder / "by-name").string() + " --lead 1 -q -o " + (folder / "size").string())
            .code == 0);
  CHECK(sendcast("report " + (folder / "by-name").string() + " -q -o " + (folder / "report").string()).code ==
        0);
  CHECK(sendcast("compare " + job.whole.string() + " " + (folder / "by-name").string() + " -q -o " +
                 (folder / "compared").string())
            .code == 0);
  CHECK(sendcast("export workbook " + (folder / "by-name").string() + " -q -o " + (folder / "book").string())
            .code == 0);
  for (const std::string command :
       {"risk", "size", "report", "export workbook", "compare " + job.whole.string(), "bridge"}) {
    const auto refused = sendcast(command + " " + (folder / "in-7/shard-3").string());
    INFO(command << ": " << refused.err);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("shard 3 of 7") && Contains("sendcast merge"));
  }
}

TEST_CASE("Shards with layers and with headline draws only") {
  const Folder folder;
  for (const std::string options :
       {" --layers", " --store headline", " --layers --store headline --design mc"}) {
    INFO(options);
    const Folder own;
    const Job job(own, short_kingston() + " -n 200" + options);
    job.shards("s", 3);
    REQUIRE(job.merge("s").code == 0);
    check_same(job.whole, own / "merged");
  }
}

TEST_CASE("More shards than blocks: some are empty, and say so") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 100");  // two blocks
  const auto empty = job.shard("s", 1, 5);
  CHECK(empty.code == 0);
  CHECK_THAT(empty.out, Contains("Shard 1 of 5: holds no replicates"));
  job.shards("s", 5);
  REQUIRE(job.merge("s").code == 0);
  check_same(job.whole, folder / "merged");
}

TEST_CASE("A shard that is finished is left alone; a damaged one is made anew") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 200");
  const auto first = job.shard("s", 2, 2);
  CHECK_THAT(first.out, Contains("Shard 2 of 2: replicates 128 to 199 of 200"));
  const auto store = folder / "s/shard-2/run.sqlite";
  const auto written = fs::last_write_time(store);
  const auto again = job.shard("s", 2, 2);
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("is finished already"));
  CHECK(fs::last_write_time(store) == written);
  auto bytes = contents(store);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream(store, std::ios::binary) << bytes;
  CHECK(job.merge("s").code == 2);
  CHECK_THAT(job.shard("s", 2, 2).out, Contains("replicates 128 to 199"));
  CHECK(job.shard("s", 1, 2).code == 0);
  REQUIRE(job.merge("s").code == 0);
  check_same(job.whole, folder / "merged");
  // Another seed into the same place is another shard.
  CHECK(job.shard("s", 2, 2, "", "--seed 9").out.find("finished already") == std::string::npos);
  const auto mixed = job.merge("s", "mixed");
  CHECK(mixed.code == 2);
  CHECK_THAT(mixed.err, Contains("its seed is 9, not 1"));
  CHECK_FALSE(fs::exists(folder / "mixed"));
}

TEST_CASE("merge names all that is wrong at once, and leaves nothing") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 300");
  job.shards("s", 5);
  fs::remove_all(folder / "s/shard-4");
  fs::copy(folder / "s/shard-1", folder / "s/copy");
  fs::create_directories(folder / "s/logs");
  folder.write("s/slurm-1.out", "noise");
  auto bytes = contents(folder / "s/shard-2/manifest.json");
  bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 2);
  std::ofstream(folder / "s/shard-2/manifest.json", std::ios::binary) << bytes;
  CHECK(job.shard("s", 5, 5, "", "--set request.trend=0.01").code == 0);
  const auto result = job.merge("s");
  CHECK(result.code == 2);
  INFO(result.err);
  CHECK_THAT(result.err, Contains("shards are not one whole run") && Contains("shard-2: is damaged") &&
                             Contains("shard-5: is of another run (it was made from another configuration") &&
                             Contains("is shard 1 of 5 once more") &&
                             Contains("shards 2, 4 and 5 of 5 are missing"));
  CHECK(Folder::names(folder.path()) == "s whole ");
  CHECK_THAT(sendcast("merge " + (folder / "nowhere").string()).err, Contains("there is no such folder"));
  CHECK_THAT(sendcast("merge " + job.whole.string()).err, Contains("is a whole run, not a shard"));
}

TEST_CASE("merge refuses shards whose configuration has changed since") {
  const Folder folder;
  const auto config = folder.write("a.toml", "extends = [\"" + kingston() + "\"]\nyears = 2\n");
  REQUIRE(sendcast("run " + config.string() + " -n 20 -q --shard 1/1 -o " + (folder / "s").string()).code ==
          0);
  folder.write("a.toml", "extends = [\"" + kingston() + "\"]\nyears = 1\n");
  const auto result = sendcast("merge " + (folder / "s").string() + " -o " + (folder / "out").string());
  CHECK(result.code == 2);
  CHECK_THAT(result.err, Contains("has changed since the run"));
  CHECK(Folder::names(folder.path()) == "a.toml s ");
}

TEST_CASE("A scheduler says which shard it is, when asked") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 200");
  const auto task = [&](const std::string& environment, const std::string& shard, const std::string& name) {
    return sendcast(job.run() + " --shard " + shard + " -o " + (folder / "s" / name).string(), environment);
  };
  const std::string array =
      "SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_STEP=1 ";
  CHECK(task(array + "SLURM_ARRAY_TASK_ID=0", "auto", "a").code == 0);
  CHECK(task("SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_ID=2", "auto/3", "b").code ==
        0);
  CHECK(task("JOB_COMPLETION_INDEX=2", "auto/3", "c").code == 0);
  const nlohmann::json third{{"index", 3}, {"of", 3}};
  CHECK(manifest(folder / "s/c").at("shard") == third);
  REQUIRE(job.merge("s").code == 0);
  check_same(job.whole, folder / "merged");

  const auto refused = [&](const std::string& environment, const std::string& shard, const std::string& why) {
    const auto result = task(environment, shard, "d");
    INFO(result.err);
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains(why));
  };
  refused("", "auto", "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set");
  refused("JOB_COMPLETION_INDEX=2", "auto", "write --shard auto/N");
  refused("JOB_COMPLETION_INDEX=3", "auto/3", "between 0 and 2");
  refused("SLURM_ARRAY_TASK_ID=4", "auto/3", "between 1 and 3");
  refused("JOB_COMPLETION_INDEX=2 SLURM_ARRAY_TASK_ID=2", "auto/3", "are both set");
  refused("SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_ID=7",
          "auto", "has gaps");
  refused("", "0/3", "counted from 1");
  refused("", "4/3", "between 0 and 3");
  for (const auto* nonsense : {"3", "a/3", "1/", "/3", "1/2/3", "-1/3", "auto/x"})
    refused("", nonsense, "--shard");
  refused("", "1/2 --until 'mcse(p50 of ehcp_stock in 2019) < 5'", "--until");
  refused("", "1/2 --expected", "--expected");
  // Unasked, the environment changes nothing.
  CHECK(sendcast(job.run() + " -o " + (folder / "plain").string(), array + "SLURM_ARRAY_TASK_ID=0").code ==
        0);
  check_same(job.whole, folder / "plain");
}

TEST_CASE("Killed at random points, nothing is half there, and a resumed run has the same bytes") {
  const Folder folder;
  const auto clock = std::chrono::steady_clock::now();
  const Job job(folder, short_kingston() + " -n 1600 -j 2");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - clock).count();
  const auto out = folder / "out";
  const std::string run = job.run() + " --checkpoint 0 -o " + out.string();
  const auto pieces = folder / "pieces/shard-1";
  const std::string shard = job.run() + " --checkpoint 0 --shard 1/2 -o " + pieces.string();
  REQUIRE(job.shard("sound", 1, 2, "", "-q").code == 0);
  std::mt19937 random(20180901);
  std::uniform_real_distribution<double> when(0, 1.1);
  int killed = 0, resumed = 0;
  for (int round = 0; round < (is_long() ? 50 : 6); ++round) {
    const bool part = round % 3 == 2;
    const fs::path& target = part ? pieces : out;
    const fs::path& expected = part ? folder / "sound/shard-1" : job.whole;
    fs::remove_all(target);
    // Once without --resume and perhaps again with it, both killed; then to the end.
    for (int life = 0; life < 1 + round % 2; ++life) {
      const auto seconds_to_live = std::to_string(seconds * when(random) * (part ? 0.5 : 1));
      const auto result = sendcast((part ? shard : run) + (life > 0 ? " --resume" : ""),
                                   "timeout -s KILL " + seconds_to_live);
      if (result.code != 0) ++killed;
      if (fs::exists(target)) check_same(expected, target);  // whole, or not there
    }
    const auto last = sendcast((part ? shard : run) + " --resume");
    INFO(last.err);
    REQUIRE(last.code == 0);
    check_same(expected, target);
    resumed += fs::exists(target) ? 1 : 0;
    CHECK(Folder::names(target.parent_path()).find("unfinished") == std::string::npos);
    CHECK(Folder::names(target.parent_path()).find("partial") == std::string::npos);
  }
  CHECK(killed > 2);
}

TEST_CASE("An interrupted run that may be resumed says what is kept; another run is refused by name") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 20000");
  const std::string run = job.run() + " --checkpoint 0 --resume -o " + (folder / "out").string();
  const auto stopped = sendcast(run, "timeout --preserve-status -s TERM 2");
  REQUIRE(stopped.code == 130);
  INFO(stopped.err);
  CHECK_THAT(stopped.err,
             Contains("of 20,000 replicates are kept") && Contains("--resume goes on from there"));
  CHECK(Folder::names(folder.path()) == ".out.unfinished whole ");
  const auto other = sendcast(run + " --seed 2");
  CHECK(other.code == 2);
  CHECK_THAT(other.err, Contains("belongs to another run (its seed is 1, not 2)"));
  const auto config = sendcast(run + " --set request.trend=0.01");
  CHECK_THAT(config.err, Contains("another configuration"));
  CHECK(Folder::names(folder.path()) == ".out.unfinished whole ");
  const auto again = sendcast("run " + job.options + " --json --resume -o " + (folder / "out").string());
  REQUIRE(again.code == 0);
  CHECK_THAT(again.err, Contains("were kept from an earlier run"));
  check_same(job.whole, folder / "out");
  CHECK(Folder::names(folder.path()) == "out whole ");
}

TEST_CASE("A run without --resume names what a killed one left, and replaces it") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 20000");
  const std::string run = "run " + job.options + " --checkpoint 0 -o " + (folder / "out").string();
  CHECK(sendcast(run + " -q", "timeout -s KILL 2").code == 137);
  REQUIRE(fs::exists(folder / ".out.unfinished"));
  const auto again = sendcast(run + " --json");
  REQUIRE(again.code == 0);
  CHECK_THAT(again.err, Contains("replicates of a run that did not end"));
  std::istringstream lines(again.err);
  check_same(job.whole, folder / "out");
  CHECK(Folder::names(folder.path()) == "out whole ");
}

TEST_CASE("A full disk: what was complete is kept, and the run goes on when there is room") {
  const Folder folder;
  const Job job(folder, short_kingston() + " -n 1000");
  const auto bytes = fs::file_size(job.whole / "run.sqlite");
  const std::string run = job.run() + " --checkpoint 0 -o " + (folder / "out").string();
  // Every part of 64 replicates fits, the joined store does not.
  const auto full = sendcast(run, "ulimit -f " + std::to_string(bytes / 512 / 2) + ";");
  INFO(full.err);
  CHECK(full.code == 2);
  CHECK_THAT(full.err, Contains("sendcast: ") && Contains("1,000 of 1,000 replicates are kept") &&
                           Contains("--resume"));
  CHECK(Folder::names(folder.path()) == ".out.unfinished whole ");
  REQUIRE(sendcast(run + " --resume").code == 0);
  check_same(job.whole, folder / "out");
  CHECK(Folder::names(folder.path()) == "out whole ");
}
