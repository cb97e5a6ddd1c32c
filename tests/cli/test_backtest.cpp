// `sendcast backtest` on a made-up panel: what it prints, what it writes, and every fault in one message.

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/backtest/panel_file.hpp"
#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/app/panel_release.hpp"
#include "tests/catch.hpp"
#include "tests/models/panel_world.hpp"

using namespace cli;

namespace {

const Folder& world() {
  static const Folder folder;
  static const bool written = [] {
    auto panel = panel_world::made({.authorities = 60}, 3);
    for (auto* a : {&panel.england, &panel.authorities[0]}) a->parts["independent"] = {};
    for (int year = 2010; year <= 2025; ++year) {
      double sum = 0;
      for (auto& a : panel.authorities) {
        a.parts["independent"].set(year, std::round(0.06 * a.plans.at(year)));
        sum += a.parts["independent"].at(year);
      }
      panel.england.parts["independent"].set(year, sum);
    }
    folder.write("panel.csv", app::panel_csv(panel));
    return true;
  }();
  (void)written;
  return folder;
}

std::string panel() { return (world() / "panel.csv").string(); }

}  // namespace

TEST_CASE("backtest scores a panel, writes its folder, and repeats to the byte") {
  const Folder folder;
  const auto out = (folder / "a").string(), again = (folder / "b").string();
  const auto run = sendcast("backtest " + panel() + " -n 200 -o " + out);
  REQUIRE(run.err == "");
  REQUIRE(run.code == 0);
  CHECK(run.out.find("Plans in January") != std::string::npos);
  CHECK(run.out.find("New plans of the year") != std::string::npos);
  CHECK(run.out.find("Independent share") != std::string::npos);
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    if (line.find(out) == std::string::npos) CHECK(app::display_width(line) <= 80);
  }
  CHECK(Folder::names(out) ==
        "backtest.csv backtest.json cases.csv manifest.json panel.csv panel_figures.csv year_effects.toml ");
  const auto manifest = nlohmann::json::parse(contents(fs::path(out) / "manifest.json"));
  CHECK(manifest["outputs"].size() == 7);
  CHECK(manifest["inputs"][0]["sha256"].get<std::string>().size() == 64);
  REQUIRE(sendcast("backtest " + panel() + " -n 200 -q -o " + again).code == 0);
  for (const char* file :
       {"backtest.csv", "backtest.json", "cases.csv", "panel.csv", "panel_figures.csv", "year_effects.toml"})
    CHECK(contents(fs::path(out) / file) == contents(fs::path(again) / file));
  // The panel that it wrote is one that it reads.
  CHECK(contents(fs::path(out) / "panel.csv") == contents(panel()));
}

TEST_CASE("backtest --json gives the scores that the files hold, and --metric chooses what is shown") {
  const Folder folder;
  const auto run =
      sendcast("backtest " + panel() + " -n 200 --json --first 2019 --last 2019 --burn-in 2019 -o " +
               (folder / "a").string());
  REQUIRE(run.code == 0);
  const auto json = nlohmann::json::parse(run.out);
  CHECK(json["first_origin"] == 2019);
  CHECK(json["metrics"][0]["metric"] == "plans");
  CHECK(json["metrics"][0]["by_horizon"].size() == 4);
  CHECK(json["metrics"][0]["by_horizon"][0]["forecasters"][0]["cases"] == 60);
  const auto shown =
      sendcast("backtest " + panel() + " -n 200 --metric plans/independent -o " + (folder / "b").string());
  CHECK(shown.out.find("Plans in January, independent") != std::string::npos);
  CHECK(shown.out.find("New plans of the year") == std::string::npos);
  const auto own = sendcast("backtest " + panel() + " -n 200 --metric plans --area 'authority 7' -o " +
                            (folder / "c").string());
  CHECK(own.out.find("Authority 7\nForecast of") != std::string::npos);
  CHECK(own.out.find("January 2021") != std::string::npos);
}

TEST_CASE("backtest --simulate scores the simulator beside the panel, and learns its discrepancy") {
  const ImportFolder files;
  panel_release::write(files, panel_release::small_country(), "release");
  const std::string release = "'" + (files / "release").string() + "'";
  const Folder folder;
  const std::string common =
      "backtest " + release + " --burn-in 2018 --last 2019 --horizons 2 --draws 200 -n 16 ";
  const auto out = (folder / "a").string();
  const auto run = sendcast(common + "--simulate 6 -j 2 -o " + out);
  REQUIRE(run.err == "");
  REQUIRE(run.code == 0);
  CHECK(run.out.find("The simulator itself, uncalibrated, on the same cases\n6 pairs of an authority and a "
                     "January of 2018 to 2019") != std::string::npos);
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    if (line.find(out) == std::string::npos) CHECK(app::display_width(line) <= 80);
  }
  CHECK(Folder::names(out) ==
        "backtest.csv backtest.json cases.csv discrepancy.toml manifest.json panel.csv panel_figures.csv "
        "simulated.csv simulated_cases.csv year_effects.toml ");
  CHECK(Folder::names(folder.path()) == "a ");  // nothing is left beside it
  const auto json = nlohmann::json::parse(contents(fs::path(out) / "backtest.json"))["simulated"];
  CHECK(json["pairs"].size() == 6);
  CHECK(json["refused"].empty());
  CHECK(json["metrics"][0]["metric"] == "plans");
  const auto& forecasters = json["metrics"][0]["all"]["forecasters"];
  CHECK(forecasters[0]["forecaster"] == "simulator");
  CHECK(forecasters[0]["cases"] == 12);
  CHECK(forecasters[1]["forecaster"] == "simulator_with_discrepancy");
  CHECK(forecasters[2]["forecaster"] == "panel");
  CHECK(forecasters[2]["cases"] == 12);
  CHECK(json["metrics"][0]["discrepancy"]["leave_one_out"].size() == 2);
  const auto layer = contents(fs::path(out) / "discrepancy.toml");
  CHECK(layer.find("[discrepancy_by_year]\nehcp_stock = { value = 0.") != std::string::npos);
  CHECK(layer.find("\nindependent_share = { value = 0.") != std::string::npos);
  // England's defaults are among the inputs.
  CHECK(contents(fs::path(out) / "manifest.json").find("configs/national/england-2024.toml") !=
        std::string::npos);

  SECTION("on any number of threads, and a smaller sample is the beginning of a larger one") {
    const auto again = (folder / "b").string(), fewer = (folder / "c").string();
    REQUIRE(sendcast(common + "--simulate 6 -j 1 -q -o " + again).code == 0);
    for (const char* file : {"simulated.csv", "simulated_cases.csv", "backtest.json", "discrepancy.toml"})
      CHECK(contents(fs::path(out) / file) == contents(fs::path(again) / file));
    REQUIRE(sendcast(common + "--simulate 3 -q -o " + fewer).code == 0);
    const auto some =
        nlohmann::json::parse(contents(fs::path(fewer) / "backtest.json"))["simulated"]["pairs"];
    REQUIRE(some.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(some[i] == json["pairs"][i]);
  }
  SECTION("and without it the panel's own files are the same") {
    const auto panel_alone = (folder / "d").string();
    REQUIRE(sendcast("backtest " + release + " --burn-in 2018 --last 2019 --horizons 2 -n 200 -q -o " +
                     panel_alone)
                .code == 0);
    for (const char* file : {"backtest.csv", "cases.csv", "panel_figures.csv", "year_effects.toml"})
      CHECK(contents(fs::path(out) / file) == contents(fs::path(panel_alone) / file));
  }
}

TEST_CASE("backtest --simulate that is interrupted keeps what is finished, and goes on from there") {
  const ImportFolder files;
  panel_release::write(files, panel_release::small_country(), "release");
  const Folder folder;
  const auto command = [&](const std::string& name) {
    return "backtest '" + (files / "release").string() +
           "' --burn-in 2018 --last 2019 --horizons 2 --draws 100 -n 100 --simulate 8 -j 1 --metric plans -o "
           "'" +
           (folder / name).string() + "'";
  };
  // Stopped as soon as the first simulation is kept, when seven are not.
  const auto script = folder.write(
      "stop.sh", "'" SENDCAST_PROGRAM "' " + command("a") + " 2>'" + (folder / "said").string() +
                     "' >&2 &\npid=$!\nwhile kill -0 $pid && ! ls '" + (folder / ".a.unfinished").string() +
                     "'/*.draws; do sleep 0.02; done >/dev/null 2>&1\nkill -TERM $pid\nwait $pid\n");
  const int status = std::system(("sh '" + script.string() + "'").c_str());
  CHECK(WEXITSTATUS(status) == 130);
  CHECK(contents(folder / "said").find("the same command goes on from there") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "a"));
  REQUIRE(fs::exists(folder / ".a.unfinished"));
  const auto resumed = sendcast(command("a"));
  REQUIRE(resumed.code == 0);
  CHECK(resumed.out.find("left finished by an interrupted backtest") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / ".a.unfinished"));
  REQUIRE(sendcast(command("b") + " -q").code == 0);
  for (const char* file : {"simulated.csv", "simulated_cases.csv", "backtest.json", "discrepancy.toml"})
    CHECK(contents(folder / "a" / file) == contents(folder / "b" / file));
}

TEST_CASE("backtest tells what is wrong with its words and files") {
  const Folder folder;
  const auto fails = [&](const std::string& arguments, const std::string& message) {
    const auto run = sendcast("backtest " + arguments + " -o " + (folder / "x").string());
    CAPTURE(arguments, run.err);
    CHECK(run.code == 2);
    CHECK(without_folds(run.err).find(message) != std::string::npos);
    CHECK_FALSE(fs::exists(folder / "x"));
  };
  fails(panel() + " --first 2020 --last 2018", "years must not fall");
  fails(panel() + " --burn-in 2011", "the first origin can be 2014");
  fails(panel() + " --last 2025", "the last 2024");
  fails(panel() + " --simulate 5", "--simulate: a panel file has no settings");
  fails(panel() + " -n 500 --draws 500", "-n and --draws: give one of them, or --simulate");
  fails(panel() + " -n 50", "the panel's forecasts need 100 draws or more");
  fails(panel() + " --area 'Authority 5x'", "did you mean 'Authority ");
  fails(panel() + " --metric plans/nobody", "--metric plans/nobody: the panel has plans, new_plans");
  fails((folder / "none.csv").string(), "none.csv");
  fails(folder.write("head.csv", "code,year,plans,autumn\nX1,2010,5,6\n").string(), "no column 'name'");
  fails(folder.write("head2.csv", "code,name,year,plans,new_plans,autumn\nX1,A,2010,5,6,7\n").string(),
        "unknown column 'autumn'");
  const auto bad = folder.write("bad.csv",
                                "code,name,year,plans,new_plans\nE92000001,England,2010,5,6\nX1,A,2010,-5,6\n"
                                "X1,A,2010,5,6\nX1,A,MMX,5,6\nX2,B,2011,x,6\n");
  fails(bad.string(), "bad.csv:3: plans: '-5' is no count");
  fails(bad.string(), "bad.csv:4: 'X1' 2010 stands here twice");
  fails(bad.string(), "bad.csv:5: 'MMX' is no year");
  fails(bad.string(), "bad.csv:6: plans: 'x' is no count");
  const auto whole = folder.write("whole.csv",
                                  "code,name,year,plans,new_plans,part:independent,part:age_0-4\n"
                                  "E92000001,England,2019,5000,6,300,4000\nX1,A,2018,,6,9,9\n"
                                  "X1,A,2019,3836,6,99999,3836\nX1,A,2020,0,6,,\nX1,A,2021,10,6,11,10.5\n");
  fails(whole.string(),
        "whole.csv:4: part:independent: 99999 of 3836 plans (a part cannot be more than the whole)\n");
  fails(whole.string(),
        "whole.csv:5: plans: 0 (there is nothing to forecast from) leave the cell empty if the number is not "
        "known");
  fails(whole.string(), "whole.csv:6: part:age_0-4: 10.5 of 10 plans");
  fails(whole.string(), "whole.csv:6: part:independent: 11 of 10 plans");
  fails(folder.write("small.csv", "code,name,year,plans,new_plans\nX1,A,2010,5,6\n").string(),
        "no rows of England");
}
