// `sendcast serve`: the same figures as on the command line, several browsers, and what it refuses.

#include <cmath>
#include <sstream>

#include "served.hpp"
#include "tests/catch.hpp"

using namespace cli;
using Json = nlohmann::json;

namespace {

/// Kingston for three years, as "short/plan" of a folder.
fs::path short_area(const Folder& folder) {
  fs::create_directories(folder / "areas/short");
  return folder.write("areas/short/plan.toml", "extends = [\"" + kingston() +
                                                   "\"]\nyears = 3\nscenario = \"short\"\n"
                                                   "description = \"<script>alert(1)</script> & more\"\n");
}

/// Lines of a CSV file by metric, breakdown, category and period, then by column.
using Lines = std::map<std::string, std::map<std::string, std::string>>;
Lines lines_of(const fs::path& csv) {
  Lines out;
  std::istringstream text(contents(csv));
  std::vector<std::string> names;
  for (std::string line; std::getline(text, line);) {
    std::vector<std::string> cells;
    std::istringstream words(line + ',');
    for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
    if (names.empty()) {
      names = cells;
      continue;
    }
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
    out[row["metric"] + "|" + row["breakdown"] + "|" + row["category"] + "|" + row["period"]] = row;
  }
  return out;
}

/// True where a figure of the page is the one of a file, as far as the file writes it.
bool same(const Json& figure, const std::string& written) {
  if (written.empty()) return figure.is_null();
  const double file = std::stod(written);
  return figure.is_number() && std::abs(figure.get<double>() - file) <= 1e-5 * std::abs(file) + 0.00501;
}

const Json wishes{{"name", "more places"},
                  {"seed", 7},
                  {"replicates", 128},
                  {"interventions", {{"brokerage", true}}},
                  {"starts", {{"brokerage", "2019-autumn"}}},
                  {"places", {{"special_in_borough", {{"2019", 380}, {"2020", 400.5}}}}}};

}  // namespace

TEST_CASE("The workbench's figures are those of the command line, from the scenario file that it saves") {
  const Folder folder;
  const auto area = short_area(folder);
  Served served({"--areas", (folder / "areas").string()}, folder.path());
  Visitor visitor(served);
  REQUIRE(visitor.json("/api/areas").size() == 1);
  REQUIRE(visitor.open("short/plan")["phase"] == "done");
  const auto choices = visitor.json("/api/choices");
  REQUIRE(choices["assumptions"].size() > 3);
  const auto& first = choices["assumptions"][0];
  CHECK(first["low"].get<double>() < first["p10"].get<double>());
  CHECK(first["high"].get<double>() > first["p90"].get<double>());
  Json wanted = wishes;
  wanted["assumptions"][first["name"].get<std::string>()] = first["p90"];
  REQUIRE(visitor.run(wanted)["phase"] == "done");
  const auto figures = visitor.json("/api/figures");
  CHECK(figures["replicates"] == 128);
  CHECK(figures["scenario"] == "short + more places");

  const auto saved = visitor.get("/api/scenario.toml");
  CHECK(saved.header("Content-Disposition") == "attachment; filename=\"more-places.toml\"");
  const auto scenario = folder.write("saved.toml", saved.body);
  const auto done = sendcast("run " + area.string() + " --scenario " + scenario.string() +
                             " -n 128 --seed 7 -q -o " + (folder / "out").string());
  INFO(saved.body << done.err);
  REQUIRE(done.code == 0);
  const auto summary = lines_of(folder / "out/summary.csv");
  CHECK(figures["scenario"] == summary.begin()->second.at("scenario"));
  std::size_t compared = 0;
  for (const auto& chart : figures["charts"])
    for (const auto& row : chart["rows"]) {
      const auto key =
          chart["metric"].get<std::string>() + "|total|total|" + row["period"].get<std::string>();
      REQUIRE(summary.contains(key));
      for (const auto* column : {"mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "mcse_p50"}) {
        INFO(key << ' ' << column << ' ' << row[column] << ' ' << summary.at(key).at(column));
        CHECK(same(row[column], summary.at(key).at(column)));
        ++compared;
      }
      // Its error to as many places as in the report, so that it is not rounded to nothing.
      const auto error = row["error"].get<std::string>();
      INFO(key << ' ' << error);
      CHECK(error.rfind(chart["unit"] == "pounds" ? "±£" : "±", 0) == 0);
      CHECK((row["mcse_p50"] == 0 || error.find_first_of("123456789") != std::string::npos));
    }
  CHECK(compared >= 4 * 3 * 9);
  for (const auto& type : figures["places"])
    for (const auto& row : type["rows"]) {
      const auto key =
          "|placement|" + type["type"].get<std::string>() + "|" + row["period"].get<std::string>();
      CHECK(same(row["want"]["p90"], summary.at("place_demand" + key).at("p90")));
      CHECK(same(row["without"]["p50"], summary.at("place_shortfall" + key).at("p50")));
    }

  // The files of the same run: those that the command in their manifest writes, to the byte.
  CHECK(visitor.get("/api/files/summary.csv").status == 409);
  REQUIRE(visitor.post("/api/files", "{}").status == 202);
  REQUIRE(visitor.ended()["phase"] == "done");
  const auto manifest = Json::parse(visitor.get("/api/files/manifest.json").body);
  auto command = manifest["command"].get<std::string>();
  REQUIRE(command.rfind("sendcast ", 0) == 0);
  REQUIRE(sendcast(command.substr(9) + " -q -o " + (folder / "again").string()).code == 0);
  CHECK((visitor.get("/api/files/summary.csv").body == contents(folder / "again/summary.csv")));
  CHECK((visitor.get("/api/files/run.sqlite").body == contents(folder / "again/run.sqlite")));
  CHECK(visitor.get("/api/files/report.toml").status == 404);
  const auto report = visitor.get("/api/files/report.html");
  CHECK(report.header("Content-Disposition") == "attachment; filename=\"report.html\"");
  CHECK(report.body.find("<!doctype html>") == 0);
  CHECK(report.body.find(": short + more places</title>") != std::string::npos);
  CHECK(visitor.get("/api/files/results.xlsx").body.substr(0, 2) == "PK");
}

TEST_CASE("The workbench shows what past forecasts missed as run and report do") {
  const Folder folder;
  fs::create_directories(folder / "areas/short");
  const auto area = folder.write("areas/short/plan.toml", "extends = [\"" + kingston() +
                                                              "\"]\nyears = 3\nscenario = \"short\"\n"
                                                              "[discrepancy_by_year]\nehcp_stock = 0.05\n");
  Served served({"--areas", (folder / "areas").string()}, folder.path());
  Visitor visitor(served);
  visitor.open("short/plan");
  REQUIRE(visitor.run({{"replicates", 128}, {"seed", 7}})["phase"] == "done");
  const auto figures = visitor.json("/api/figures");
  const auto out = folder / "out";
  REQUIRE(sendcast("run " + area.string() + " -n 128 --seed 7 -q -o " + out.string()).code == 0);
  std::map<std::string, std::vector<std::string>> written;  // by period
  std::istringstream csv(contents(out / "discrepancy.csv"));
  for (std::string line; std::getline(csv, line);) {
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
    if (cells.at(0) == "ehcp_stock") written[cells.at(1)] = cells;
  }
  REQUIRE(written.size() == 3);
  for (const auto& chart : figures["charts"])
    CHECK(chart["misses"].size() == (chart["metric"] == "ehcp_stock" ? 3 : 0));
  const auto& plans = figures["charts"][0];
  for (const auto& row : plans["misses"]) {
    const auto& cells = written.at(row["period"].get<std::string>());
    INFO(row.dump());
    CHECK(same(row["p05"], cells.at(4)));
    CHECK(same(row["p10"], cells.at(5)));
    CHECK(same(row["p90"], cells.at(7)));
    CHECK(same(row["p95"], cells.at(8)));
  }
  // The report's chart of plans holds the same, and says so in the same words.
  const auto report = sendcast("report " + out.string() + " --json -o " + (folder / "r.html").string());
  REQUIRE(report.code == 0);
  bool found = false;
  const auto document = Json::parse(report.out);
  for (const auto& section : document["sections"])
    for (const auto& block : section["blocks"])
      if (block.contains("chart") && block["chart"]["id"] == "ehcp_stock") {
        found = true;
        CHECK(block["chart"]["data"]["misses"] == plans["misses"]);
        CHECK_THAT(block["chart"]["note"].get<std::string>(),
                   Catch::Matchers::Contains(plans["misses_note"].get<std::string>()));
      }
  CHECK(found);
  // Left out where the run leaves it out.
  REQUIRE(sendcast("run " + area.string() + " -n 128 --seed 7 -q --no-discrepancy -o " + out.string()).code ==
          0);
  const auto without = sendcast("report " + out.string() + " --json -o " + (folder / "r.html").string());
  CHECK(without.out.find("with misses") == std::string::npos);
}

TEST_CASE("Against a pinned baseline the workbench shows what compare writes") {
  const Folder folder;
  const auto area = short_area(folder);
  Served served({"--areas", (folder / "areas").string()}, folder.path());
  Visitor visitor(served);
  visitor.open("short/plan");
  Json plain{{"replicates", 128}, {"seed", 7}};
  REQUIRE(visitor.run(plain)["phase"] == "done");
  REQUIRE(visitor.post("/api/pin", "{}").status == 200);
  REQUIRE(visitor.run(wishes)["phase"] == "done");
  const auto figures = visitor.json("/api/figures");
  CHECK(figures["baseline"]["pairs"] == 128);
  CHECK(figures["baseline"]["name"] == "short");
  CHECK(figures["scenario"] == "short + more places");
  const auto scenario = folder.write("saved.toml", visitor.get("/api/scenario.toml").body);
  const auto done = sendcast("compare " + area.string() + " +" + scenario.string() +
                             " -n 128 --seed 7 -q -o " + (folder / "out").string());
  INFO(done.err);
  REQUIRE(done.code == 0);
  const auto written = lines_of(folder / "out/comparison.csv");
  std::size_t compared = 0;
  for (const auto& chart : figures["charts"])
    for (const auto& row : chart["differences"]) {
      const auto key =
          chart["metric"].get<std::string>() + "|total|total|" + row["period"].get<std::string>();
      REQUIRE(written.contains(key));
      const auto& line = written.at(key);
      INFO(key << row.dump());
      CHECK(same(row["p10"], line.at("p10")));
      CHECK(same(row["p90"], line.at("p90")));
      CHECK(same(row["mean_baseline"], line.at("mean_a")));
      ++compared;
    }
  CHECK(compared >= 4 * 3);
  Json other = plain;
  other["seed"] = 8;
  visitor.run(other);
  const auto unpaired = visitor.json("/api/figures");
  CHECK(unpaired["baseline"]["unpaired"].get<std::string>().find("seeds") != std::string::npos);
  CHECK(unpaired["charts"][0]["differences"].is_null());
  visitor.post("/api/unpin", "{}");
  CHECK(visitor.json("/api/figures")["baseline"].is_null());
}

TEST_CASE("Wishes that make no sense are refused, and the workbench goes on") {
  const Folder folder;
  const auto area = short_area(folder);
  Served served({"--areas", (folder / "areas").string(), "--max-replicates", "500"}, folder.path());
  Visitor visitor(served);
  CHECK(visitor.post("/api/run", "{}").status == 409);  // no area is open
  for (const auto* name : {"../../../etc/passwd", "short/../short/plan", "<script>", ""}) {
    INFO(name);
    CHECK(visitor.post("/api/open", Json{{"area", name}}.dump()).status == 422);
  }
  CHECK(visitor.post("/api/open", "[]").status == 400);
  visitor.open("short/plan");
  const struct {
    const char *what, *body;
  } cases[] = {
      {"no JSON", "{"},
      {"no object", "[1]"},
      {"script in a name", R"({"name": "<script>alert(1)</script>"})"},
      {"a name that ends its quotes", R"({"name": "a\" \nyears = 1"})"},
      {"a path for a name", R"({"name": "../../x"})"},
      {"an option for a name", R"({"name": "-o"})"},
      {"an unknown assumption", R"({"assumptions": {"years": 5}})"},
      {"a parameter that is not offered", R"({"assumptions": {"money.opening_deficit": 5}})"},
      {"outside its bounds", R"({"assumptions": {"request.local_level": 900}})"},
      {"no number", R"({"assumptions": {"request.local_level": "1"}})"},
      {"beyond numbers", R"({"assumptions": {"request.local_level": 1e999}})"},
      {"an unknown intervention", R"({"interventions": {"../brokerage": true}})"},
      {"a switch that is none", R"({"interventions": {"brokerage": 1}})"},
      {"no term", R"({"interventions": {"brokerage": true}, "starts": {"brokerage": "2019-winter"}})"},
      {"a start outside the run",
       R"({"interventions": {"brokerage": true}, "starts": {"brokerage": "9999-autumn"}})"},
      {"an unknown provision", R"({"places": {"nowhere": {"2019": 5}}})"},
      {"a year outside the run", R"({"places": {"special_in_borough": {"1999": 5}}})"},
      {"a field twice", R"({"seed": 1, "seed": 2})"},
      {"an assumption twice", R"({"assumptions": {"request.local_level": 1, "request.local_level": 1}})"},
      {"fewer places than others use", R"({"places": {"special_in_borough": {"2019": 89}}})"},
      {"places below none", R"({"places": {"special_in_borough": {"2019": -5}}})"},
      {"too many places", R"({"places": {"special_in_borough": {"2019": 1e9}}})"},
      {"too many replicates", R"({"replicates": 501})"},
      {"replicates below none", R"({"replicates": -1})"},
      {"half a replicate", R"({"replicates": 1.5})"},
      {"a seed that is none", R"({"seed": "x"})"}};
  for (const auto& c : cases) {
    const auto answer = visitor.post("/api/run", c.body);
    INFO(c.what << ": " << answer.body);
    CHECK(answer.status == 422);
    CHECK(answer.body.find('<') == std::string::npos);
  }
  const struct {
    const char *path, *body, *words;
  } unknown[] = {
      {"/api/run", R"({"replicate": 64})", "did you mean 'replicates'?"},
      {"/api/run", R"({"sede": 2, "plaecs": {}})", "'sede': no such field; did you mean 'seed'?"},
      {"/api/run", R"({"sede": 2, "plaecs": {}})", "'plaecs': no such field; did you mean 'places'?"},
      {"/api/run", R"({"<b>": 1})", "'?b?': no such field; there are name, seed,"},
      {"/api/run", R"({"interventions": {"brokerag": true}})", "did you mean 'brokerage'?"},
      {"/api/open", R"({"aera": "short/plan"})", "did you mean 'area'?"},
      {"/api/open", R"({"area": "short/plan", "seed": 1})", "'seed': no such field"},
      {"/api/cancel", R"({"now": true})", "'now': no such field; none is taken"},
      {"/api/pin", R"({"name": "x"})", "'name': no such field"},
      {"/api/unpin", R"({"name": "x"})", "'name': no such field"},
      {"/api/files", R"({"report": false})", "'report': no such field"}};
  for (const auto& u : unknown) {
    const auto answer = visitor.post(u.path, u.body);
    INFO(u.path << ' ' << u.body << ": " << answer.body);
    CHECK(answer.status == 422);
    CHECK_THAT(Json::parse(answer.body)["error"].get<std::string>(), Catch::Matchers::Contains(u.words));
  }
  CHECK(visitor.post("/api/cancel", "now").status == 400);
  CHECK(visitor.post("/api/open", R"({"area": "x", "area": "short/plan"})").status == 422);
  const auto least = visitor.run({{"replicates", 64}, {"places", {{"special_in_borough", {{"2019", 90}}}}}});
  CHECK(least["phase"] == "done");  // the least that the field offers can be run
  for (const auto& p : visitor.json("/api/choices")["places"])
    if (p["id"] == "special_in_borough")
      for (const auto& x : p["least"]) CHECK(x == 90);
  CHECK(visitor.run({{"replicates", 64}})["phase"] == "done");
  CHECK(visitor.json("/api/figures")["scenario"] == "short");
  int turned_away = 0;
  for (int i = 0; i < 60; ++i) turned_away += visitor.post("/api/run", R"({"replicates": 64})").status == 429;
  CHECK(turned_away > 10);
  CHECK(visitor.ended()["phase"] == "done");
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // A file that has changed since is read again, and its faults are said as everywhere.
  const auto was = contents(area);
  folder.write("areas/short/plan.toml", was + "years = 99\n");
  const auto failed = visitor.run({{"replicates", 64}});
  CHECK(failed["phase"] == "failed");
  CHECK(failed["message"].get<std::string>().find("plan.toml:") != std::string::npos);
  folder.write("areas/short/plan.toml", was);
  CHECK(visitor.run({{"replicates", 64}})["phase"] == "done");
}

TEST_CASE("Two browsers at once, cancelling, and coming back") {
  const Folder folder;
  short_area(folder);
  Served served({"--areas", (folder / "areas").string(), "--max-replicates", "100000"}, folder.path());
  Visitor a(served), b(served);
  CHECK(a.open("short/plan")["phase"] == "done");
  CHECK(b.open("short/plan")["phase"] == "done");
  a.post("/api/run", R"({"replicates": 100000, "seed": 3})");
  b.post("/api/run", R"({"replicates": 64, "seed": 4})");
  Json state;
  for (int i = 0; i < 500 && !(state = a.json("/api/state"))["done"].is_number(); ++i) {
  }
  CHECK(b.json("/api/state")["phase"] == "waiting");
  CHECK(b.json("/api/state")["ahead"] == 1);
  for (int i = 0; i < 1000; ++i) {  // the first picture, long before the end
    state = a.json("/api/state");
    if (state["version"] == 2) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(a.get("/").status == 200);  // loading the page again loses nothing
  const auto preview = a.json("/api/figures");
  CHECK(preview["of"] == 100000);
  CHECK(preview["replicates"].get<int>() < 100000);
  CHECK(a.post("/api/pin", "{}").status == 409);
  CHECK(Json::parse(a.json("/api/state")["form"].get<std::string>())["seed"] == 3);
  a.post("/api/cancel", "{}");
  CHECK(a.ended()["phase"] == "stopped");
  CHECK(b.ended()["phase"] == "done");
  CHECK(b.json("/api/figures")["seed"] == 4);
  CHECK(a.json("/api/figures")["seed"] == 3);
  a.post("/api/run", R"({"replicates": 100000, "seed": 5})");  // ended with the server
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto began = std::chrono::steady_clock::now();
  CHECK(served.end(SIGINT) == 0);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
  CHECK(Folder::names(folder.path()) == "areas ");  // nothing is left
}

TEST_CASE("A run that takes too long is ended") {
  const Folder folder;
  short_area(folder);
  Served served({"--areas", (folder / "areas").string(), "--max-replicates", "100000", "--max-seconds", "4"},
                folder.path());
  Visitor visitor(served);
  REQUIRE(visitor.open("short/plan")["phase"] == "done");
  CHECK(visitor.run({{"replicates", 100000}})["phase"] == "out_of_time");
  CHECK(visitor.json("/api/figures")["replicates"].get<int>() > 0);  // what there is stays
}

TEST_CASE("What serve refuses to start with") {
  const Folder folder;
  short_area(folder);
  const auto areas = " --areas " + (folder / "areas").string();
  const struct {
    const char *arguments, *words;
  } cases[] = {{"--address 0.0.0.0 --token 0123456789abcdef", "--name"},
               {"--address 192.0.2.1", "--token is needed"},
               {"--address 192.0.2.1 --token 0123456789abcdef", "cannot be listened to"},
               {"--address example.org --token 0123456789abcdef", "number of an address"},
               {"--token short", "16 to 200"},
               {"--port 99999", "--port 99999: write a whole number from 0 to 65535"},
               {"--max-replicates x", "--max-replicates x"},
               {"--name 'A B'", "--name A B"}};
  for (const auto& c : cases) {
    const auto result = sendcast("serve" + areas + " " + c.arguments, "timeout 60");
    INFO(c.arguments << ": " << result.err);
    CHECK(result.code == 2);
    CHECK(result.err.find(c.words) != std::string::npos);
  }
  const auto several = sendcast("serve" + areas + " --address 0.0.0.0 --port x --max-waiting 0",
                                "timeout 60 env -u SENDCAST_TOKEN");
  CHECK(several.code == 2);
  for (const auto* words :
       {"4 faults", "--token is needed", "say with --name", "--port x", "--max-waiting 0"})
    CHECK_THAT(several.err, Catch::Matchers::Contains(words));
  CHECK(sendcast("serve --areas " + (folder / "none").string()).code == 2);
  const auto faulty = folder.write("faulty.toml", "years = \"x\"\n");
  const auto result = sendcast("serve" + areas + " " + faulty.string());
  CHECK(result.code == 2);
  CHECK(result.err.find("fault") != std::string::npos);
  Served served({"--areas", (folder / "areas").string()}, folder.path());
  const auto taken = sendcast("serve" + areas + " --port " + std::to_string(served.port));
  CHECK(taken.code == 2);
  CHECK(taken.err.find("--port chooses another") != std::string::npos);
}
