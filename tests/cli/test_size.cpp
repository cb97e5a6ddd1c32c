// `sendcast size`: what it writes, that its places hold when they are simulated, and what it refuses.

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;
using Json = nlohmann::json;

namespace {

/// Kingston for five years, in which special schools fill up.
struct OneRun {
  Folder folder;
  std::string run = (folder / "run").string();
  explicit OneRun(const std::string& options = "-n 256") {
    const auto base = folder.write("base.toml", "extends = [\"" + kingston() + "\"]\nyears = 5\n");
    REQUIRE(sendcast("run " + base.string() + " " + options + " -q -o " + run).code == 0);
  }
  std::string base() const { return (folder / "base.toml").string(); }
  std::string out() const { return " -o " + (folder / "size").string(); }
};

/// Whether a text says something, wherever its lines are folded.
bool has(const std::string& text, const std::string& part) {
  std::istringstream words(text);
  std::string flat;
  for (std::string word; words >> word;) flat += (flat.empty() ? "" : " ") + word;
  return flat.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Places are told for each September, with their costs") {
  const OneRun one;
  const auto told = sendcast("size " + one.run + one.out());
  CHECK(told.err.empty());
  REQUIRE(told.code == 0);
  std::istringstream lines(told.out);
  for (std::string line; std::getline(lines, line);)
    if (!has(line, one.folder.path().string())) CHECK(app::display_width(line) <= 80);
  for (const auto* words :
       {"state_special", "resourced", "Never short", "secondary", "ASD", "size_demand.csv"})
    CHECK(has(told.out, words));
  CHECK_FALSE(has(told.out, "nan"));

  const auto json = Json::parse(
      sendcast("size " + one.run + " --type state_special --under 35000 --over 10000 --json" + one.out())
          .out);
  double least = NAN;
  for (const auto& row : json["cost"])
    if (row["is_least"] == 1) least = row["cost_of_span"];
  for (const auto& row : json["cost"]) CHECK(row["cost_of_span"].get<double>() >= least);
  for (const auto& row : json["demand"]) {
    CHECK(row["places_risk20"].get<double>() <= row["places_risk10"].get<double>());
    CHECK(row["places_risk10"].get<double>() <= row["places_risk05"].get<double>());
  }
  for (const auto& row : json["spans"])
    CHECK(row["p_short_jointly"].get<double>() <= row["risk"].get<double>());
}

TEST_CASE("The recommended places hold when they are simulated, and one fewer does not") {
  const OneRun one;
  const auto run =
      sendcast("size " + one.run + " --type state_special --lead 1 --verify -j 2 --json" + one.out());
  INFO(run.err);
  REQUIRE(run.code == 0);
  const auto json = Json::parse(run.out);
  CHECK(json["simulations"].get<int>() >= 2);
  REQUIRE_FALSE(json["verified"].empty());
  bool tried = false;
  for (const auto& row : json["verified"]) {
    if (row["september"] == "any") continue;
    CHECK(row["p_too_few"].get<double>() <= 0.1 + 3 * row["mcse"].get<double>());
    if (row["p_too_few_one_fewer"].is_null()) continue;
    tried = true;
    CHECK(row["p_too_few_one_fewer"].get<double>() > 0.1 - 3 * row["mcse_one_fewer"].get<double>());
  }
  CHECK(tried);
  CHECK(Folder::names(one.folder.path()) == "base.toml run size ");  // nothing is left of the simulations
}

TEST_CASE("Places for the whole span hold over the whole span when they are simulated") {
  const OneRun one;
  const auto run = sendcast("size " + one.run +
                            " --type state_special --lead 1 --jointly --verify -j 2 --json" + one.out());
  INFO(run.err);
  REQUIRE(run.code == 0);
  const auto json = Json::parse(run.out);
  bool found = false;
  for (const auto& row : json["verified"]) {
    if (row["september"] != "any") continue;
    found = true;
    CHECK(row["p_too_few"].get<double>() <= 0.1 + 3 * row["mcse"].get<double>());
    CHECK(row["p_too_few_one_fewer"].get<double>() > 0.1 - 3 * row["mcse_one_fewer"].get<double>());
    CHECK(row["p_too_few_before"].get<double>() > 0.1);
  }
  CHECK(found);
  double each = -1, any = -1;  // more places than for each September alone
  for (const auto& [september, places] : json["recommended"]["state_special"].items())
    any = places.get<double>();
  const auto yearly =
      Json::parse(sendcast("size " + one.run + " --type state_special --lead 1 --json" + one.out()).out);
  for (const auto& [september, places] : yearly["recommended"]["state_special"].items())
    each = places.get<double>();
  CHECK(any > each);
}

TEST_CASE("Choices are compared over named futures") {
  const OneRun one;
  const std::string surge = (one.folder / "surge").string();
  REQUIRE(sendcast("run " + one.base() + " -n 256 -q --scenario " +
                   shipped("scenarios/shock-request-surge.toml") + " -o " + surge)
              .code == 0);
  const auto json =
      Json::parse(sendcast("size " + one.run + " --type state_special --under 35000 --over 10000 " +
                           "--scenario surge=" + surge + " --json" + one.out())
                      .out);
  int least = 0;
  for (const auto& row : json["regret"]) {
    CHECK(row["regret"].get<double>() >= 0);
    CHECK(row["regret"].get<double>() <= row["worst_regret"].get<double>());
    least += row["is_least"] == 1 ? 1 : 0;
  }
  CHECK(least == 2);  // one choice, in two futures
}

TEST_CASE("Questions about places that have no answer are answered so") {
  const OneRun few("-n 1");
  const auto check = [&](const std::string& arguments, const std::string& words) {
    INFO(arguments);
    const auto r = sendcast("size " + arguments + few.out());
    CHECK(r.code == 2);
    INFO(r.err);
    CHECK(has(r.err, words));
  };
  check(few.run, "1 replicate");
  check(few.run + " --risk 0", "--risk");
  check(few.run + " --from 2024 --to 2020", "the first comes after the last");
  check(few.run + " --under 0", "above 0");
  check(few.run + " --from ''", "--from '': is empty");
  check(few.run + " --type resourced --type resourced", "--type resourced: is named twice");
  check(few.run + " --scenario a=" + few.run + " --scenario a=" + few.base(), "is called a already");
  const OneRun run("-n 64");
  const auto with = [&](const std::string& arguments, const std::string& words) {
    const auto r = sendcast("size " + run.run + arguments + run.out());
    CHECK(r.code == 2);
    INFO(r.err);
    CHECK(has(r.err, words));
  };
  with(" --type state-special", "did you mean 'state_special'?");
  with(" --lead 9", "before a place can open");
  with(" --to 2040", "no September 2040");
  // A configuration that has changed since cannot be simulated again.
  run.folder.write("base.toml", "extends = [\"" + kingston() + "\"]\nyears = 4\n");
  with(" --verify", "has changed since the run");
  const OneRun headline("-n 64 --store headline");
  const auto r = sendcast("size " + headline.run + headline.out());
  CHECK(r.code == 2);
  CHECK(has(r.err, "--store full"));
}
