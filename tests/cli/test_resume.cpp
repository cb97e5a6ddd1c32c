// `run --resume`: the files of a run that nobody killed, byte for byte, whatever happens on the way.

#include <chrono>
#include <cstdlib>
#include <random>
#include <sstream>

#include "shard_job.hpp"

using namespace cli;
using Catch::Matchers::Contains;

namespace {

/// Starts a run that keeps its parts in `kept`, and sends it a signal as soon as there is one. Exit code, and
/// what it says.
Result stopped_when_kept(const std::string& arguments, const fs::path& kept, const std::string& signal) {
  const Folder captured;
  const auto said = captured / "err";
  const std::string command = "'" SENDCAST_PROGRAM "' " + arguments + " >/dev/null 2>'" + said.string() +
                              "' </dev/null &\npid=$!\nwhile kill -0 $pid 2>/dev/null && ! ls '" +
                              kept.string() + "' 2>/dev/null | grep -q part-; do sleep 0.02; done\nkill -" +
                              signal + " $pid 2>/dev/null\nwait $pid";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), "", contents(said)};
}

/// In one line.
std::string unfolded(const std::string& text) {
  std::istringstream words(text);
  std::string out;
  for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

bool is_long() { return std::getenv("SENDCAST_LONG") != nullptr; }

}  // namespace

TEST_CASE("Killed at random points, nothing is half there, and a resumed run has the same bytes") {
  const Folder folder;
  const auto clock = std::chrono::steady_clock::now();
  const ShardJob job(folder, two_years_of_kingston() + " -n 1600 -j 2");
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
      if (fs::exists(target)) check_same_files(expected, target);  // whole, or not there
    }
    const auto last = sendcast((part ? shard : run) + " --resume");
    INFO(last.err);
    REQUIRE(last.code == 0);
    check_same_files(expected, target);
    resumed += fs::exists(target) ? 1 : 0;
    CHECK(Folder::names(target.parent_path()).find("unfinished") == std::string::npos);
    CHECK(Folder::names(target.parent_path()).find("partial") == std::string::npos);
  }
  CHECK(killed > 2);
}

TEST_CASE("An interrupted run that may be resumed says what is kept; another run is refused by name") {
  const Folder folder;
  const ShardJob job(folder, two_years_of_kingston() + " -n 6000");
  const std::string run = job.run() + " --checkpoint 0 --resume -o " + (folder / "out").string();
  const auto stopped = stopped_when_kept(run, folder / ".out.unfinished", "TERM");
  REQUIRE(stopped.code == 130);
  INFO(stopped.err);
  CHECK_THAT(stopped.err,
             Contains("of 6,000 replicates are kept") && Contains("--resume goes on from there"));
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
  check_same_files(job.whole, folder / "out");
  CHECK(Folder::names(folder.path()) == "out whole ");
}

TEST_CASE("A run without --resume names what a killed one left, and replaces it") {
  const Folder folder;
  const ShardJob job(folder, two_years_of_kingston() + " -n 6000");
  const std::string run = "run " + job.options + " --checkpoint 0 -o " + (folder / "out").string();
  CHECK(stopped_when_kept(run, folder / ".out.unfinished", "KILL").code == 137);
  REQUIRE(fs::exists(folder / ".out.unfinished"));
  const auto again = sendcast(run + " --json");
  REQUIRE(again.code == 0);
  CHECK_THAT(unfolded(again.err),
             Contains("replicates of a run that did not end. --resume goes on from there"));
  check_same_files(job.whole, folder / "out");
  CHECK(Folder::names(folder.path()) == "out whole ");
}

TEST_CASE("A full disk: what was complete is kept, and the run goes on when there is room") {
  const Folder folder;
  const ShardJob job(folder, two_years_of_kingston() + " -n 1000");
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
  check_same_files(job.whole, folder / "out");
  CHECK(Folder::names(folder.path()) == "out whole ");
}
