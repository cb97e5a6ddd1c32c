// What past forecasts missed, put on the summaries of a run and on nothing else.

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

TEST_CASE("The discrepancy widens the summary by horizon and leaves draws as they are") {
  const Folder folder;
  const auto with = folder / "with", without = folder / "without", off = folder / "off";
  const std::string command = "run " + kingston() + " -n 64 --set years=4 --no-progress",
                    size = " --set discrepancy_by_year.ehcp_stock=0.05";
  const auto run = sendcast(command + size + " -o " + with.string());
  REQUIRE(run.code == 0);
  const auto bare = sendcast(command + " --set discrepancy_by_year.ehcp_stock=0 -o " + without.string());
  REQUIRE(bare.code == 0);
  CHECK(contents(with / "summary.csv") == contents(without / "summary.csv"));
  CHECK(Folder::names(with).find("discrepancy.csv") != std::string::npos);
  CHECK(nlohmann::json::parse(contents(with / "manifest.json"))["outputs"].size() ==
        nlohmann::json::parse(contents(without / "manifest.json"))["outputs"].size() + 1);
  CHECK(run.out.find("with misses") != std::string::npos);
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find(with.string()) == std::string::npos) CHECK(app::display_width(line) <= 80);

  const auto json = sendcast(command + size + " --json -o " + with.string());
  REQUIRE(json.code == 0);
  const auto summary = nlohmann::json::parse(json.out);
  double last = 0;
  for (const auto& w : summary["with_discrepancy"]) {
    if (w["metric"] != "ehcp_stock") continue;
    const std::string period = w["period"];
    const auto& plain = summary["january"]["ehcp_stock"]["periods"][period];
    INFO(period);
    const double years = std::stod(period) - 2018 - 8.0 / 12;
    CHECK(w["log_sd"].get<double>() == Approx(0.05 * std::sqrt(years)).epsilon(1e-6));
    CHECK(w["p10"].get<double>() < plain["p10"].get<double>());
    CHECK(w["p90"].get<double>() > plain["p90"].get<double>());
    CHECK(w["log_sd"].get<double>() > last);
    last = w["log_sd"];
  }
  CHECK(last > 0.08);

  const auto plain = sendcast(command + size + " --no-discrepancy -o " + off.string());
  REQUIRE(plain.code == 0);
  CHECK(plain.out.find("with misses") == std::string::npos);
  CHECK(Folder::names(off).find("discrepancy.csv") == std::string::npos);
  CHECK(contents(off / "manifest.json").find("--no-discrepancy") != std::string::npos);
}
