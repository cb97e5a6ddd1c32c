// `sendcast calibrate` on Kingston with what was counted to January 2020, end to end: what it learns, that a
// run of what it writes forecasts with it, and every fault of the question.

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

const std::string quick = " -n 99 --seed 3 --method t1";

/// A row of summary.csv as numbers by column.
std::map<std::string, double> row_of(const fs::path& summary, const std::string& metric,
                                     const std::string& period) {
  std::istringstream text(contents(summary));
  std::string line, cell;
  std::getline(text, line);
  std::vector<std::string> names;
  for (std::istringstream header(line); std::getline(header, cell, ',');) names.push_back(cell);
  while (std::getline(text, line)) {
    std::vector<std::string> cells;
    for (std::istringstream row(line); std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() < 9 || cells[3] != period || cells[4] != metric || cells[5] != "total") continue;
    std::map<std::string, double> out;
    for (std::size_t i = 8; i < cells.size(); ++i)
      out[names[i]] = cells[i].empty() ? NAN : std::stod(cells[i]);
    return out;
  }
  return {};
}

}  // namespace

TEST_CASE("calibrate learns from Kingston's outturns, and a run of the posterior forecasts with it") {
  const Folder folder;
  const auto result = sendcast("calibrate " + kingston() + quick + " -o " + (folder / "out").string());
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(Folder::names(folder / "out") ==
        "calibration.json fit.csv manifest.json posterior-sample.csv posterior.toml ");
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) CHECK(app::display_width(line) <= 80);
  const auto json = nlohmann::json::parse(contents(folder / "out/calibration.json"));
  CHECK(json.at("method") == "t1");
  CHECK(json.at("fit").size() == 3);
  CHECK(json.at("diagnostics").at("effective_draws").get<double>() > 50);
  bool level = false;
  for (const auto& l : json.at("learnt"))
    if (l.at("parameter") == "request.local_level") {
      level = true;
      CHECK(l.at("after").at("p50").get<double>() > l.at("before").at("p50").get<double>());
      CHECK(l.at("shrinkage").get<double>() > 0.1);
    }
  CHECK(level);  // 186 new plans where 140 were expected

  const auto prior =
      sendcast("run " + kingston() + " --set years=3 -n 256 -q -o " + (folder / "prior").string());
  const auto posterior = sendcast("run " + (folder / "out/posterior.toml").string() +
                                  " --set years=3 -n 256 -q -o " + (folder / "posterior").string());
  REQUIRE(prior.code == 0);
  INFO(posterior.err);
  REQUIRE(posterior.code == 0);
  for (const auto* period : {"2020", "2021"}) {
    auto before = row_of(folder / "prior/summary.csv", "ehcp_stock", period);
    auto after = row_of(folder / "posterior/summary.csv", "ehcp_stock", period);
    CHECK(after.at("sd") < 0.8 * before.at("sd"));
    CHECK(after.at("p50") > before.at("p50"));
  }
  auto seen = row_of(folder / "posterior/summary.csv", "ehcp_stock", "2020");
  CHECK(seen.at("p05") < 1314);
  CHECK(seen.at("p95") > 1314);
}

TEST_CASE("calibrate repeats byte for byte, on any number of threads") {
  const Folder folder;
  for (const auto* threads : {"1", "2"}) {
    const auto result = sendcast("calibrate " + kingston() + quick + " --until 2019 -q -j " + threads +
                                 " -o " + (folder / threads).string());
    INFO(result.err);
    REQUIRE(result.code == 0);
  }
  for (const auto* file : {"calibration.json", "fit.csv", "posterior-sample.csv", "posterior.toml"})
    CHECK((contents(folder / "1" / file) == contents(folder / "2" / file)));
  // Of 2019 there is the January count alone.
  CHECK(nlohmann::json::parse(contents(folder / "1" / "calibration.json")).at("fit").size() == 1);
}

TEST_CASE("What comes later than --until leaves no trace") {
  const Folder folder;
  const auto all = folder.write("all.csv",
                                "metric,period,value\nehcp_stock,2019,1161\nehcp_stock,2021,1400\n"
                                "new_plans,2019,186\n");
  const auto early = folder.write("early.csv", "metric,period,value\nehcp_stock,2019,1161\n");
  const std::string own = folder.write("own.toml", "extends = [\"" + kingston() + "\"]\n").string();
  for (const auto* data : {"all", "early"}) {
    const auto result =
        sendcast("calibrate " + own + quick + " --until 2019 -q --data " + (folder / data).string() +
                 ".csv -o " + (folder / (std::string("out-") + data)).string());
    INFO(result.err);
    REQUIRE(result.code == 0);
  }
  for (const auto* file : {"fit.csv", "posterior-sample.csv", "posterior.toml"})
    CHECK((contents(folder / "out-all" / file) == contents(folder / "out-early" / file)));
  (void)all;
  (void)early;
}

TEST_CASE("calibrate says what is wrong with the question, by file and line") {
  const Folder folder;
  const auto bad = folder.write(
      "bad.csv",
      "metric,period,value,category,breakdown\nehcp_stok,2019,1161,,\n"
      "ehcp_stock,2019,\"1,161\",,\nehcp_stock,2020,9,,\nplacement_stock,2019,3,nowhere,placement\n");
  const auto result = sendcast("calibrate " + kingston() + " --data " + bad.string());
  CHECK(result.code == 2);
  CHECK(result.err.find("bad.csv:2: outturn: there is no metric 'ehcp_stok'") != std::string::npos);
  CHECK(result.err.find("did you mean 'ehcp_stock'?") != std::string::npos);
  CHECK(result.err.find("bad.csv:3: '1,161' is no number") != std::string::npos);
  CHECK(result.err.find("bad.csv:4: ehcp_stock of 2020 is 9 here and 1314 in") != std::string::npos);
  CHECK(result.err.find("bad.csv:5: outturn: placement_stock by placement has no category 'nowhere'") !=
        std::string::npos);
  const auto impossible = folder.write(
      "impossible.csv",
      "metric,period,value,breakdown,category\nnew_plans,2019,-5,,\nindependent_share,2020,7.5,,\n"
      "ehcp_stock,2019,1500,age_group,5-10\nehcp_stock,2019,1161,,\n");
  const auto refused =
      sendcast("calibrate " +
               folder
                   .write("bare.toml", "extends = [\"" + shipped("areas/kingston/area.toml") +
                                           "\"]\nstart = 2018-09-01\nscenario = \"s\"\n")
                   .string() +
               " --data " + impossible.string());
  INFO(refused.err);
  CHECK(refused.code == 2);
  CHECK(refused.err.find("impossible.csv:2: new_plans of 2019: -5 is below nought") != std::string::npos);
  CHECK(refused.err.find("impossible.csv:3: independent_share of 2020: 7.5 is above 1") != std::string::npos);
  CHECK(refused.err.find("impossible.csv:4: 1500 of ehcp_stock in 5-10, more than the 1161 of all") !=
        std::string::npos);
  CHECK(sendcast("calibrate " + kingston() + " --until 2018")
            .err.find("there is no outturn to the January of 2018") != std::string::npos);
  CHECK(sendcast("calibrate " + kingston() + " --data nowhere.csv").code == 2);
  CHECK(sendcast("calibrate " + kingston() + " --method t3").code == 2);
  CHECK(sendcast("calibrate " + kingston() + " -n 5").code == 2);
  CHECK(sendcast("calibrate " + kingston() + " --set 'discrepancy.ehcp_stok.relative_sd=0.1'")
            .err.find("did you mean 'ehcp_stock'?") != std::string::npos);
}

TEST_CASE("An update weights the replicates of a run, and refuses when they collapse") {
  const Folder folder;
  REQUIRE(sendcast("run " + kingston() + " --set years=3 -n 512 -q -o " + (folder / "run").string()).code ==
          0);
  const auto near = folder.write("near.csv", "metric,period,value\nehcp_stock,2020,1280\n");
  const auto far = folder.write("far.csv", "metric,period,value\nehcp_stock,2020,1900\n");
  const std::string command =
      "calibrate " + kingston() + " --update " + (folder / "run").string() + " --data ";
  const auto result = sendcast(command + near.string() + " --json -o " + (folder / "out").string());
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(Folder::names(folder / "out") == "manifest.json update.json updated.csv weights.csv ");
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("effective").get<double>() > 100);
  CHECK(json.at("effective").get<double>() < 512);
  for (const auto& f : json.at("figures"))
    if (f.at("metric") == "ehcp_stock" && f.at("period") == "2021") {
      CHECK(f.at("after").at("p50").get<double>() > f.at("before").at("p50").get<double>());
      CHECK(f.at("after").at("p90").get<double>() - f.at("after").at("p10").get<double>() <
            f.at("before").at("p90").get<double>() - f.at("before").at("p10").get<double>());
    }
  const auto refused = sendcast(command + far.string() + " -o " + (folder / "far").string());
  CHECK(refused.code == 2);
  CHECK(refused.err.find("effective size") != std::string::npos);
  CHECK(!fs::exists(folder / "far"));
  // Far from all replicates none is likelier than another; their weights would say nothing.
  const auto beyond =
      sendcast(command + folder.write("b.csv", "metric,period,value\nehcp_stock,2020,0\n").string() + " -o " +
               (folder / "far").string());
  CHECK(beyond.code == 2);
  CHECK(beyond.err.find("comes near") != std::string::npos);
  // The run that is read is not written over.
  const auto over = sendcast(command + near.string() + " -o " + (folder / "run").string());
  CHECK(over.code == 2);
  CHECK(over.err.find("is the run itself") != std::string::npos);
  CHECK(fs::exists(folder / "run/run.sqlite"));
  // What the configuration was calibrated to is no new figure.
  const auto learnt =
      folder.write("learnt.toml", "extends = [\"" + kingston() + "\"]\nyear_effect.given_to = 2019\n");
  const auto twice = sendcast("calibrate " + learnt.string() + " --update " + (folder / "run").string() +
                              " --data " + near.string());
  CHECK(twice.code == 2);
  CHECK(twice.err.find("near.csv:2: ehcp_stock of 2020 is no new figure") != std::string::npos);
  const auto missing =
      sendcast(command + folder.write("m.csv", "metric,period,value\nehcp_stock,2031,1\n").string());
  CHECK(missing.code == 2);
  CHECK(missing.err.find("m.csv:2: the run has no ehcp_stock of 2031") != std::string::npos);
}
