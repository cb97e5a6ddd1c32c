// `sendcast bridge` on shipped configurations: what it writes, that it adds up, and what it refuses.

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

/// Kingston for three years, with and without two interventions.
struct TwoRuns {
  Folder folder;
  std::string a = (folder / "plain").string(), b = (folder / "acting").string();
  TwoRuns() {
    const auto base = folder.write("base.toml", "extends = [\"" + kingston() + "\"]\nyears = 3\n");
    const auto acting = folder.write(
        "acting.toml", "extends = [\"" + kingston() +
                           "\"]\nyears = 3\ninterventions = [\"brokerage\", \"workforce-training\"]\n");
    REQUIRE(sendcast("run " + base.string() + " -n 64 -q -o " + a).code == 0);
    REQUIRE(sendcast("run " + acting.string() + " -n 64 -q -o " + b).code == 0);
  }
};

void fits_a_page(const std::string& text, const Folder& folder) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.find(folder.path().string()) == std::string::npos) CHECK(app::display_width(line) <= 80);
}

/// What is shown of each bridge in bridge.csv adds up, part by part and detail by detail.
void adds_up(const fs::path& csv) {
  std::istringstream lines(contents(csv));
  std::string line;
  std::getline(lines, line);
  CHECK(line.starts_with(
      "area,measure,from_run,from_period,to_run,to_period,kind,part,detail,unit,n,shown,mean,"));
  std::int64_t parts = 0, details = 0, before = 0;
  std::size_t bridges = 0;
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
    std::size_t kind = 0;  // names may hold commas
    while (cells[kind] != "from" && cells[kind] != "to" && cells[kind] != "part" && cells[kind] != "detail")
      ++kind;
    std::size_t unit = kind;
    while (cells[unit] != "pounds" && cells[unit] != "count") ++unit;
    const auto shown = std::llround(100 * std::stod(cells[unit + 2]));
    if (cells[kind] == "from") {
      before = shown;
      parts = details = 0;
    } else if (cells[kind] == "part") {
      parts += shown;
    } else if (cells[kind] == "detail") {
      details += shown;
    } else {
      CHECK(before + parts == shown);
      CHECK(before + details == shown);
      ++bridges;
    }
  }
  CHECK(bridges >= 2);
}

}  // namespace

TEST_CASE("Years and runs are bridged to the penny") {
  const TwoRuns runs;
  const auto years = sendcast("bridge " + runs.a + " -o " + (runs.folder / "years").string());
  CHECK(years.err.empty());
  REQUIRE(years.code == 0);
  for (const auto* words : {"2018-19 to 2020-21", "Volume", "Mix", "Price", "Places", "Other", "New plans",
                            "As in the first year", "Spend of the high needs block, £", "bridge.csv"})
    CHECK(years.out.find(words) != std::string::npos);
  fits_a_page(years.out, runs.folder);
  adds_up(runs.folder / "years/bridge.csv");
  CHECK(Folder::names(runs.folder / "years") == "bridge.csv manifest.json ");
  const auto manifest = nlohmann::json::parse(contents(runs.folder / "years/manifest.json"));
  CHECK(manifest.at("outputs") == nlohmann::json{"bridge.csv", "manifest.json"});

  const auto between =
      sendcast("bridge " + runs.a + " " + runs.b + " -o " + (runs.folder / "between").string());
  REQUIRE(between.code == 0);
  CHECK(between.out.find("cost of brokerage") != std::string::npos);
  CHECK(between.out.find("no pairs") == std::string::npos);
  fits_a_page(between.out, runs.folder);
  adds_up(runs.folder / "between/bridge.csv");
}

TEST_CASE("Plans of one run are what came and went, with nothing left over") {
  const TwoRuns runs;
  const auto result = sendcast("bridge " + runs.a + " --of plans --json -o " + (runs.folder / "o").string());
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out).at("bridges").at(0);
  CHECK(json.at("measure") == "plans");
  bool seen = false;
  for (const auto& d : json.at("details"))
    if (d.at("part") == "other") {
      CHECK(d.at("mean") == 0);
      seen = true;
    }
  CHECK(seen);
}

TEST_CASE("A forecast is bridged to an outturn, and every fault of the outturn is told") {
  const TwoRuns runs;
  const auto good = runs.folder.write("outturn.csv",
                                      "metric,breakdown,category,period,value\n"
                                      "hnb_spend,total,total,2019-20,31500000.55\n"
                                      "hnb_spend,line,savings,2019-20,-2680000\n"
                                      "ehcp_stock,total,total,2020,1314\n"
                                      "new_plans,total,total,2019,186\n");
  const auto result =
      sendcast("bridge " + runs.a + " " + good.string() + " -o " + (runs.folder / "o").string());
  CHECK(result.err.empty());
  REQUIRE(result.code == 0);
  CHECK(result.out.find("31,500,000.55") != std::string::npos);
  CHECK(result.out.find("1,314.00") != std::string::npos);
  adds_up(runs.folder / "o/bridge.csv");
  fits_a_page(result.out, runs.folder);

  const auto bad = runs.folder.write("bad.csv",
                                     "metric,breakdown,category,period,value\n"
                                     "hnb_spent,total,total,2019-20,1\n"
                                     "hnb_spend,line,saving,2019-20,1\n"
                                     "hnb_spend,total,total,2019,1\n"
                                     "ehcp_stock,total,total,2020,many\n"
                                     "placement_days,placement,mainstream,2019-20,1\n"
                                     "new_plans,total,total,2019,1\n"
                                     "new_plans,total,total,2019,2\n"
                                     "requests,total,total,2019,-3\n");
  const auto refused =
      sendcast("bridge " + runs.a + " " + bad.string() + " -o " + (runs.folder / "p").string());
  CHECK(refused.code == 2);
  for (const auto* words :
       {"bad.csv:2: ", "did you mean 'hnb_spend'?", "bad.csv:3: ", "bad.csv:4: ", "no period",
        "bad.csv:5: ", "no value", "bad.csv:6: ", "lacks", "bad.csv:8: ", "given twice",
        "bad.csv:9: ", "a count is not negative", "7 faults"})
    CHECK(without_folds(refused.err).find(words) != std::string::npos);
  CHECK_FALSE(fs::exists(runs.folder / "p"));
}

TEST_CASE("Bridges that cannot be made are refused in words") {
  const TwoRuns runs;
  const std::string out = " -o " + (runs.folder / "o").string();
  const auto refused = [&](const std::string& words, const std::string& why) {
    const auto result = sendcast("bridge " + words + out);
    CHECK(result.code == 2);
    INFO(result.err);
    CHECK(without_folds(result.err).find(why) != std::string::npos);
  };
  refused(kingston(), "holds no finished run");
  refused(runs.a + " --from 2019-20 --to 2018-19", "the first comes before the second");
  refused(runs.a + " --to 2030-31", "has 2018-19 to");
  refused(runs.a + " --to soon", "write a year");
  refused(runs.a + " --of money", "choose spend, position, deficit or plans");
  refused(runs.a + " " + runs.b + " --from 2018-19", "two years of one run");
  refused(runs.a + " " + (runs.folder / "nothing.csv").string(), "holds no finished run");
}
