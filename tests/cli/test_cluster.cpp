// `sendcast cluster`: what it prints is run here, by programs that only say how they were called.

#include <algorithm>
#include <sstream>

#include "app/run/run_options.hpp"
#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"
#include "tests/shared_data.hpp"

using namespace cli;

namespace {

/// Characters that shells, YAML, GNU parallel, Kubernetes and Slurm each take for something else.
const std::string hostile = "it's \"a\" {} {#} {=1=} $(b) $$ `c` \\ %j #d; & * Caf\xc3\xa9";

std::string word(const fs::path& path) { return app::shell_word(path.string()); }

/// A folder with a hostile name in which runs are asked for, and programs that write down how they were
/// called.
class Site {
 public:
  Site() {
    fs::create_directory(here());
    fs::create_directory(folder_ / "said");
    config = "plan " + hostile.substr(0, 20) + ".toml";
    std::ofstream(here() / config) << "extends = [\"" << kingston() << "\"]\nyears = 3\n";
    // Its call: where it stands and its words, each ended by NUL, in a file of its own.
    program("sendcast", "[ \"$1\" != --version ] || exec '" + std::string(SENDCAST_PROGRAM) +
                            "' --version\nprintf '%s\\0' \"$PWD\" \"$@\" >'" + (folder_ / "said").string() +
                            "'/\"$$\"\n");
  }
  fs::path here() const { return folder_ / hostile; }
  fs::path operator/(const std::string& name) const { return folder_ / name; }
  void program(const std::string& name, const std::string& script) const {
    const auto file = folder_.write(name, "#!/bin/sh\n" + script);
    fs::permissions(file, fs::perms::owner_all);
  }
  Result cluster(const std::string& arguments, const std::string& before = "") const {
    return sendcast("cluster " + arguments, "cd " + word(here()) + " && " + before);
  }
  /// Runs a script that was printed.
  int run(const std::string& script, const std::string& before = "") const {
    folder_.write("script", script);
    return std::system(
        ("cd / && " + before + " sh '" + (folder_ / "script").string() + "' >/dev/null 2>&1 </dev/null")
            .c_str());
  }
  /// The calls so far, sorted.
  std::vector<std::string> calls() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_ / "said")) all.push_back(contents(entry.path()));
    std::sort(all.begin(), all.end());
    return all;
  }
  /// How a run in shards has to be called, sorted.
  std::vector<std::string> right_calls(const std::string& program_folder) const {
    const auto call = [&](const std::vector<std::string>& words) {
      std::string text = program_folder + '\0';
      for (const auto& one : words) text += one + '\0';
      return text;
    };
    std::vector<std::string> all{call({"merge", hostile + "-shards", "-j", "1", "-o", hostile})};
    for (const std::string i : {"1", "2", "3"})
      all.push_back(call({"run", config, "--set", "years=2", "-n", "256", "--seed", "7", "--layers", "-j",
                          "1", "--shard", i + "/3", "--resume", "-o",
                          std::string(hostile).append("-shards/shard-").append(i)}));
    std::sort(all.begin(), all.end());
    return all;
  }
  std::string asked() const {
    return word(config) + " --set years=2 -n 256 --seed 7 --layers --shards 3 -o " + word(hostile) +
           " --program " + word(folder_ / "sendcast");
  }
  std::string config;

 private:
  Folder folder_;
};

/// The scripts in a manifest, as a container's shell gets them.
std::vector<std::string> scripts_of(const std::string& yaml) {
  std::vector<std::string> out;
  std::istringstream lines(yaml);
  const std::string margin(14, ' ');
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (inside && line.starts_with(margin))
      out.back() += line.substr(margin.size()) + "\n";
    else if ((inside = line == "            - |"))
      out.emplace_back();
  }
  for (auto& script : out)  // as Kubernetes reads $$
    for (std::size_t at = 0; (at = script.find("$$", at)) != std::string::npos; ++at) script.erase(at, 1);
  return out;
}

}  // namespace

TEST_CASE("What is printed for Slurm calls sendcast with exactly the words given") {
  const Site site;
  // Runs what it is given, at once: an array's tasks one after the other.
  site.program(
      "sbatch",
      "cat >\"$0.script\"\nprintf '%s\\n' \"$@\" >>\"$0.words\"\n"
      "case \"$*\" in\n"
      "  *--array=1-3%2*) for i in 1 2 3; do SLURM_ARRAY_TASK_ID=$i sh \"$0.script\" || exit; done ;;\n"
      "  *) sh \"$0.script\" || exit ;;\n"
      "esac\necho '42;site'\n");
  const auto options =
      " --array-limit 2 --partition short --sbatch-option " + app::shell_word("comment=" + hostile);
  const auto path = "PATH='" + site.here().parent_path().string() + "':$PATH";
  const auto right = site.right_calls(site.here().string());

  const auto printed = site.cluster("slurm " + site.asked() + options);
  CHECK(printed.err.empty());
  REQUIRE(printed.code == 0);
  CHECK(printed.out == site.cluster("slurm " + site.asked() + options).out);
  CHECK(site.calls().empty());
  CHECK(site.run(printed.out, path) == 0);
  CHECK(site.calls() == right);
  const auto words = contents(site / "sbatch.words");
  CHECK(words.find("--comment=" + hostile + "\n") != std::string::npos);
  CHECK(words.find("--dependency=afterok:42\n") != std::string::npos);

  for (const auto& entry : fs::directory_iterator(site / "said")) fs::remove(entry.path());
  fs::remove(site / "sbatch.words");
  const auto submitted = site.cluster("slurm " + site.asked() + options + " --submit", path);
  CHECK(submitted.err.empty());
  CHECK(submitted.out.starts_with("shards: job 42\nmerge: job 42, after all of them, into "));
  CHECK(site.calls() == right);
  CHECK(contents(site / "sbatch.words") == words);  // the same words, printed or submitted
}

TEST_CASE("What is printed for Kubernetes calls sendcast with exactly the words given") {
  const Site site;
  const auto printed =
      site.cluster("kubernetes " + site.asked() + " --image i --claim c --mount " + word(site.here()));
  CHECK(printed.err.empty());
  REQUIRE(printed.code == 0);
  const auto scripts = scripts_of(printed.out);
  REQUIRE(scripts.size() == 2);
  for (const std::string index : {"0", "1", "2"})
    CHECK(site.run(scripts[0], "JOB_COMPLETION_INDEX=" + index) == 0);
  CHECK(site.run(scripts[1]) == 0);
  CHECK(site.calls() == site.right_calls(site.here().string()));
}

TEST_CASE("What is printed for GNU parallel calls sendcast with exactly the words given") {
  if (std::system("parallel --version 2>/dev/null | grep -q GNU") != 0)
    return skip_test("GNU parallel is not installed");
  const Site site;
  for (const auto* more : {"", " --jobs 2", " --sshlogin :"}) {  // ':' is this machine
    const auto printed = site.cluster("parallel " + site.asked() + more);
    CHECK(printed.err.empty());
    REQUIRE(printed.code == 0);
    CHECK(site.run(printed.out) == 0);
    CHECK(site.calls() == site.right_calls(site.here().string()));
    for (const auto& entry : fs::directory_iterator(site / "said")) fs::remove(entry.path());
  }
}

TEST_CASE("Another version of the program is refused by what is printed") {
  const Site site;
  const auto pods =
      site.cluster("kubernetes " + site.asked() + " --image i --claim c --mount " + word(site.here()));
  const auto lines = site.cluster("parallel " + site.asked());
  site.program("sendcast", "echo sendcast 0.0.1\n");
  CHECK(site.run(scripts_of(pods.out)[0], "JOB_COMPLETION_INDEX=0") == 2 << 8);
  CHECK(site.run(lines.out) == 2 << 8);
}

TEST_CASE("A cluster's words that make no sense are refused, all at once") {
  const Site site;
  const auto refused = [&](const std::string& arguments, const std::string& why) {
    const auto result = site.cluster(arguments);
    INFO(arguments << ": " << result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK(without_folds(result.err).find(why) != std::string::npos);
  };
  const auto asked = word(site.config) + " -n 256 -o out";
  for (const auto* shards : {"0", "-1", "4.5", "many", "1000001"})
    refused("parallel " + asked + " --shards " + shards,
            std::string("--shards ") + shards + ": write a whole number");
  refused(
      "slurm " + asked + " --shards 5",
      "--shards 5: 256 replicates are 4 blocks of 64, and a shard holds at least one; choose at most 4\n");
  refused("slurm " + word(site.config) + " -n 0 --shards 0 --cpus 0 --time soon",
          "sendcast: -n 0: must be between 1 and 1073741824\n"
          "sendcast: --shards 0: write a whole number between 1 and 1000000\n"
          "sendcast: --cpus 0: write a whole number between 1 and 4096\n"
          "sendcast: --time 'soon': write minutes, H:MM:SS or D-HH:MM:SS\n");
  refused("slurm " + asked, "--shards is required");
  refused("slurm " + asked + " --shards 4 --time ''", "--time '': is empty");
  refused("slurm " + asked + " --shards 4 --partion x",
          "did you mean '--partition'?\nSee: sendcast cluster slurm --help");
  refused("kubernetes " + asked + " --shards 4 --image i", "--claim is required");
  refused("kubernetes " + asked + " --shards 4 --image i --claim C_1 --namespace A --mount here --mem 2GB",
          "sendcast: --claim 'C_1': name a persistent volume claim (lower-case letters, digits, '-', '.')\n"
          "sendcast: --namespace 'A': use lower-case letters, digits and '-'\n"
          "sendcast: --mount 'here': write an absolute path without ':'\n"
          "sendcast: --mem '2GB': write a whole number of Mi or Gi, such as 2Gi\n");
  refused("parallel " + asked + " --shards 4 --jobs 0", "--jobs 0: write a whole number");
  refused("parallel " + asked + " --shards 4 --program sendcast",
          "--program sendcast: write an absolute path");
  refused("parallel " + asked + " --shards 4 --until x", "--until");
  refused("parallel \"$(printf 'a\\nb.toml')\" --shards 4",
          "CONFIG 'a?b.toml': holds a line break, which a job's script cannot hold");
  refused("parallel no-such.toml --shards 4", "no-such.toml");
  refused("parallel " + asked + " --shards 4 --set request.tend=1", "request.trend");
  refused("lsf " + asked, "sendcast cluster --help");
}

TEST_CASE("Submitting shows what is wrong with sbatch") {
  const Site site;
  const auto asked = "slurm " + word(site.config) + " -n 256 -o out --shards 4 --submit";
  const auto none = site.cluster(asked, "PATH=/nowhere");
  CHECK(none.code == 2);
  CHECK(none.err.starts_with("sendcast: --submit: sbatch is not installed here; "));
  const auto path = "PATH='" + site.here().parent_path().string() + "':$PATH";
  site.program("sbatch", "echo 'sbatch: error: invalid partition' >&2\nexit 1\n");
  const auto bad = site.cluster(asked, path);
  CHECK(bad.code == 2);
  CHECK(bad.err ==
        "sendcast: sbatch refused the shards (it ended with 1)\n  sbatch: error: invalid partition\n");
  site.program("sbatch", "case \"$*\" in *--array*) echo 9 ;; *) echo no room >&2; exit 4 ;; esac\n");
  const auto half = site.cluster(asked, path);
  CHECK(half.code == 2);
  CHECK(half.err ==
        "sendcast: sbatch refused the merge (it ended with 4); the shards are job 9, which scancel 9 takes "
        "back\n  no room\n");
  site.program("sbatch", "echo Submitted\n");
  CHECK(
      site.cluster(asked, path).err.find("sbatch printed no number of a job for the shards\n  Submitted\n") !=
      std::string::npos);
}

TEST_CASE("The help of a cluster fits 80 columns") {
  for (const std::string kind : {"", "slurm ", "kubernetes ", "parallel "}) {
    const auto help = sendcast("cluster " + kind + "--help");
    CHECK(help.code == 0);
    std::istringstream lines(help.out);
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(app::display_width(line) <= 80);
    }
  }
}
