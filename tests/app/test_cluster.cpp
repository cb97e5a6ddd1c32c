// What goes into scripts for schedulers: which words may, how they are quoted, and how sbatch is understood.

#include "app/cluster/child_process.hpp"
#include "app/cluster/cluster_options.hpp"
#include "app/cluster/printable.hpp"
#include "app/cluster/submit.hpp"
#include "app/cluster/yaml_text.hpp"
#include "app/user_error.hpp"
#include "tests/catch.hpp"

namespace {

/// What is wrong with the words, a line each.
template <class Check>
std::string faults_of(const Check& check) {
  app::WordFaults faults;
  check(faults);
  try {
    faults.raise();
  } catch (const app::UserError& error) {
    return error.what();
  }
  return {};
}

std::string slurm_faults(const app::SlurmWords& words) {
  return faults_of([&](app::WordFaults& faults) { (void)app::slurm_site(words, faults); });
}

app::ShardWords four_shards(const std::string& out = "out/a") {
  app::ShardWords words;
  words.run.choice.config = "a.toml";
  words.run.out = out;
  words.shards = "4";
  return words;
}

}  // namespace

TEST_CASE("Words with line breaks, control characters or broken UTF-8 are not printable") {
  for (const auto* good :
       {"", "plan.toml", "it's \"a\" {} $(b) `c` \\ %d #e", "Caf\xc3\xa9 \xe6\x96\x87", "\xc2\xa0"})
    CHECK(app::why_not_printable(good).empty());
  for (const auto* text : {"a\nb", "a\rb", "\xc2\x85 b", "\xe2\x80\xa8", "\xe2\x80\xa9"})
    CHECK(app::why_not_printable(text) == "holds a line break");
  for (const auto* text : {"\t", "\x1b[2J", "\x7f", "\xc2\x9b"})
    CHECK(app::why_not_printable(text) == "holds a control character");
  for (const auto* text : {"\xff", "a\xc3", "\xed\xa0\x80"})
    CHECK(app::why_not_printable(text) == "is not UTF-8");
  CHECK(!app::why_not_printable("\xef\xbb\xbf plan").empty());
}

TEST_CASE("Text for YAML is quoted") {
  CHECK(app::yaml_text("a: b #c") == "\"a: b #c\"");
  CHECK(app::yaml_text("\"\\") == "\"\\\"\\\\\"");
  CHECK(app::yaml_text("") == "\"\"");
  CHECK(app::yaml_block("a\n  b\n", 2) == "  a\n    b\n");
  CHECK(app::yaml_block("a", 1) == " a\n");
}

TEST_CASE("The number of a job is found in what sbatch prints") {
  CHECK(app::job_number("17\n") == "17");
  CHECK(app::job_number("17;north\n") == "17");
  CHECK(app::job_number("Welcome to the site\n17\n\n") == "17");
  for (const auto* text : {"", "\n", "Submitted batch job 17\n", "-1", ";north"})
    CHECK(app::job_number(text).empty());
}

TEST_CASE("Another program is run without a shell, and its words are kept") {
  const auto said = app::run_child({"sh", "-c", "cat; echo \"$0\" >&2; exit 3", "$(a) 'b'"}, "in\n");
  REQUIRE(said);
  CHECK(said->code == 3);
  CHECK(said->out == "in\n");
  CHECK(said->err == "$(a) 'b'\n");
  CHECK(app::run_child({"sh", "-c", "kill -9 $$"}, "")->code == 137);
  CHECK(app::run_child({"true"}, std::string(1 << 20, 'x'))->code == 0);  // which nobody reads
  CHECK(!app::run_child({"no-such-program-of-sendcast"}, ""));
}

TEST_CASE("Options of Slurm are those that it takes") {
  app::SlurmWords words;
  for (const auto* time : {"90", "90:00", "1:30:00", "2-0", "2-12:30", "2-12:30:00"}) {
    words.time = time;
    CHECK(slurm_faults(words).empty());
  }
  for (const auto* time : {"1h", "1:", ":1", "1:2:3:4", "-1", "1-", "1-2-3", "1 2"}) {
    words.time = time;
    CHECK(slurm_faults(words).starts_with("--time "));
  }
  words.time.clear();
  for (const auto* mem : {"0G", "2GB", "1.5G", "G", "-2G", "2 G"}) {
    words.mem = mem;
    CHECK(slurm_faults(words).starts_with("--mem "));
  }
  words.mem = "0";  // all that a node has
  CHECK(slurm_faults(words).empty());
  words.mem = "2G";
  words.options = {"qos=long", "--exclusive"};
  app::WordFaults none;
  CHECK(app::slurm_site(words, none).options == std::vector<std::string>{"--qos=long", "--exclusive"});
  for (const auto* option : {"array=1-9", "--dependency=after:1", "-p", "", "--", "=", "a b=c", "time=5"}) {
    words.options = {option};
    CHECK(slurm_faults(words).starts_with("--sbatch-option "));
  }
}

TEST_CASE("Every fault of the words is said at once") {
  app::SlurmWords words;
  words.partition = "a b";
  words.time = "soon";
  words.array_limit = "0";
  CHECK(slurm_faults(words) ==
        "--partition 'a b': write one word\n"
        "sendcast: --time 'soon': write minutes, H:MM:SS or D-HH:MM:SS\n"
        "sendcast: --array-limit 0: write a whole number between 1 and 1000000");
}

TEST_CASE("Jobs are named after the output folder, as every scheduler takes it") {
  app::WordFaults faults;
  const auto name = [&](const std::string& out) { return app::shard_plan(four_shards(out), faults).name; };
  CHECK(name("out/Kingston_plan-2018.1") == "Kingston_plan-2018.1");
  CHECK(name("out/it's a {plan}/") == "it-s-a-plan");
  CHECK(name("\xe6\x96\x87") == "sendcast");
  CHECK(name("..a") == "a");
  CHECK(name(std::string(100, 'a')).size() == 40);
  app::KubernetesWords pods;
  static_cast<app::ShardWords&>(pods) = four_shards("out/Kingston_plan-2018.1");
  auto plan = app::shard_plan(pods, faults);
  (void)app::kubernetes_site(pods, plan, faults);
  CHECK(plan.name == "kingston-plan-2018-1");
}

TEST_CASE("Folders that leave no room beside them are refused") {
  for (const auto* out : {".", "..", "/", "a/..", "a/../.."}) {
    INFO(out);
    CHECK(faults_of([&](app::WordFaults& faults) {
            (void)app::shard_plan(four_shards(out), faults);
          }).find("name a folder of its own") != std::string::npos);
  }
  app::WordFaults faults;
  CHECK(app::shard_plan(four_shards("./a//b/"), faults).shards_folder() == "a/b-shards");
  CHECK(app::shard_plan(four_shards("a b"), faults).shards_folder() == "'a b'-shards");
}
