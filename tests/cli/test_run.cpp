// `sendcast run` on the shipped configurations: files, their bytes, and what is printed.

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "sim/store_reader.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

nlohmann::json manifest_without_execution(const fs::path& folder) {
  auto json = nlohmann::json::parse(contents(folder / "manifest.json"));
  json.erase("execution");
  return json;
}

void check_same(const fs::path& a, const fs::path& b) {
  for (const auto* file : {"summary.csv", "assumptions.csv", "run.sqlite"}) {
    INFO(file);
    CHECK((contents(a / file) == contents(b / file)));
  }
  CHECK(manifest_without_execution(a) == manifest_without_execution(b));
}

/// The cells of a line of summary.csv: period, metric, category, unit, n, mean, ... in columns 3, 4, 6, 7,
/// 8, 9.
std::vector<std::string> line_of(const fs::path& folder, const std::string& metric, const std::string& period,
                                 const std::string& category = "total") {
  std::istringstream lines(contents(folder / "summary.csv"));
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream words(line + ',');
    for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
    if (cells[3] == period && cells[4] == metric && cells[6] == category) return cells;
  }
  throw std::runtime_error("no such line: " + metric + " " + period);
}
double mean_of(const fs::path& folder, const std::string& metric, const std::string& period) {
  return std::stod(line_of(folder, metric, period)[9]);
}

}  // namespace

TEST_CASE("A run writes its four files, and a summary that fits 80 columns") {
  const Folder folder;
  const auto out = folder / "deep/er/out";
  const auto result = sendcast("run " + kingston() + " -n 70 -o " + out.string());
  CHECK(result.code == 0);
  CHECK(result.err.empty());
  CHECK(Folder::names(out) == "assumptions.csv manifest.json run.sqlite summary.csv ");
  CHECK(Folder::names(out.parent_path()) == "out ");
  for (const auto* word : {"Kingston upon Thames, do-nothing", "70 replicates", "2018-19",
                           "Cumulative deficit", "Target", "Outturn", "Monte Carlo error", "run.sqlite"})
    CHECK(result.out.find(word) != std::string::npos);
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find(out.string()) == std::string::npos) CHECK(app::display_width(line) <= 80);
  CHECK(result.out.find('\x1b') == std::string::npos);

  const auto again = sendcast("run " + kingston() + " -n 5 --quiet -o " + out.string());
  CHECK(again.code == 0);
  CHECK(again.out.empty());
  CHECK(again.err.empty());
  CHECK(mean_of(out, "ehcp_stock", "2019") > 1000);
}

TEST_CASE("Ratios have a unit of their own, and only the replicates that have a base") {
  const Folder folder;
  const auto out = folder / "out";
  REQUIRE(sendcast("run " + kingston() + " -n 70 --quiet -o " + out.string()).code == 0);
  const auto rare = line_of(out, "unit_cost", "2018-19", "alternative_provision");
  CHECK(rare[7] == "pounds");
  CHECK(std::stoi(rare[8]) < 70);  // in some replicates nobody is there
  CHECK(std::stoi(rare[8]) > 35);
  CHECK(std::stod(rare[12]) > 1000);  // P10 is what somebody there costs
  const auto babies = line_of(out, "independent_share", "2019", "0");
  CHECK(babies[8] == "0");
  for (std::size_t c = 9; c < 24; ++c) CHECK(babies[c].empty());
  CHECK(line_of(out, "ehcp_per_1000_0_25", "2019")[7] == "per_1000");
  CHECK(line_of(out, "independent_share", "2019")[7] == "share");
  CHECK(line_of(out, "independent_share", "2019")[8] == "70");
}

TEST_CASE("A shorter run leaves out the targets and outturns of later years, and says so") {
  const Folder folder;
  const auto result = sendcast("run " + kingston() + " --set years=2 -n 16 -o " + (folder / "out").string());
  CHECK(result.code == 0);
  CHECK(result.err.empty());
  CHECK(result.out.find("11 targets outside this run left out: ") != std::string::npos);
  CHECK(result.out.find("Plans at most 1,165 (2018/19)") != std::string::npos);
  CHECK(result.out.find("Plans at most 1,315 (2021/22)") == std::string::npos);
  const auto checked = sendcast("check " + kingston() + " --set years=2");
  CHECK(checked.code == 0);
  CHECK(checked.out.find("  note: 11 targets outside this run left out: ") != std::string::npos);
}

TEST_CASE("Every shipped area runs for two years") {
  const Folder folder;
  std::size_t areas = 0;
  for (const auto& entry : fs::recursive_directory_iterator(shipped("areas"))) {
    // area.toml is what the other files of its folder extend.
    if (entry.path().extension() != ".toml" || entry.path().filename() == "area.toml") continue;
    INFO(entry.path());
    ++areas;
    const auto result = sendcast("run '" + entry.path().string() + "' --set years=2 -n 16 -q -o " +
                                 (folder / std::to_string(areas)).string());
    CHECK(result.code == 0);
    CHECK(result.err.empty());
  }
  CHECK(areas >= 7);
}

TEST_CASE("Thirty years of a large area fit 80 columns") {
  const Folder folder;
  const auto result =
      sendcast("run " + shipped("areas/worcestershire/january-2020.toml") + " --set years=30 -n 4 -o out",
               "cd " + folder.path().string() + " &&");
  REQUIRE(result.code == 0);
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(app::display_width(line) <= 80);
  }
}

TEST_CASE("One replicate is one, and a scenario that changes nothing changes no parameter") {
  const Folder folder;
  const auto still = folder.write("still.toml", "name = \"still\"\n").string();
  const auto result =
      sendcast("run " + shipped("areas/kingston/plan-2018.toml") + " --set years=3 --scenario " + still +
               " -n 1 -o " + (folder / "out").string());
  INFO(result.out);
  REQUIRE(result.code == 0);
  CHECK(result.out.find("still changes no parameter.") != std::string::npos);
  CHECK(result.out.find("in the first replicate") != std::string::npos);
  CHECK(result.out.find("1 replicates") == std::string::npos);
}

TEST_CASE("A line off which more is saved than is on it is spoken of") {
  const Folder folder;
  const auto noted = [&](const std::string& amount) {
    const auto file = folder.write(
        "saving.toml", "[saving.big]\nline = \"other_high_needs\"\namount = { 2018 = 0, 2019 = " + amount +
                           ", 2020 = 0 }\n");
    const auto result = sendcast("run " + kingston() + " --set years=3 --scenario " + file.string() +
                                 " -n 16 --json -o " + (folder / "out").string());
    INFO(result.err);
    REQUIRE(result.code == 0);
    return result.out.find(
               "savings take more off the line other_high_needs than is on it in 2019-20 (in 100.0 % of "
               "replicates)") != std::string::npos;
  };
  CHECK(noted("900000000"));
  CHECK_FALSE(noted("1000"));
}

TEST_CASE("No line of any shipped area's summary is wider than 80 columns") {
  const Folder folder;
  for (const auto& entry : fs::recursive_directory_iterator(shipped("areas"))) {
    if (entry.path().extension() != ".toml" || entry.path().filename() == "area.toml") continue;
    INFO(entry.path());
    const auto result =
        sendcast("run '" + entry.path().string() + "' -n 20", "cd " + folder.path().string() + " &&");
    REQUIRE(result.code == 0);
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(app::display_width(line) <= 80);
    }
  }
}

TEST_CASE("What moved before the first day of a run is no nought of it") {
  const Folder folder;
  const auto out = folder / "out";
  REQUIRE(sendcast("run " + kingston() + " --set years=2 -n 4 -q -o " + out.string()).code == 0);
  for (const auto* metric : {"phase_transfers", "phase_transfers_named"}) {
    CHECK_THROWS(line_of(out, metric, "2018"));
    CHECK(mean_of(out, metric, "2019") > 50);
  }
  CHECK_THROWS(line_of(out, "year_7_from_mainstream", "2018", "mainstream"));
  CHECK(std::stod(line_of(out, "year_7_from_mainstream", "2019", "mainstream")[9]) > 5);
  CHECK(line_of(out, "place_shortfall", "2018", "state_special")[9] == "0");
}

TEST_CASE("Children who cost more than was published are spoken of") {
  const Folder folder;
  const std::string run = "run " + kingston() + " --set years=2 -n 8 -o " + (folder / "out").string();
  CHECK(sendcast(run).out.find("unexplained_base is negative") == std::string::npos);
  const auto low = sendcast(run + " --set money.base_spend=1000000");
  CHECK(low.code == 0);
  CHECK(low.out.find("more in 2018-19 than") != std::string::npos);
}

TEST_CASE("The manifest's command repeats the run") {
  const Folder folder;
  const auto scenario = folder.write("a scenario.toml", "name = \"more\"\n[request]\ntrend = 0.12\n");
  CHECK(sendcast("run " + kingston() + " --scenario '" + scenario.string() +
                 "' --set cease.local_level=1.1 --set 'review.on_time = 0.5' -n 20 --seed 7 --design mc -o " +
                 (folder / "a").string())
            .code == 0);
  std::string command = nlohmann::json::parse(contents(folder / "a/manifest.json")).at("command");
  CHECK(command.rfind("sendcast run ", 0) == 0);
  CHECK(sendcast(command.substr(9) + " -o " + (folder / "b").string()).code == 0);
  check_same(folder / "a", folder / "b");
}

TEST_CASE("Results do not depend on threads or on the instructions used") {
  const Folder folder;
  const std::string run = "run " + kingston() + " -n 130 --quiet -o ";
  REQUIRE(sendcast(run + (folder / "1").string() + " -j 1").code == 0);
  for (const std::string threads : {"2", "3"}) {
    REQUIRE(sendcast(run + (folder / threads).string() + " -j " + threads).code == 0);
    check_same(folder / "1", folder / threads);
  }
  for (const std::string simd : {"scalar", "avx2", "avx512"}) {
    REQUIRE(sendcast(run + (folder / simd).string(), "SENDCAST_SIMD=" + simd).code == 0);
    check_same(folder / "1", folder / simd);
  }
}

TEST_CASE("A longer run begins with the shorter one") {
  const Folder folder;
  REQUIRE(sendcast("run " + kingston() + " -n 100 --quiet -o " + (folder / "short").string()).code == 0);
  REQUIRE(sendcast("run " + kingston() + " -n 200 --quiet -o " + (folder / "long").string()).code == 0);
  const sim::StoreReader shorter(folder / "short/run.sqlite"), longer(folder / "long/run.sqlite");
  REQUIRE(shorter.layout() == longer.layout());
  for (std::uint32_t c = 0; c < shorter.layout().columns(); ++c) {
    const auto a = shorter.column(c), b = longer.column(c);
    REQUIRE(std::equal(a.begin(), a.end(), b.begin()));
  }
  for (std::uint32_t d = 0; d < shorter.assumptions().size(); ++d) {
    const auto a = shorter.draws(d), b = longer.draws(d);
    REQUIRE(std::equal(a.begin(), a.end(), b.begin()));
  }
}

TEST_CASE("Layers leave the ordinary run as it is") {
  const Folder folder;
  REQUIRE(sendcast("run " + kingston() + " -n 64 --quiet -o " + (folder / "plain").string()).code == 0);
  const auto layered = sendcast("run " + kingston() + " -n 64 --layers -o " + (folder / "layers").string());
  REQUIRE(layered.code == 0);
  CHECK(layered.out.find("Share of variance") != std::string::npos);
  CHECK((contents(folder / "plain/summary.csv") == contents(folder / "layers/summary.csv")));
}

TEST_CASE("A scenario changes only what it should") {
  const Folder folder;
  const auto dearer =
      folder.write("dearer.toml", "name = \"dearer\"\n[placement.inmss_day]\nunit_cost = 60000\n");
  REQUIRE(sendcast("run " + kingston() + " -n 30 --quiet -o " + (folder / "plain").string()).code == 0);
  REQUIRE(sendcast("run " + kingston() + " -n 30 --quiet --scenario " + dearer.string() + " -o " +
                   (folder / "dearer").string())
              .code == 0);
  const sim::StoreReader a(folder / "plain/run.sqlite"), b(folder / "dearer/run.sqlite");
  CHECK(b.info().scenario == "do-nothing + dearer");
  REQUIRE(a.layout() == b.layout());
  const auto owner = a.layout().series_of_columns();
  std::size_t changed = 0;
  for (std::uint32_t c = 0; c < a.layout().columns(); ++c) {
    const auto& metric = a.layout().metric_of(owner[c]);
    if (a.column(c) == b.column(c)) continue;
    ++changed;
    INFO(metric.name);
    CHECK(metric.unit == sim::Unit::pence);
  }
  CHECK(changed > 0);
  // Draws of every other assumption are the same.
  for (std::uint32_t i = 0; i < a.assumptions().size(); ++i) {
    for (std::uint32_t j = 0; j < b.assumptions().size(); ++j)
      if (a.assumptions()[i].name == b.assumptions()[j].name) CHECK(a.draws(i) == b.draws(j));
  }
  CHECK(a.assumptions().size() == b.assumptions().size() + 1);
}

TEST_CASE("Published ledgers come out to the pound") {
  const Folder folder;
  struct Ledger {
    std::string config;
    std::vector<std::string> years;
    std::vector<double> in_year, cumulative;
  };
  const Ledger ledgers[] = {{"areas/kingston/published-ledger.toml",
                             {"2018-19", "2019-20", "2020-21", "2021-22"},
                             {2254390, 4418280, 1914800, -227300},
                             {12944390, 17362670, 19277470, 19050170}},
                            {"areas/richmond/published-ledger.toml",
                             {"2017-18", "2018-19", "2019-20"},
                             {2200000, 3000000, 3900000},
                             {8000000, 11000000, 14900000}}};
  int n = 0;
  CHECK(sendcast("run " + shipped(ledgers[0].config) + " -n 1 -o " + (folder / "signs").string())
            .out.find("2021-22: in-year position -£227,300, cumulative") != std::string::npos);
  for (const auto& ledger : ledgers) {
    INFO(ledger.config);
    const auto out = folder / std::to_string(++n);
    const auto result = sendcast("run " + shipped(ledger.config) + " -n 1 -o " + out.string());
    INFO(result.err);
    REQUIRE(result.code == 0);
    CHECK(result.out.find("too few to state Monte Carlo errors") != std::string::npos);
    // Nothing simulated stands beside what was published, or is divided by it.
    for (const auto* metric : {"independent_spend_share", "ehcp_stock", "unit_cost", "unexplained_base"})
      CHECK(contents(out / "summary.csv").find(std::string(",") + metric + ",total,") == std::string::npos);
    CHECK(result.out.find("Unexpl.") == std::string::npos);
    for (std::size_t y = 0; y < ledger.years.size(); ++y) {
      CHECK(mean_of(out, "in_year_position", ledger.years[y]) == ledger.in_year[y]);
      CHECK(mean_of(out, "cumulative_deficit", ledger.years[y]) == ledger.cumulative[y]);
    }
  }
}

TEST_CASE("A headline store prints the same headlines") {
  const Folder folder;
  const auto json = [&](const std::string& mode) {
    const auto result =
        sendcast("run " + kingston() + " -n 64 --json --store " + mode + " -o " + (folder / mode).string());
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    return nlohmann::json::parse(result.out);
  };
  const auto full = json("full"), headline = json("headline");
  CHECK(full.at("january") == headline.at("january"));
  CHECK(full.at("financial_year") == headline.at("financial_year"));
  CHECK(full.at("replicates") == 64);
  CHECK(full.at("outturns").size() == 6);
}

TEST_CASE("One replicate alone has the figures that it has in the run") {
  const Folder folder;
  REQUIRE(sendcast("run " + kingston() + " -n 10 --seed 5 --layers --quiet -o " + (folder / "run").string())
              .code == 0);
  const sim::StoreReader store(folder / "run/run.sqlite");
  const auto series = store.layout().find_series("ehcp_stock", "total", "total", "Kingston upon Thames");
  REQUIRE(series);
  for (const unsigned member : {0u, 2u}) {
    const auto alone = sendcast("run " + kingston() + " -n 10 --seed 5 --replicate 7 --json --member " +
                                std::to_string(member));
    REQUIRE(alone.code == 0);
    CHECK(nlohmann::json::parse(alone.out).at("figures").at("ehcp_stock").at("2025") ==
          store.values(*series, 6, member)[7]);
  }
  CHECK(sendcast("run " + kingston() + " --replicate 3").out.find("replicate 3 of seed 1 alone") !=
        std::string::npos);
}

TEST_CASE("Expected values write nothing unless asked") {
  const Folder folder;
  const auto preview = sendcast("run " + kingston() + " --expected", "cd " + folder.path().string() + " &&");
  CHECK(preview.code == 0);
  CHECK(preview.out.find("exact only where no place") != std::string::npos);
  CHECK(Folder::names(folder.path()).empty());
  CHECK(sendcast("run " + kingston() + " --expected --quiet -o " + (folder / "e").string()).code == 0);
  CHECK(Folder::names(folder / "e") == "expected.csv manifest.json ");
}

TEST_CASE("An interrupted run leaves nothing and ends with 130") {
  const Folder folder;
  // While it prepares, and while it simulates.
  for (const std::string when : {"-s TERM 0.15", "-s INT 2"}) {
    const auto result = sendcast("run " + kingston() + " -n 1000000 -o " + (folder / "out").string(),
                                 "timeout --preserve-status " + when);
    CHECK(result.code == 130);
    CHECK(result.err == "interrupted: nothing was written\n");
    CHECK(Folder::names(folder.path()).empty());
  }
}

TEST_CASE("Pipes get neither colours nor progress; a full device is an error") {
  const Folder folder;
  const std::string run = "run " + kingston() + " -n 3 -o " + (folder / "out").string();
  const auto piped = sendcast(run + " | cat", "TERM=xterm");
  CHECK(piped.out.find('\x1b') == std::string::npos);
  CHECK(piped.err.empty());
  // `script` gives the program a terminal.
  if (std::system("command -v script >/dev/null") == 0) {
    const auto on_terminal = [&](const std::string& environment) {
      std::system((environment + " script -qec \"'" SENDCAST_PROGRAM "' " + run + "\" '" +
                   (folder / "typescript").string() + "' >/dev/null 2>&1 </dev/null")
                      .c_str());
      return contents(folder / "typescript");
    };
    CHECK(on_terminal("TERM=xterm NO_COLOR=").find("\x1b[1m") != std::string::npos);
    CHECK(on_terminal("TERM=dumb NO_COLOR=").find('\x1b') == std::string::npos);
    CHECK(on_terminal("TERM=xterm NO_COLOR=1").find("\x1b[1m") == std::string::npos);
  }
  // A limit on the size of files is one more error of writing, after which nothing is left behind.
  const auto limited =
      sendcast("run " + kingston() + " -n 20 -q -o " + (folder / "limited").string(), "ulimit -f 200;");
  CHECK(limited.code == 2);
  CHECK(limited.err.find("sendcast: ") == 0);
  CHECK(Folder::names(folder.path()).find("limited") == std::string::npos);
  const std::string full = std::string("'") + SENDCAST_PROGRAM + "' describe metrics >/dev/full 2>/dev/null";
  const int status = std::system(full.c_str());
  CHECK(WEXITSTATUS(status) == 2);
}
