// One figure after another through everything that shows it: workbench, summary.csv, terminal, report,
// workbook, open data, the DSG plan, section 251 and the draws.

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/figures.hpp"
#include "served.hpp"
#include "tests/catch.hpp"
#include "tests/spreadsheet.hpp"

using namespace cli;
using Json = nlohmann::json;

namespace {

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

void done(const std::string& words) {
  const auto result = sendcast(words);
  INFO(words << '\n' << result.err);
  REQUIRE(result.code == 0);
}

/// Rows of a CSV file under their column names.
std::vector<std::map<std::string, std::string>> table(const std::string& text) {
  const auto rows = spreadsheet::parse(text);
  std::vector<std::map<std::string, std::string>> out;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    auto& own = out.emplace_back();
    for (std::size_t c = 0; c < std::min(rows[0].size(), rows[r].size()); ++c) own[rows[0][c]] = rows[r][c];
  }
  return out;
}

/// A total that everything shows.
struct Shown {
  std::string metric, period, open_data, time_period;
  bool money = false;
  double p50 = NAN, mean = NAN, p90 = NAN;
};

const Json* chart_of(const Json& document, const std::string& id) {
  for (const auto& section : document["sections"])
    for (const auto& block : section["blocks"])
      if (block.contains("chart") && block["chart"]["id"] == id) return &block["chart"];
  return nullptr;
}

/// The row of a period.
const Json& at(const Json& rows, const std::string& period) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Json& row) { return row["period"] == period; });
  REQUIRE(found != rows.end());
  return *found;
}

}  // namespace

TEST_CASE("Every place that shows a figure shows the same one") {
  const Folder folder;
  fs::create_directories(folder / "areas/short");
  const auto area = folder.write("areas/short/plan.toml",
                                 "extends = [\"" + kingston() + "\"]\nyears = 3\nscenario = \"short\"\n");

  // The workbench, and the scenario that it saves.
  Served served({"--areas", (folder / "areas").string()}, folder.path());
  Visitor visitor(served);
  REQUIRE(visitor.open("short/plan")["phase"] == "done");
  REQUIRE(visitor.run({{"name", "more"},
                       {"seed", 7},
                       {"replicates", 128},
                       {"interventions", {{"brokerage", true}}},
                       {"places", {{"special_in_borough", {{"2019", 380}}}}}})["phase"] == "done");
  const auto figures = visitor.json("/api/figures");
  const auto scenario = folder.write("saved.toml", visitor.get("/api/scenario.toml").body);

  // The command line, and what it makes of the run.
  const auto out = folder / "run";
  const auto run = sendcast("run " + quoted(area) + " --scenario " + quoted(scenario) +
                            " -n 128 --seed 7 -o " + quoted(out));
  INFO(run.err);
  REQUIRE(run.code == 0);
  const auto report = sendcast("report " + quoted(out) + " --json -o " + quoted(folder / "r.html"));
  REQUIRE(report.code == 0);
  const auto document = Json::parse(report.out);
  for (const auto* kind : {"workbook", "open-data", "dsg"})
    done(std::string("export ") + kind + " " + quoted(out) + " -q -o " + quoted(folder / kind));
  done("export draws " + quoted(out) + " --metric ehcp_stock --metric hnb_spend -q -o " +
       quoted(folder / "draws"));

  std::vector<Shown> all{{"ehcp_stock", "2021", "january", "202021"},
                         {"hnb_spend", "2020-21", "financial_year", "202021", true}};
  for (const auto& row : table(contents(out / "summary.csv")))
    for (auto& shown : all)
      if (row.at("metric") == shown.metric && row.at("breakdown") == "total" &&
          row.at("period") == shown.period) {
        shown.p50 = std::stod(row.at("p50"));
        shown.mean = std::stod(row.at("mean"));
        shown.p90 = std::stod(row.at("p90"));
      }

  const auto draws = table(contents(folder / "draws" / "draws.csv"));
  for (const auto& shown : all) {
    INFO(shown.metric << " in " << shown.period << ": " << shown.p50);
    REQUIRE(std::isfinite(shown.p50));
    const double fine = shown.money ? 0.0051 : 5.1e-5;

    for (const auto& chart : figures["charts"])
      if (chart["metric"] == shown.metric) {
        const auto& row = at(chart["rows"], shown.period);
        CHECK(std::abs(row["p50"].get<double>() - shown.p50) <= fine);
        CHECK(std::abs(row["p90"].get<double>() - shown.p90) <= fine);
      }

    const auto words = shown.money ? app::millions(shown.p50) : app::whole(shown.p50);
    bool printed = false;
    std::istringstream lines(run.out);
    for (std::string line; std::getline(lines, line);)
      printed = printed ||
                (line.starts_with(shown.period + " ") && line.find(" " + words + " ") != std::string::npos);
    CHECK(printed);

    const auto* chart = chart_of(document, shown.metric);
    REQUIRE(chart != nullptr);
    const auto& band = at((*chart)["data"]["bands"], shown.period);
    CHECK(std::abs(band["p50"].get<double>() - shown.p50) <= fine);
    CHECK(std::abs(band["p90"].get<double>() - shown.p90) <= fine);

    bool published = false;
    for (const auto& row :
         table(contents(folder / "open-data" / ("send_forecast_" + shown.open_data + ".csv"))))
      if (row.at("time_period") == shown.time_period && row.at("breakdown") == "Total") {
        if (row.at("statistic") == "Median") {
          published = true;
          CHECK(std::stod(row.at(shown.metric)) == std::round(shown.p50));
        }
        if (row.at("statistic") == "Mean") CHECK(std::stod(row.at(shown.metric)) == std::round(shown.mean));
      }
    CHECK(published);

    double sum = 0, n = 0;
    for (const auto& row : draws)
      if (row.at("metric") == shown.metric && row.at("breakdown") == "total" &&
          row.at("period") == shown.period) {
        sum += std::stod(row.at("value"));
        ++n;
      }
    CHECK(n == 128);
    CHECK(std::abs(sum / n - shown.mean) <= fine);
  }

  // Layouts add up to the totals of summary.csv, rounded.
  double plans = 0;
  for (const auto& row : table(contents(folder / "dsg" / "dsg_plans_by_age.csv")))
    if (row.at("january") == "2021" && row.at("statistic") == "mean, rounded" &&
        !row.at("category").starts_with("Total"))
      plans += std::stod(row.at("total"));
  CHECK(plans == std::round(all[0].mean));

  if (!spreadsheet::can_read()) return spreadsheet::skip();
  const auto sheets = spreadsheet::read(folder / "workbook" / "results.xlsx", folder.path());
  for (const auto& shown : all) {
    bool there = false;
    for (const auto& row : sheets.at("Headline"))
      if (row.size() > 8 && row[3] == shown.metric && row[1] == shown.period) {
        there = true;
        CHECK(std::stod(row[4]) == Approx(shown.mean));
        CHECK(std::stod(row[8]) == Approx(shown.p50));
      }
    CHECK(there);
  }
}
