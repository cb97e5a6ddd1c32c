// Runs of several areas: what each command makes of them.

#include <algorithm>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"
#include "tests/spreadsheet.hpp"

namespace {

namespace fs = std::filesystem;
using cli::contents;
using cli::Folder;
using cli::sendcast;

/// "Leeds" and "Wigan", of two regions, and "Elsewhere", which is no authority; two years, and a risk in one.
class Areas {
 public:
  Areas() {
    write("whole.toml", "extends = [\"" + cli::shipped("national/england-2024.toml") +
                            "\"]\narea = \"All\"\nareas = \"areas\"\nstart = 2025-01-01\nyears = 2\n");
    area("Leeds", "region = \"Yorkshire and The Humber\"");
    area("Wigan", "region = \"North West\"");
    area("Elsewhere", "");
  }
  void area(const std::string& name, const std::string& more) const {
    fs::create_directories(folder_ / ("areas/" + name));
    write("areas/" + name + "/area.toml", "extends = [\"" +
                                              cli::shipped("areas/england-average/baseline.toml") +
                                              "\"]\narea = \"" + name + "\"\nyears = 2\n" + more + "\n");
  }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  std::string operator/(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }
  fs::path path(const std::string& name) const { return folder_ / name; }

 private:
  Folder folder_;
};

/// A run of them, made once.
const Areas& made() {
  static const Areas areas;
  static const bool ran = sendcast("run " + areas / "whole.toml" + " -n 32 -q -o " + areas / "run").code == 0;
  REQUIRE(ran);
  return areas;
}

bool says(const std::string& text, const std::string& words) {
  return cli::without_folds(text).find(words) != std::string::npos;
}

/// A refusal in 80 columns.
void refused(const std::string& arguments, const std::string& words) {
  const auto result = sendcast(arguments);
  CAPTURE(arguments, result.out, result.err);
  CHECK(result.code == 2);
  CHECK(says(result.err, words));
  std::istringstream lines(result.err);
  for (std::string line; std::getline(lines, line);) CHECK(app::display_width(line) <= 80);
}

std::vector<std::vector<std::string>> rows(const fs::path& file) {
  return spreadsheet::parse(contents(file));
}

}  // namespace

TEST_CASE("Open data of several areas has a level for each, with the codes that are known") {
  const auto& areas = made();
  const auto out = sendcast("export open-data " + areas / "run" + " -o " + areas / "open");
  INFO(out.err);
  REQUIRE(out.code == 0);
  CHECK(says(out.out, "All is all areas of the run together"));
  CHECK(says(out.out, "are not available (x): Elsewhere."));
  std::map<std::string, std::size_t> levels;
  std::set<std::string> breakdowns;
  const auto table = rows(areas.path("open/send_forecast_january.csv"));
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& r = table[i];
    REQUIRE(r.size() == table[0].size());
    ++levels[r[2] + "|" + r[5] + "|" + r[6] + "|" + r[7] + "|" + r[8] + "|" + r[9]];
    if (r[9] == "Leeds") breakdowns.insert(r[10]);
  }
  std::set<std::string> names;
  for (const auto& [name, n] : levels) names.insert(name);
  CHECK(names ==
        std::set<std::string>{"Local authority|E12000002|North West|E08000010|359|Wigan",
                              "Local authority|E12000003|Yorkshire and The Humber|E08000035|383|Leeds",
                              "Local authority|x|x|x|x|Elsewhere", "Regional|x|All|||",
                              "Regional|x|North West|||", "Regional|x|Yorkshire and The Humber|||"});
  CHECK(breakdowns == std::set<std::string>{"Placement", "Total"});
  CHECK(levels.at("Regional|x|All|||") > 3 * levels.at("Local authority|x|x|x|x|Elsewhere"));
  // Every column is a geography, a filter or an indicator of the meta file.
  std::set<std::string> known;
  for (const auto& r : rows(areas.path("open/send_forecast_january.meta.csv"))) known.insert(r[0]);
  for (std::size_t c = 11; c < table[0].size(); ++c) CHECK(known.contains(table[0][c]));

  refused("export open-data " + areas / "run" + " --authority Leeds", "whose codes go by their names");
}

TEST_CASE("A run that is all of England is the nation, and its regions have their codes") {
  const auto& areas = made();
  REQUIRE(
      sendcast("run " + areas / "whole.toml" + " --set 'area=\"England\"' -n 16 -q -o " + areas / "nation")
          .code == 0);
  REQUIRE(sendcast("export open-data " + areas / "nation" + " -q -o " + areas / "open-nation").code == 0);
  const auto text = contents(areas.path("open-nation/send_forecast_january.csv"));
  CHECK(says(text, ",National,E92000001,England,,,,,,"));
  CHECK(says(text, ",Regional,E92000001,England,E12000002,North West,,,,"));
}

TEST_CASE("A return is of one area, for which the run must keep what it needs") {
  const auto& areas = made();
  for (const std::string kind : {"scap", "dsg", "s251"}) {
    CAPTURE(kind);
    const auto command = "export " + kind + " " + areas / "run";
    refused(command, "is of one authority: name it with --area (Elsewhere, Leeds, Wigan)");
    refused(command + " --area 'North West'", "is of one authority");
    refused(command + " --area Leads", "has no area 'Leads'; did you mean 'Leeds'?");
    refused(command + " --area Leeds", "run it again with area_breakdowns = [\"total\", \"placement\"");
  }
  const std::string keep =
      "--set 'area_breakdowns=[\"total\", \"placement\", \"placement_phase\", \"placement_age_group\", "
      "\"placement_need\", \"line\"]'";
  REQUIRE(sendcast("run " + areas / "whole.toml" + " " + keep + " -n 16 -q -o " + areas / "kept").code == 0);
  REQUIRE(sendcast("run " + areas / "areas/Leeds/area.toml" + " -n 16 -q -o " + areas / "alone").code == 0);
  for (const std::string kind : {"scap", "dsg", "s251"}) {
    CAPTURE(kind);
    const auto of_several =
        sendcast("export " + kind + " " + areas / "kept" + " --area Leeds -o " + areas / ("several-" + kind));
    INFO(of_several.err);
    REQUIRE(of_several.code == 0);
    CHECK(says(of_several.out, "Of Leeds, one of the areas of a run of All."));
    REQUIRE(sendcast("export " + kind + " " + areas / "alone" + " -q -o " + areas / ("alone-" + kind)).code ==
            0);
    // The same files, of other replicates: what is drawn for whom is another design.
    for (const auto& file : fs::directory_iterator(areas.path("alone-" + kind))) {
      if (file.path().extension() != ".csv") continue;
      const auto own = rows(areas.path("several-" + kind) / file.path().filename()),
                 other = rows(file.path());
      REQUIRE(own.size() == other.size());
      CHECK(own[0] == other[0]);
      for (std::size_t i = 1; i < own.size(); ++i) CHECK(own[i][0] == other[i][0]);
    }
  }
}

TEST_CASE("Draws are of all areas together or of the one that is named, and say which") {
  const auto& areas = made();
  const auto first = [&](const std::string& more, const std::string& out) {
    const auto result =
        sendcast("export draws " + areas / "run" + " --metric ehcp_stock " + more + " -o " + areas / out);
    INFO(result.err);
    REQUIRE(result.code == 0);
    return rows(areas.path(out) / "draws.csv");
  };
  const auto all = first("", "all");
  CHECK(all[0][2] == "area");
  CHECK(all[1][2] == "All");
  double sum = 0;
  for (const std::string name : {"Leeds", "Wigan", "Elsewhere"}) {
    const auto own = first("--area " + name, "of-" + name);
    CHECK(own[1][2] == name);
    sum += std::stod(own[1][9]);
  }
  CHECK(std::stod(all[1][9]) == sum);
  refused("export draws " + areas / "run" + " --metric ehcp_stock --by need --area Leeds",
          "ehcp_stock is not broken down by 'need'");
}

TEST_CASE("The page of a run of several areas says that it is of all together") {
  const auto& areas = made();
  REQUIRE(sendcast("report " + areas / "run" + " -o " + areas / "page.html").code == 0);
  CHECK(contents(areas.path("page.html")).find("Every figure on this page is of All as a whole") !=
        std::string::npos);
}

TEST_CASE("A job is not divided into more shards than blocks of a run of several areas") {
  const auto& areas = made();
  refused("cluster parallel " + areas / "whole.toml" + " -n 64 --shards 65 -o out",
          "a shard holds at least one");
}

TEST_CASE("What works on one area says so of several, in 80 columns") {
  const auto& areas = made();
  const auto whole = areas / "whole.toml", run = areas / "run";
  const std::string one =
      "the configuration is of several areas; this takes one of them: name its file area.toml";
  refused("run " + whole + " --expected -o " + areas / "none", one);
  refused("report " + run + " --assurance -o " + areas / "none.html", one);
  areas.write("d.csv", "metric,period,value\nehcp_stock,2026,5000\n");
  refused("calibrate " + whole + " --data " + areas / "d.csv" + " -o " + areas / "none", one);
  CHECK(says(sendcast("serve " + whole + " --port 0").err, "the workbench shows one"));
  for (const std::string rule :
       {"mcse(mean of ehcp_stok in 2026) < 1", "mcse(mean of ehcp_stock in 2036) < 1"})
    refused("run " + whole + " -n 64 -o " + areas / "none" + " --until '" + rule + "'", "--until mcse");
  refused("size " + run + " --type state_specil -o " + areas / "none", "state_specil");
  refused("voi " + run + " --places state_specil -o " + areas / "none", "state_specil");
  refused("bridge " + run + " --from 2019-20 -o " + areas / "none", "2019-20");
  refused("describe levers " + whole, "has no use for");
  CHECK_FALSE(fs::exists(areas.path("none")));
}

TEST_CASE("What an event adds is told of all areas together and of each that has it") {
  const Areas areas;
  const auto dearer = [](const std::string& probability) {
    return "[risk.dearer]\ntitle = \"Dearer\"\nsource = \"none\"\nreliability = \"red\"\nstart = "
           "\"2025-spring\"\nprobability = " +
           probability +
           "\n[risk.dearer.act.a]\nparameter = \"placement.inmss_day.unit_cost\"\nhow = \"scale\"\nby = "
           "1.2\n";
  };
  areas.area("Leeds", dearer("1"));
  areas.area("Wigan", dearer("0.5"));
  const auto result = sendcast("run " + areas / "whole.toml" + " -n 32 -o " + areas / "run");
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(says(result.out, "contributions.csv"));
  std::map<std::string, double> happened, mean;  // by area
  for (const auto& r : rows(areas.path("run/contributions.csv"))) {
    if (r[7] != "2025-26" || r[8] != "in_year_position") continue;
    CHECK(r[3] == "dearer");
    happened[r[1]] = std::stod(r[6]);
    mean[r[1]] = std::stod(r[10]);
  }
  REQUIRE(mean.size() == 3);
  CHECK(happened.at("Leeds") == 1);
  CHECK(happened.at("All") == 1);
  CHECK(happened.at("Wigan") < 1);
  CHECK(mean.at("Leeds") > 0);
  CHECK(mean.at("All") == Approx(mean.at("Leeds") + mean.at("Wigan")).margin(0.02));
}

TEST_CASE("A workbook of a region says that it is of a region") {
  const auto& areas = made();
  const auto note = [&](const std::string& area) {
    const auto result = sendcast("export draws " + areas / "run" + " --metric ehcp_stock --area '" + area +
                                 "' -o " + areas / "kind");
    INFO(result.err);
    REQUIRE(result.code == 0);
    return result.err + result.out;
  };
  CHECK(says(note("North West"), "Of North West, a region of a run of All."));
  CHECK(says(note("Wigan"), "Of Wigan, one of the areas of a run of All."));
}

TEST_CASE("A check of several areas tells what is run") {
  const Areas areas;
  areas.area("Wigan", "synthetic = true\nregion = \"North West\"");
  const auto result = sendcast("check " + areas / "whole.toml");
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(says(result.out, "areas 3, of them synthetic 1; regions 2, links 0"));
  const auto of_one = sendcast("check " + areas / "areas/Leeds/area.toml").out;
  const auto number = [](const std::string& text, const std::string& after) {
    const auto at = text.find(after);
    REQUIRE(at != std::string::npos);
    return std::stoi(text.substr(at + after.size()));
  };
  CHECK(number(of_one, "provisions ") > 0);
  CHECK(number(result.out, "provisions ") == 3 * number(of_one, "provisions "));
  // What the three read of one file is one assumption each.
  CHECK(number(result.out, "assumptions: ") > number(of_one, "assumptions: "));
  CHECK(number(result.out, "assumptions: ") < 3 * number(of_one, "assumptions: "));
}
