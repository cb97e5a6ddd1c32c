// `run --shard` and `merge`: the files of one process, byte for byte.

#include <vector>

#include "shard_job.hpp"

using namespace cli;
using Catch::Matchers::Contains;

TEST_CASE("Shards on different SIMD paths, merged, are the run, file by file") {
  const Folder folder;
  const ShardJob job(
      folder, shipped("areas/kingston/plan-2018.toml") + " --set years=2 -n 500 --seed 3 --contributions 4");
  CHECK(fs::exists(job.whole / "savings.csv"));
  CHECK(fs::exists(job.whole / "contributions.csv"));
  for (const int n : {1, 2, 7}) {
    const auto name = "in-" + std::to_string(n);
    job.shards(name, n);
    const auto merged = job.merge(name, "merged-" + std::to_string(n));
    INFO(merged.err);
    REQUIRE(merged.code == 0);
    check_same_files(job.whole, folder / ("merged-" + std::to_string(n)));
  }
  // The folders one by one, in any order, printing what run prints.
  const auto said = sendcast("merge " + (folder / "in-2/shard-2/").string() + " " +
                             (folder / "in-2/shard-1").string() + " -o " + (folder / "by-name").string());
  REQUIRE(said.code == 0);
  CHECK_THAT(said.out, Contains("Kingston upon Thames, plan-2018") && Contains("500 replicates, seed 3"));
  check_same_files(job.whole, folder / "by-name");
  // What reads a run reads what was merged, and nothing else that is there.
  CHECK(sendcast("risk " + (folder / "by-name").string() + " -q -o " + (folder / "risk").string()).code == 0);
  CHECK(sendcast("size " + (folder / "by-name").string() + " --lead 1 -q -o " + (folder / "size").string())
            .code == 0);
  CHECK(sendcast("report " + (folder / "by-name").string() + " -q -o " + (folder / "report.html").string())
            .code == 0);
  CHECK(sendcast("compare " + job.whole.string() + " " + (folder / "by-name").string() + " -q -o " +
                 (folder / "compared").string())
            .code == 0);
  CHECK(sendcast("export workbook " + (folder / "by-name").string() + " -q -o " + (folder / "book").string())
            .code == 0);
  for (const auto& command : std::vector<std::string>{"risk", "size", "report", "export workbook",
                                                      "compare " + job.whole.string(), "bridge"}) {
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
    const ShardJob job(own, two_years_of_kingston() + " -n 200" + options);
    job.shards("s", 3);
    REQUIRE(job.merge("s").code == 0);
    check_same_files(job.whole, own / "merged");
  }
}

TEST_CASE("More shards than blocks: some are empty, and say so") {
  const Folder folder;
  const ShardJob job(folder, two_years_of_kingston() + " -n 100");  // two blocks
  const auto empty = job.shard("s", 1, 5);
  CHECK(empty.code == 0);
  CHECK_THAT(empty.out, Contains("Shard 1 of 5: holds no replicates"));
  job.shards("s", 5);
  REQUIRE(job.merge("s").code == 0);
  check_same_files(job.whole, folder / "merged");
}

TEST_CASE("A shard that is finished is left alone; a damaged one is made anew") {
  const Folder folder;
  const ShardJob job(folder, two_years_of_kingston() + " -n 200");
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
  check_same_files(job.whole, folder / "merged");
  // Another seed into the same place is another shard.
  CHECK(job.shard("s", 2, 2, "", "--seed 9").out.find("finished already") == std::string::npos);
  const auto mixed = job.merge("s", "mixed");
  CHECK(mixed.code == 2);
  CHECK_THAT(mixed.err, Contains("its seed is 9, not 1"));
  CHECK_FALSE(fs::exists(folder / "mixed"));
}

TEST_CASE("merge names all that is wrong at once, and leaves nothing") {
  const Folder folder;
  const ShardJob job(folder, two_years_of_kingston() + " -n 300");
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
  const ShardJob job(folder, two_years_of_kingston() + " -n 200");
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
  CHECK(manifest_in(folder / "s/c").at("shard") == third);
  REQUIRE(job.merge("s").code == 0);
  check_same_files(job.whole, folder / "merged");

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
  check_same_files(job.whole, folder / "plain");
}
