// `sendcast goal` on the shipped configurations: the dose it finds is the dose that a run confirms, and every
// fault is told before anything is simulated.

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

const std::string lever = "--lever request.rate_support --how scale", fewer = lever + " --to 0.2";
const std::string plans = "--target 'ehcp_stock <= 1,220 in January 2020'";

/// The chance of the first target in the JSON of a run.
double chance_in_run(const Folder& folder, const std::string& settings) {
  const auto config = folder.write(
      "own.toml", "extends = [\"" + kingston() +
                      "\"]\n[target.own]\nmetric = \"ehcp_stock\"\nperiod = \"2020\"\nvalue = 1220\naim = "
                      "\"at_most\"\ntitle = \"own\"\nsource = \"none\"\n");
  const auto run =
      sendcast("run " + config.string() + settings + " -n 64 --json -o " + (folder / "run").string());
  REQUIRE(run.code == 0);
  const auto json = nlohmann::json::parse(run.out);
  for (const auto& target : json.at("targets"))
    if (target.at("id") == "own") return target.at("chance_met").at("value");
  return -1;
}

}  // namespace

TEST_CASE("goal finds the smallest dose, and a run of the whole horizon confirms it") {
  const Folder folder;
  const std::string command = "goal " + kingston() + " " + fewer + " " + plans +
                              " --start 2019-spring --probability 40% --tolerance 0.1 -n 64";
  const auto result = sendcast(command + " --json -o " + (folder / "out").string());
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(Folder::names(folder / "out") == "goal.csv goal.json manifest.json ");
  CHECK((result.out == contents(folder / "out/goal.json")));
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("outcome") == "found");
  CHECK(json.at("years") == 2);  // of ten
  CHECK(json.at("monotone") == true);
  const auto& doses = json.at("doses");
  CHECK(doses.size() == 6);  // five of the scan, one halving of 0.2
  double dose = 0, below = 0, chance = 0;
  for (std::size_t i = 1; i < doses.size(); ++i)
    if (doses[i].at("dose") == json.at("dose")) {
      dose = doses[i].at("dose");
      below = doses[i - 1].at("chance").at("value");
      chance = doses[i].at("chance").at("value");
      CHECK(doses[i - 1].at("dose").get<double>() - dose <= 0.1);
    }
  CHECK(below < 0.4);
  CHECK(chance >= 0.4);
  // The same dose as an intervention of one's own, over all ten years.
  const std::string own =
      " --set 'intervention.x.title=\"x\"' --set 'intervention.x.source=\"x\"' --set "
      "'intervention.x.reliability=\"red\"' --set 'intervention.x.start=\"2019-spring\"' "
      "--set 'intervention.x.act.a.parameter=\"request.rate_support\"' --set "
      "'intervention.x.act.a.how=\"scale\"' --set 'intervention.x.act.a.by=" +
      std::to_string(dose) + "'";
  CHECK(chance_in_run(folder, own) == chance);
  CHECK(chance_in_run(folder, "") == doses[0].at("chance").at("value"));
  // Its own command repeats it, whatever the number of threads.
  const auto manifest = nlohmann::json::parse(contents(folder / "out/manifest.json"));
  const std::string repeat = manifest.at("command");
  REQUIRE(repeat.starts_with("sendcast goal "));
  REQUIRE(sendcast(repeat.substr(9) + " -j 1 -q -o " + (folder / "again").string()).code == 0);
  CHECK((contents(folder / "again/goal.csv") == contents(folder / "out/goal.csv")));
  CHECK((contents(folder / "again/goal.json") == contents(folder / "out/goal.json")));
}

TEST_CASE("goal says what is already reached, and what no dose reaches") {
  const Folder folder;
  const auto text = [&](const std::string& more) {
    const auto result = sendcast("goal " + kingston() + " " + lever + " --to 0.9 " + more + " -n 64 -o " +
                                 (folder / "out").string());
    INFO(result.err);
    CHECK(result.code == 0);
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);)
      if (line.find(folder.path().string()) == std::string::npos) CHECK(app::display_width(line) <= 80);
    return result.out;
  };
  CHECK(text("--target 'ehcp_stock <= 2000 in 2020'").find("Already reached") != std::string::npos);
  CHECK(text("--target 'ehcp_stock <= 1000 in 2020'").find("Not reached") != std::string::npos);
  // A target of the configuration, by its name.
  CHECK(text("--target plans_january_2020").find("<= 1,235") != std::string::npos);
}

TEST_CASE("goal: independent special schools have at most a tenth of plans in January 2026, with 80 %") {
  const Folder folder;
  const auto found = [&](const std::string& share, const std::string& probability) {
    const auto result =
        sendcast("goal " + kingston() +
                 " --lever provision.special_in_borough.places --how scale --start 2019-autumn --to 1.5 "
                 "--target 'independent_share <= " +
                 share + " in January 2026' --probability " + probability +
                 " --scan 1 --tolerance 0.5 -n 64 --json -o " + (folder / "out").string());
    INFO(result.err);
    REQUIRE(result.code == 0);
    return nlohmann::json::parse(result.out);
  };
  const auto tenth = found("10 %", "80%");
  CHECK(tenth.at("outcome") == "already_reached");
  CHECK(tenth.at("years") == 8);
  CHECK(tenth.at("doses").size() == 1);
  CHECK(tenth.at("doses").at(0).at("chance").at("value") > 0.8);
  const auto less = found("8 %", "60%");  // which takes more places
  CHECK(less.at("outcome") == "found");
  CHECK(less.at("dose") == 1.5);
  CHECK(less.at("doses").at(0).at("chance").at("value") < 0.6);
}

TEST_CASE("goal: the dose of an intervention of the library, which the configuration need not name") {
  const Folder folder;
  const auto result = sendcast("goal " + kingston() +
                               " --lever intervention.early-intervention-panel.dose --target "
                               "'requests <= 150 in 2020' --probability 0.5 --scan 1 --tolerance 0.5 -n 64 "
                               "--json -o " +
                               (folder / "out").string());
  INFO(result.err);
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("from") == 0);
  CHECK(json.at("to") == 1);
  CHECK(json.at("lever").at("unit") == "share");
}

TEST_CASE("goal: all faults at once, before anything is simulated") {
  const Folder folder;
  const auto refused = [&](const std::string& arguments, const std::vector<std::string>& words) {
    const auto result = sendcast("goal " + kingston() + " " + arguments + " -o " + (folder / "out").string());
    INFO(arguments << "\n" << result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    for (const auto& word : words) CHECK(without_folds(result.err).find(word) != std::string::npos);
    CHECK(!fs::exists(folder / "out"));
  };
  refused("--lever request.local_levle --target 'independent_shar <= 10 % in 2026'",
          {"--lever: there is no parameter 'request.local_levle'; did you mean 'request.local_level'?",
           "--target: the target: there is no metric 'independent_shar'", "did you mean 'independent_share'?",
           "2 faults"});
  const auto target = [&](const std::string& text, const std::string& why) {
    refused(fewer + " --target '" + text + "'", {"--target: ", why});
  };
  target("independent_share <= 10 % in 2040", "it has '2019' to '2028'");
  target("independent_share <= 10 % in 2026-27", "has no period '2026-27' (it is counted by january)");
  target("independent_share <= 10 in 2026", "more than the whole");
  target("ehcp_stock <= 10 % in 2026", "the value is in per cent (ehcp_stock is a count)");
  target("ehcp_stock <= £10m in 2026", "the value is in pounds");
  target("ehcp_stock <= many in 2026", "'many' is no number");
  target("ehcp_stock <= 1000", "names no period");
  target("placement_stock[placement=inmss_dya] <= 100 in 2026", "did you mean 'inmss_day'?");
  target("placement_stock[placment=inmss_day] <= 100 in 2026", "did you mean 'placement'?");
  target("placement_stock[inmss_day] <= 100 in 2026", "names no figure");
  target("plans_january_2022x", "did you mean 'plans_january_2022'?");
  const std::string ok = " " + plans + " ";
  refused("--lever request.rate_support" + ok, {"has many values (it is by age)", "--how scale"});
  refused("--lever request.rate_support --how times --to 0.5" + ok, {"--how: there is no lever 'times'"});
  refused("--lever request.rate_support --how scale" + ok, {"--to: the largest dose is not said"});
  refused("--lever request.rate_support --how scale --to x" + ok, {"--to: 'x' is no number"});
  refused("--lever request.rate_support --how scale --to 1" + ok, {"begin and end at 1"});
  refused("--lever request.rate_support --how scale --to 0.5 --start 2019" + ok, {"'2019' is no term"});
  refused("--lever intervention.brokerage.dose --start 2019-autumn" + ok, {"has no start"});
  refused("--lever intervention.brokerage.dose --to 1.5" + ok,
          {"--to: intervention.brokerage.dose cannot be 1.5 (it lies between 0 and 1)"});
  refused("--lever intervention.brokerag.dose" + ok, {"did you mean 'brokerage'?"});
  refused("--lever request.trend --how scale --to 0.5" + ok,
          {"--lever request.trend: ", "change request.level or request.local_level"});
  refused(fewer + ok + "--probability 1.5", {"--probability 1.5: write a chance"});
  refused(fewer + ok + "--tolerance 0", {"--tolerance 0: "});
  refused(fewer + ok + "--scan 0.5", {"--scan 0.5: "});
  refused(fewer + ok + "-n 0", {"-n 0"});
  refused(fewer, {"--target is required"});
}
