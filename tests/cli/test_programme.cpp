// A plan's savings and risk register as people meet them: tables, files, faults, and the council's questions.

#include <map>
#include <sstream>
#include <vector>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

const std::string& plan() {
  static const std::string path = shipped("areas/kingston/plan-2018.toml");
  return path;
}

std::vector<std::map<std::string, std::string>> rows(const fs::path& csv) {
  std::istringstream lines(contents(csv));
  const auto split = [](std::string line) {
    std::vector<std::string> cells;
    std::string cell;
    bool quoted = false;
    for (const char c : line + ',') {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        cells.push_back(std::exchange(cell, {}));
      else
        cell += c;
    }
    return cells;
  };
  std::string line;
  std::getline(lines, line);
  const auto names = split(line);
  std::vector<std::map<std::string, std::string>> out;
  while (std::getline(lines, line)) {
    const auto cells = split(line);
    CHECK(cells.size() == names.size());
    for (auto& row = out.emplace_back(); const auto& name : names) row[name] = cells[row.size()];
  }
  return out;
}

/// `[risk.dearer]`: fees of day places rise by a fifth from 2019 on.
std::string event(const std::string& probability) {
  return "[risk.dearer]\ntitle = \"Dearer\"\nsource = \"none\"\nreliability = \"red\"\nstart = "
         "\"2019-summer\"\n"
         "probability = " +
         probability +
         "\n[risk.dearer.act.a]\nparameter = \"placement.inmss_day.unit_cost\"\nhow = \"scale\"\nby = 1.2\n";
}

double mean_of(const fs::path& summary, const std::string& metric, const std::string& period) {
  for (auto& row : rows(summary))
    if (row["metric"] == metric && row["period"] == period && row["category"] == "total")
      return std::stod(row["mean"]);
  throw std::runtime_error("no such line: " + metric);
}

}  // namespace

TEST_CASE("What an event adds is the difference between runs with and without it") {
  const Folder folder;
  const std::string run = " --set years=4 -n 64 --quiet -o ";
  std::map<std::string, double> deficit;
  for (const std::string probability : {"0", "1", "0.5"}) {
    const auto scenario = folder.write("event-" + probability + ".toml", event(probability));
    const auto out = folder / ("out-" + probability);
    REQUIRE(sendcast("run " + kingston() + " --scenario " + scenario.string() + run + out.string()).code ==
            0);
    deficit[probability] = mean_of(out / "summary.csv", "cumulative_deficit", "2021-22");
    double added = -1, happened = -1;
    for (auto& row : rows(out / "contributions.csv"))
      if (row["id"] == "dearer" && row["metric"] == "cumulative_deficit" && row["period"] == "2021-22") {
        added = std::stod(row["mean"]);
        happened = std::stod(row["happened"]);
        CHECK(row["n"] == "64");
      }
    CHECK(added == Approx(deficit[probability] - deficit["0"]).margin(0.02));
    CHECK(happened == Approx(std::stod(probability)).margin(probability == "0.5" ? 0.15 : 0));
    if (probability != "0") CHECK(added > 100000);
  }
  CHECK(deficit["1"] > deficit["0.5"]);
  CHECK(contents(folder / "out-1/manifest.json").find("\"contributions.csv\"") != std::string::npos);
}

TEST_CASE("The council's questions about Kingston's plan are answered by one comparison") {
  const Folder folder;
  const auto result =
      sendcast("compare " + kingston() + " " + plan() + " -n 64 -o " + (folder / "out").string());
  INFO(result.err);
  REQUIRE(result.code == 0);
  for (const auto* words :
       {"A  do-nothing\n", "B  plan-2018\n", "In-year balance (2021/22)", "Cumulative deficit above",
        "The same with the unrepaid", "The plan if nothing is done", "£9,000,000", "£11,000,000",
        "£13,000,000", "Savings programme of B", "carries most of the risk", "Assessment and planning",
        "Events of the risk register of B", "All together"}) {
    INFO(result.out);
    CHECK(result.out.find(words) != std::string::npos);
  }
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find(folder.path().string()) == std::string::npos) CHECK(app::display_width(line) <= 80);
  CHECK(Folder::names(folder / "out/b") ==
        "assumptions.csv contributions.csv manifest.json run.sqlite savings.csv summary.csv ");
  // Planned by workstream adds up to the plan's own total.
  double planned = 0, total = 0;
  for (auto& row : rows(folder / "out/b/savings.csv")) {
    if (row["period"] != "2021-22" || row["metric"] != "shortfall") continue;
    if (row["level"] == "workstream") planned += std::stod(row["planned"]);
    if (row["level"] == "total") total = std::stod(row["planned"]);
  }
  CHECK(planned == Approx(13808300));
  CHECK(total == Approx(13808300));
}

TEST_CASE("Expected values count an event at its probability") {
  const Folder folder;
  std::map<std::string, double> deficit;
  for (const std::string probability : {"0", "0.4", "1"}) {
    const auto scenario = folder.write("event-" + probability + ".toml", event(probability));
    const auto out = folder / ("out-" + probability);
    REQUIRE(sendcast("run " + kingston() + " --expected --set years=4 --scenario " + scenario.string() +
                     " -q -o " + out.string())
                .code == 0);
    for (const auto& file : fs::directory_iterator(out))
      if (file.path().extension() == ".csv")
        for (auto& row : rows(file.path()))
          if (row["metric"] == "cumulative_deficit" && row["period"] == "2021-22")
            deficit[probability] = std::stod(row["expected"]);
  }
  CHECK(deficit["1"] > deficit["0"] + 100000);
  CHECK(deficit["0.4"] - deficit["0"] == Approx(0.4 * (deficit["1"] - deficit["0"])).epsilon(0.001));
}

TEST_CASE("Savings and events are left out of a run that does not ask for them") {
  const Folder folder;
  const auto out = folder / "out";
  const auto result = sendcast("run " + plan() + " -n 2 --set years=2 --contributions 0 -o " + out.string());
  REQUIRE(result.code == 0);
  CHECK(Folder::names(out) == "assumptions.csv manifest.json run.sqlite summary.csv ");
  CHECK(result.out.find("Savings programme") == std::string::npos);
  CHECK(contents(out / "manifest.json").find("--contributions 0") != std::string::npos);
  CHECK(sendcast("run " + plan() + " --contributions some").code == 2);
}

TEST_CASE("Every fault of a programme and a register is told at once, where it stands") {
  const Folder folder;
  const auto scenario = folder.write("mine.toml",
                                     "interventions = [\"brokerage\"]\n"
                                     "[saving.a]\namount = 10\ninterventions = [\"brokerage\"]\n"
                                     "[saving.b]\namount = 10\nhow = \"simulated\"\n"
                                     "[risk.c]\ntitle = \"C\"\nsource = \"none\"\nreliability = \"red\"\n"
                                     "start = \"2019-summer\"\nprobability = 0.5\ngiven = \"d\"\n"
                                     "probability_given = 0.9\n");
  const auto result = sendcast("check " + kingston() + " --scenario " + scenario.string());
  CHECK(result.code == 2);
  INFO(result.err);
  CHECK(result.err.find("mine.toml:4: the saving 'a' is cash and is simulated by 'brokerage', too") !=
        std::string::npos);
  CHECK(result.err.find("mine.toml:7: the saving 'b' is simulated by nothing") != std::string::npos);
  CHECK(result.err.find("mine.toml:14: given = 'd' (no risk of this run is called that)") !=
        std::string::npos);
  CHECK(result.err.find("3 faults") != std::string::npos);
}
