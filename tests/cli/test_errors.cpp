// What the program says, and with which code it ends, when the input is at fault.

#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

TEST_CASE("A mistaken command line ends with 2 and a suggestion") {
  CHECK(sendcast("").code == 2);
  const auto command = sendcast("rnu x.toml");
  CHECK(command.code == 2);
  CHECK(command.out.empty());
  CHECK(command.err.starts_with("sendcast: there is no command 'rnu'; did you mean 'run'?\nCommands: run, "));
  CHECK(command.err.ends_with(" See: sendcast --help\n"));
  const auto option = sendcast("run x.toml --scenarios y.toml");
  CHECK(option.code == 2);
  CHECK(option.err.find("did you mean '--scenario'?") != std::string::npos);
  CHECK(sendcast("run").code == 2);
  CHECK(sendcast("run a.toml b.toml").code == 2);
  CHECK(sendcast("describe colours").code == 2);
  CHECK(sendcast("describe --schema nothing").code == 2);
  for (const auto* more : {"parameters", "metrics", "stages", "levers", "--schema placement"}) {
    const auto extra = sendcast(std::string("describe ") + more + " extra");
    CHECK(extra.code == 2);
    CHECK(extra.err.find(std::string(more) + ": has no use for 'extra'") != std::string::npos);
  }
}

TEST_CASE("Help and version end with 0") {
  for (const auto* arguments : {"--help", "run --help", "compare --help", "bridge --help", "goal --help",
                                "import --help", "check --help", "describe --help", "--version"}) {
    const auto result = sendcast(arguments);
    CHECK(result.code == 0);
    CHECK(!result.out.empty());
    CHECK(result.err.empty());
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) {
      INFO(arguments << ": " << line);
      CHECK(app::display_width(line) <= 80);
    }
  }
}

TEST_CASE("Numbers that make no sense are refused before anything is read") {
  const auto enormous = sendcast("run no-such.toml -n 1073741825");
  CHECK(enormous.code == 2);
  CHECK(enormous.err == "sendcast: -n 1073741825: must be between 1 and 1073741824\n");
  CHECK(sendcast("run no-such.toml -n 99999999999999999999999").err.find("must be between") !=
        std::string::npos);
  for (const auto* n : {"0", "-5", "1e6", "many", "''", "1,000", "10x"})
    CHECK(sendcast(std::string("run no-such.toml -n ") + n).err.find("sendcast: ") == 0);
  CHECK(sendcast("run no-such.toml --design random").err ==
        "sendcast: --design random: choose sobol, lhs or mc\n");
  CHECK(sendcast("run no-such.toml --store all").code == 2);
  CHECK(sendcast("run no-such.toml --set nonsense").code == 2);
}

TEST_CASE("Options that would be ignored are refused") {
  const auto refused = [](const std::string& options, const std::string& why) {
    const auto result = sendcast("run no-such.toml " + options);
    CHECK(result.code == 2);
    CHECK(result.err == "sendcast: " + why + "\n");
  };
  refused("--member 1", "--member: names a member of one replicate; give --replicate too");
  refused("-o ''", "-o '': names no folder");
  refused("--until ''", "--until '': is empty; leave it out or give it a value");
  refused("-n 200 --at-most 128 --until 'mcse(mean of ehcp_stock in 2020) < 1%'",
          "--at-most 128: is fewer than the -n 200 that it begins with");
  refused("-n 10 --replicate 10", "--replicate 10: a run of 10 replicates has 0 to 9; give the run's own -n");
}

TEST_CASE("All faults of a configuration are printed, then their number") {
  const Folder folder;
  const auto scenario =
      folder.write("scenario.toml",
                   "name = \"wrong\"\n"
                   "[request]\n"
                   "tend = 0.1\n"
                   "again = -1\n"
                   "[target.a]\n"
                   "metric = \"ehcp_stock\"\nperiod = \"2020\"\nvalue = 1\naim = \"about\"\n");
  for (const std::string command : {"check ", "run "}) {
    const auto result = sendcast(command + kingston() + " --scenario " + scenario.string());
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find("scenario.toml:3: ") != std::string::npos);
    CHECK(result.err.find("'request.trend'") != std::string::npos);
    CHECK(result.err.find("scenario.toml:4: ") != std::string::npos);
    CHECK(result.err.find("scenario.toml:9: ") != std::string::npos);
    CHECK(result.err.substr(result.err.size() - 9) == "3 faults\n");
  }
  const auto missing = sendcast("check no-such.toml");
  CHECK(missing.code == 2);
  CHECK(missing.err == "no-such.toml: the file cannot be read (there is no such file)\n1 fault\n");
}

TEST_CASE("A goal must name figures of the run") {
  const Folder folder;
  const auto goal = [&](const std::string& lines) {
    const auto file = folder.write("goal.toml", "[target.a]\nvalue = 1\n" + lines);
    const auto result = sendcast("check " + kingston() + " --scenario " + file.string());
    CHECK(result.code == 2);
    return result.err;
  };
  CHECK(goal("metric = \"ehcp_stok\"\nperiod = \"2020\"\n")
            .find("goal.toml:3: target 'a': there is no metric 'ehcp_stok' (a goal names a metric of "
                  "summary.csv) did you mean 'ehcp_stock'?") != std::string::npos);
  for (const std::string period : {"2019-20", "20", "January 2020"})
    CHECK(goal("metric = \"ehcp_stock\"\nperiod = \"" + period + "\"\n")
              .find("has no period '" + period + "' (it is counted by january) it has '2019' to '2028'") !=
          std::string::npos);
  CHECK(goal("metric = \"ehcp_stock\"\nperiod = \"2020\"\nbreakdown = \"ned\"\n")
            .find("did you mean 'need'?") != std::string::npos);
  CHECK(goal("metric = \"ehcp_stock\"\nperiod = \"2020\"\nbreakdown = \"need\"\ncategory = \"ASB\"\n")
            .find("did you mean 'ASD'?") != std::string::npos);
}

TEST_CASE("A stated figure is one that the metric can have") {
  const Folder folder;
  const auto stated = [&](const std::string& family, const std::string& metric, const std::string& period,
                          const std::string& value) {
    const auto file =
        folder.write("stated.toml", "[" + family + ".a]\nmetric = \"" + metric + "\"\nperiod = \"" + period +
                                        "\"\nvalue = " + value + "\n");
    return sendcast("check " + kingston() + " --scenario " + file.string()).err;
  };
  CHECK(stated("outturn", "ehcp_stock", "2020", "-5")
            .find("stated.toml:4: outturn 'a': ehcp_stock cannot be -5 (a count is not negative) check the "
                  "figure and its unit") != std::string::npos);
  CHECK(stated("outturn", "ehcp_stock", "2020", "1e11").find("more than England has") != std::string::npos);
  CHECK(stated("target", "independent_share", "2020", "17").find("17 % is 0.17") != std::string::npos);
  CHECK(stated("outturn", "hnb_spend", "2019-20", "-1").find("what is paid") != std::string::npos);
  CHECK(stated("outturn", "hnb_spend", "2019-20", "1e12").find("more than England spends") !=
        std::string::npos);
  CHECK(stated("target", "in_year_position", "2019-20", "-1").empty());
}

TEST_CASE("The base year is one that the run holds whole") {
  // Half of 2019-20 would be reconciled with the spend of all of it.
  const auto result = sendcast("check " + kingston() + " --set years=1 --set money.base_year=2019");
  CHECK(result.code == 2);
  CHECK(result.err.find("the base year 2019-20 is not a financial year of the run") != std::string::npos);
  CHECK(sendcast("check " + kingston() + " --set years=1").code == 0);
}

TEST_CASE("A published ledger has a published figure for each of its years") {
  const Folder folder;
  const auto ledger = shipped("areas/kingston/published-ledger.toml");
  CHECK(sendcast("check " + ledger).code == 0);
  const auto longer = sendcast("check " + ledger + " --set years=6");
  CHECK(longer.code == 2);
  CHECK(longer.err.find("published-ledger.toml:14: ") != std::string::npos);
  CHECK(longer.err.find("money.given_spend has no figure for 2022-23, 2023-24 (") != std::string::npos);
  const auto none = sendcast("check " + kingston() + " --set 'spend=\"given\"' --set years=1");
  CHECK(none.code == 2);
  CHECK(none.err.find("money.given_spend has no figure for 2018-19 (") != std::string::npos);
  // Its targets and outturns of children are left out, as nothing is said of children.
  const auto flat = sendcast("check " + kingston() + " --set 'spend=\"given\"' --set money.given_spend=3e7");
  CHECK(flat.code == 0);
  CHECK(flat.out.find("outside this run left out: ") != std::string::npos);
}

TEST_CASE("An area has a name, and the environment names instructions that exist") {
  const auto nameless = sendcast("check " + kingston() + " --set 'area=\"\"'");
  CHECK(nameless.code == 2);
  CHECK(nameless.err.find("the name of the area is empty") != std::string::npos);
  const auto formula = sendcast("check " + kingston() + " --set 'area=\"=1+1\"'");
  CHECK(formula.code == 2);
  CHECK(formula.err.find("'area' is '=1+1'") != std::string::npos);
  const auto wish = sendcast("describe metrics", "SENDCAST_SIMD=foo");
  CHECK(wish.code == 2);
  CHECK(wish.err == "sendcast: SENDCAST_SIMD=foo: choose scalar, avx2 or avx512\n");
}

TEST_CASE("Folders that are not ours, or not writable, are refused") {
  const Folder folder;
  fs::create_directory(folder / "mine");
  std::ofstream(folder / "mine/thesis.txt") << "years of work";
  const auto foreign = sendcast("run " + kingston() + " -n 1 -o " + (folder / "mine").string());
  CHECK(foreign.code == 2);
  CHECK(foreign.err.find("is not overwritten") != std::string::npos);
  CHECK(contents(folder / "mine/thesis.txt") == "years of work");
  CHECK(Folder::names(folder.path()) == "mine ");

  // What the user put beside the results of an earlier run is not ours either.
  const auto run = "run " + kingston() + " --set years=1 -n 1 -q -o " + (folder / "out").string();
  REQUIRE(sendcast(run).code == 0);
  folder.write("out/chart.xlsx", "mine");
  fs::create_directory(folder / "out/sub");
  const auto again = sendcast(run);
  CHECK(again.code == 2);
  CHECK(again.err.find("chart.xlsx, sub") != std::string::npos);
  CHECK(contents(folder / "out/chart.xlsx") == "mine");
  CHECK(fs::exists(folder / "out/sub"));

  folder.write("file", "");
  const auto below_a_file = sendcast("run " + kingston() + " -n 1 -o " + (folder / "file/out").string());
  CHECK(below_a_file.code == 2);
  CHECK(below_a_file.err.find("sendcast: ") == 0);
  const auto kernel = sendcast("run " + kingston() + " -n 1 -o /proc/sendcast");
  CHECK(kernel.code == 2);
}

TEST_CASE("A layer of one area is not laid over another") {
  const Folder folder;
  const auto layer = folder.write("learnt.toml", "extends = [\"" + kingston() + "\"]\n");
  const auto other =
      sendcast("check " + shipped("areas/richmond/january-2021.toml") + " --scenario " + layer.string());
  CHECK(other.code == 2);
  CHECK(other.err.find("the scenario is of 'Kingston upon Thames', the configuration of 'Richmond") !=
        std::string::npos);
  CHECK(sendcast("check -q " + layer.string()).code == 0);
}
