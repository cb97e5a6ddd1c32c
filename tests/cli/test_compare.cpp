// `sendcast compare` on the shipped configurations: what it writes, what it refuses, and that pairs are
// pairs.

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

const std::string places = shipped("scenarios/kingston-planned-places.toml");

/// Kingston for two years.
fs::path two_years(const Folder& folder, const std::string& name = "short.toml",
                   const std::string& more = "") {
  return folder.write(name, "extends = [\"" + kingston() + "\"]\nyears = 2\n" + more);
}

std::vector<std::vector<std::string>> cells_of(const fs::path& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(contents(csv));
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::istringstream words(line + ',');
    for (std::string cell; std::getline(words, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

}  // namespace

TEST_CASE("A comparison writes its files, and a summary that fits 80 columns") {
  const Folder folder;
  const auto result =
      sendcast("compare " + kingston() + " +" + places + " -n 64 -o " + (folder / "out").string());
  CHECK(result.code == 0);
  CHECK(result.err.empty());
  CHECK(Folder::names(folder / "out") == "a b break_even.csv comparison.csv manifest.json savings.csv ");
  CHECK(Folder::names(folder / "out/b") == "assumptions.csv manifest.json run.sqlite summary.csv ");
  CHECK(Folder::names(folder.path()) == "out ");
  for (const auto* words :
       {"A  do-nothing\n", "B  do-nothing + planned-places\n", "B differs from A in 2 parameters",
        "provision.resourced_in_borough.places: 2018: 228 -> 2019: 266, 2020: 304", "Independent share, %",
        "P(B lower), %", "Cumulative deficit, £ million", "Pairing", "Discounted at 3.5 %",
        "Plans at most 1,165 (2018/19)", "comparison.csv"})
    CHECK(result.out.find(words) != std::string::npos);
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find(folder.path().string()) == std::string::npos) CHECK(app::display_width(line) <= 80);
  const auto manifest = nlohmann::json::parse(contents(folder / "out/manifest.json"));
  CHECK(manifest.at("compared").at(1).at("folder") == "b");
  CHECK(manifest.at("compared").at(0).at("config_digest") ==
        nlohmann::json::parse(contents(folder / "out/a/manifest.json")).at("config_digest"));
  // The reference is the run that it would be alone.
  REQUIRE(sendcast("run " + kingston() + " -n 64 -q -o " + (folder / "alone").string()).code == 0);
  CHECK((contents(folder / "alone/run.sqlite") == contents(folder / "out/a/run.sqlite")));
  // Another comparison takes its place, but not that of a file that nobody here wrote.
  CHECK(sendcast("compare " + kingston() + " +" + places + " -n 4 -q -o " + (folder / "out").string()).code ==
        0);
  folder.write("out/b/notes.txt", "mine");
  const auto kept =
      sendcast("compare " + kingston() + " +" + places + " -n 4 -q -o " + (folder / "out").string());
  CHECK(kept.code == 2);
  CHECK(fs::exists(folder / "out/b/notes.txt"));
}

TEST_CASE("A configuration compared with itself differs by nothing at all") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const auto result = sendcast("compare " + config + " " + config + " -n 64 -o " + (folder / "out").string());
  REQUIRE(result.code == 0);
  CHECK(result.out.find("No parameter of B differs from A.") != std::string::npos);
  const auto rows = cells_of(folder / "out/comparison.csv");
  REQUIRE(rows.size() > 500);
  REQUIRE(rows[0][12] == "mean_difference");
  REQUIRE(rows[0][21] == "p_lower");
  for (std::size_t r = 1; r < rows.size(); ++r) {
    const auto& row = rows[r];
    if (row[9] == "0") continue;  // a ratio to nothing
    REQUIRE(row[10] == row[11]);
    for (std::size_t c = 12; c < 27; ++c) {
      const bool needs_more = row[c].empty() && (row[9] != "64");  // sd of one, errors of few
      const double expected = c == 22 ? 1 : 0;                     // p_equal
      if (!needs_more) REQUIRE(std::stod(row[c]) == expected);
    }
  }
  CHECK(rows[1][0] == "do-nothing");
  CHECK(rows[1][1] == "do-nothing (B)");
}

TEST_CASE("A comparison has the same bytes on any number of threads") {
  const Folder folder;
  const auto command = "compare " + two_years(folder).string() + " +" + places + " -n 130 -q -o ";
  REQUIRE(sendcast(command + (folder / "1").string() + " -j 1").code == 0);
  REQUIRE(sendcast(command + (folder / "3").string() + " -j 3").code == 0);
  CHECK((contents(folder / "1/comparison.csv") == contents(folder / "3/comparison.csv")));
  CHECK((contents(folder / "1/b/run.sqlite") == contents(folder / "3/b/run.sqlite")));
}

TEST_CASE("Finished runs are compared without simulating them again") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const std::string a = (folder / "a").string(), b = (folder / "b").string();
  REQUIRE(sendcast("run " + config + " -n 70 --seed 9 -q -o " + a).code == 0);
  REQUIRE(sendcast("run " + config + " --scenario " + places + " -n 70 --seed 9 -q -o " + b).code == 0);
  REQUIRE(sendcast("compare " + a + " " + b + " -q -o " + (folder / "stored").string()).code == 0);
  CHECK(Folder::names(folder / "stored") == "break_even.csv comparison.csv manifest.json savings.csv ");
  // A configuration takes the seed and the number of replicates of the run that it is set against.
  const auto mixed =
      sendcast("compare " + a + " " + config + "+" + places + " --json -o " + (folder / "mixed").string());
  REQUIRE(mixed.code == 0);
  CHECK((contents(folder / "stored/comparison.csv") == contents(folder / "mixed/comparison.csv")));
  const auto json = nlohmann::json::parse(mixed.out);
  CHECK(json.at("seed") == 9);
  const auto& pair = json.at("alternatives").at(0);
  CHECK(pair.at("changes").size() == 2);
  CHECK(pair.at("metrics").at("ehcp_stock").at("periods").at("2020").at("n") == 70);
  CHECK(pair.at("break_even").at("discount") == 0.035);
  CHECK(!pair.at("targets").empty());
}

TEST_CASE("Several alternatives, each against the first") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const auto fewer = folder.write("fewer.toml", "name = \"fewer\"\n[request]\ntrend = 0.0\n").string();
  const auto result = sendcast("compare " + config + " +" + places + " +" + fewer + " +" + places + "+" +
                               fewer + " -n 16 --discount 0 -o " + (folder / "out").string());
  REQUIRE(result.code == 0);
  CHECK(result.out.find("D  do-nothing + planned-places + fewer") != std::string::npos);
  CHECK(result.out.find("C against A: do-nothing + fewer") != std::string::npos);
  CHECK(result.out.find("Discounted at 0 %") != std::string::npos);
  CHECK(Folder::names(folder / "out") == "a b break_even.csv c comparison.csv d manifest.json savings.csv ");
}

TEST_CASE("Layers of the difference") {
  const Folder folder;
  const auto result = sendcast("compare " + two_years(folder).string() + " +" + places +
                               " -n 64 --layers -o " + (folder / "out").string());
  REQUIRE(result.code == 0);
  CHECK(result.out.find("Share of variance, %") != std::string::npos);
}

TEST_CASE("Runs that are no pairs are refused before anything is simulated") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const std::string a = (folder / "a").string();
  REQUIRE(sendcast("run " + config + " -n 16 -q -o " + a).code == 0);
  const auto refused = [&](const std::string& arguments, const std::string& why) {
    const auto result = sendcast("compare " + arguments + " -o " + (folder / "out").string());
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    INFO(result.err);
    CHECK(without_folds(result.err).find(why) != std::string::npos);
    CHECK(!fs::exists(folder / "out"));
  };
  refused(a + " " + config + " --seed 2", "cannot be compared in pairs (their seeds differ: 1 and 2)");
  refused(a + " " + config + " -n 20", "(their numbers of replicates differ: 16 and 20)");
  refused(a + " " + config + " --design mc", "(their designs differ: sobol and mc)");
  refused(config + " " + shipped("areas/richmond/january-2021.toml"),
          "(their areas differ: Kingston upon Thames and Richmond upon Thames)");
  refused(config + " " + two_years(folder, "later.toml", "start = 2019-01-01\n").string(),
          "(their first terms differ: 2018-autumn and 2019-spring)");
  refused(config, "name two or more");
  refused(a + " +" + places, "is a finished run; name the configuration");
  refused(a + " " + config + " --set years=1", "is a finished run, which --scenario and --set cannot change");
  refused("+" + places + " " + config, "cannot begin with '+'");
  refused(config + " " + folder.path().string(), "holds no finished run");
  refused(config + " +no-such.toml", "no-such.toml");
  refused(config + " " + config + " --discount -1", "--discount -1: write per cent");
}

TEST_CASE("A finished run is not replaced by what compares it") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const std::string a = (folder / "x/a").string();
  REQUIRE(sendcast("run " + config + " -n 16 -q -o " + a).code == 0);
  for (const std::string out : {"x/a", "x"}) {
    const auto result = sendcast("compare " + a + " " + config + " -q -o " + (folder / out).string() + "/");
    CHECK(result.code == 2);
    CHECK(result.err.find("would replace") != std::string::npos);
  }
  CHECK(fs::exists(a + "/run.sqlite"));
}

TEST_CASE("A finished run is not replaced by a comparison, nor a comparison by a run") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const std::string done = (folder / "done").string(), both = (folder / "both").string();
  REQUIRE(sendcast("run " + config + " -n 4 -q -o " + done).code == 0);
  REQUIRE(sendcast("compare " + config + " " + config + " -n 4 -q -o " + both).code == 0);
  const auto over = sendcast("compare " + config + " " + config + " -n 4 -q -o " + done);
  CHECK(over.code == 2);
  CHECK(over.err.find("is not overwritten by `sendcast compare` (it holds what `sendcast run` wrote)") !=
        std::string::npos);
  CHECK(fs::exists(done + "/run.sqlite"));
  const auto under = sendcast("run " + config + " -n 4 -q -o " + both);
  CHECK(under.code == 2);
  CHECK(under.err.find("it holds what `sendcast compare` wrote") != std::string::npos);
  CHECK(fs::exists(both + "/comparison.csv"));
}

TEST_CASE("Comparisons and bridges of runs that have one name go into folders of their own") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const std::string here = "cd '" + folder.path().string() + "' &&";
  for (const std::string out : {"one", "two"})
    REQUIRE(sendcast("compare " + config + " +" + places + " -n 4 -q --seed " +
                     std::to_string(out.size() + (out == "two")) + " -o " + (folder / out).string())
                .code == 0);
  for (const std::string of : {"one", "two"}) {
    CHECK(sendcast("compare " + of + "/a " + of + "/b -q", here).code == 0);
    CHECK(sendcast("bridge " + of + "/a " + of + "/b -q", here).code == 0);
  }
  CHECK(sendcast("bridge one/a one/b -q --to 2018-19 --of spend", here).code == 0);
  CHECK(
      Folder::names(folder / "out") ==
      "bridge-one-a-to-one-b bridge-one-a-to-one-b-until-2018-19-spend bridge-two-a-to-two-b one-a-vs-one-b "
      "two-a-vs-two-b ");
  // Two configurations of one name in folders of one name.
  for (const std::string above : {"x", "y"}) {
    fs::create_directories(folder / (above + "/area"));
    two_years(folder, above + "/area/plan.toml");
  }
  CHECK(sendcast("compare x/area/plan.toml y/area/plan.toml -n 4 -q", here).code == 0);
  CHECK(sendcast("compare y/area/plan.toml x/area/plan.toml -n 4 -q", here).code == 0);
  CHECK(std::distance(fs::directory_iterator(folder / "out"), {}) == 7);
}

TEST_CASE("Options that finished runs have no use for are spoken of") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const std::string a = (folder / "a").string();
  REQUIRE(sendcast("run " + config + " -n 16 -q -o " + a).code == 0);
  const auto compared = [&](const std::string& more) {
    return sendcast("compare " + a + " " + a + more + " -o " + (folder / "out").string()).out;
  };
  CHECK(compared(" -n 32 --layers").find("-n, --layers changes nothing") != std::string::npos);
  CHECK(compared(" -n 16").find("changes nothing") == std::string::npos);
}

TEST_CASE("A run says which parameter each of its scenarios changes") {
  const Folder folder;
  const auto fewer = folder.write("fewer.toml", "name = \"fewer\"\n[request]\ntrend = 0.01\n").string();
  const auto none = folder.write("none.toml", "name = \"none\"\n[request]\ntrend = 0.0\n").string();
  const auto result = sendcast("run " + two_years(folder).string() + " --scenario " + fewer + " --scenario " +
                               none + " -n 4 -o " + (folder / "out").string());
  REQUIRE(result.code == 0);
  CHECK(result.out.find("fewer changes 1 parameter:\n  request.trend: ") != std::string::npos);
  CHECK(result.out.find(" -> 0.01\n") != std::string::npos);
  CHECK(result.out.find("none changes 1 parameter:\n  request.trend: 0.01 -> 0\n") != std::string::npos);
}

TEST_CASE("A difference is divided among the interventions that make it") {
  const Folder folder;
  const auto base = two_years(folder).string();
  const auto acting = folder
                          .write("acting.toml",
                                 "interventions = [\"brokerage\", \"early-intervention-panel\"]\n"
                                 "[request]\nlocal_level = 0.9\n")
                          .string();
  const auto result = sendcast("compare " + base + " +" + acting + " -n 64 --attribute --json -o " +
                               (folder / "out").string());
  CHECK(result.err.empty());
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  const auto& attribution = json.at("alternatives").at(0).at("attribution");
  CHECK(attribution.at("exact") == true);
  CHECK(attribution.at("coalitions") == 4);
  std::size_t figures = 0;
  for (const auto& [metric, about] : attribution.at("metrics").items())
    for (const auto& [period, f] : about.at("periods").items()) {
      double sum = f.at("other").at("mean").get<double>();
      for (const auto& [action, parts] : f.at("actions").items())
        sum += parts.at("share").at("mean").get<double>();
      CHECK(sum == Approx(f.at("total").at("mean").get<double>()).epsilon(1e-9).margin(1e-7));
      ++figures;
    }
  CHECK(figures > 10);
  const auto& spend = attribution.at("metrics").at("hnb_spend").at("periods").at("2019-20");
  CHECK(spend.at("actions").at("brokerage").at("share").at("mean") != 0);
  CHECK(spend.at("other").at("mean") != 0);
  const auto& plans = attribution.at("metrics").at("ehcp_stock").at("periods").at("2020");
  CHECK(plans.at("actions").at("brokerage").at("share").at("mean") == 0);  // fees reach no plan
  CHECK(plans.at("actions").at("early-intervention-panel").at("share").at("mean") < 0);
  CHECK(contents(folder / "out/attribution.csv")
            .starts_with("scenario_a,scenario_b,area,period_type,period,metric,"));

  const auto again = sendcast("compare " + base + " +" + acting + " -n 64 -j 1 --attribute -o " +
                              (folder / "again").string());
  REQUIRE(again.code == 0);
  CHECK((contents(folder / "out/attribution.csv") == contents(folder / "again/attribution.csv")));
  CHECK(again.out.find("What each action adds to the cumulative deficit of 2019-20, £") != std::string::npos);
  CHECK(again.out.find("whatever else differs") != std::string::npos);
  std::istringstream lines(again.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find(folder.path().string()) == std::string::npos) CHECK(app::display_width(line) <= 80);
}

TEST_CASE("More than six actions are attributed from drawn orders") {
  const Folder folder;
  const auto base = two_years(folder).string();
  const auto result = sendcast("compare " + base + " +" + shipped("scenarios/kingston-plan-actions.toml") +
                               " -n 16 --attribute --orders 1 --json -o " + (folder / "out").string());
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  const auto& attribution = json.at("alternatives").at(0).at("attribution");
  CHECK(attribution.at("exact") == false);
  CHECK(attribution.at("coalitions") == 2 + 2 * 16);
  const auto& spend = attribution.at("metrics").at("hnb_spend").at("periods").at("2019-20");
  double sum = spend.at("other").at("mean").get<double>();
  for (const auto& [action, parts] : spend.at("actions").items())
    sum += parts.at("share").at("mean").get<double>();
  CHECK(sum == Approx(spend.at("total").at("mean").get<double>()).epsilon(1e-9));
}

TEST_CASE("Of several comparisons those are attributed that can be, and the others are named") {
  const Folder folder;
  const auto base = two_years(folder).string();
  const auto acting = folder.write("acting.toml", "interventions = [\"brokerage\"]\n").string();
  const auto result = sendcast("compare " + base + " +" + acting + " +" + places +
                               " -n 8 --attribute --json -o " + (folder / "out").string());
  INFO(result.err);
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("alternatives").at(0).at("attribution").is_object());
  CHECK(json.at("alternatives").at(1).at("attribution").is_null());
  CHECK(json.at("notes").dump().find("--attribute: +" + places + " has no intervention that") !=
        std::string::npos);
  CHECK(contents(folder / "out/attribution.csv").find("planned-places") == std::string::npos);
}

TEST_CASE("What is attributed where events happen adds up, to actions, and events are none of them") {
  const Folder folder;
  const auto base = two_years(folder).string();
  // What an event does to brokerage, and costs, with some probability.
  const auto spend = [&](const std::string& probability) {
    const auto acting = folder.write(
        "acting.toml",
        "interventions = [\"brokerage\", \"early-intervention-panel\"]\nrisks = [\"fails\"]\n"
        "[risk.fails]\ntitle = \"Fails\"\nsource = \"none\"\nreliability = \"red\"\n"
        "start = \"2018-autumn\"\nyearly_cost = 120000\nprobability = " +
            probability +
            "\n[risk.fails.act.a]\nparameter = \"intervention.brokerage.dose\"\nhow = \"scale\"\nby = 0\n");
    const auto result =
        sendcast("compare " + base + " +" + acting.string() +
                 " -n 64 --contributions 0 --attribute --json -o " + (folder / "out").string());
    INFO(result.err);
    REQUIRE(result.code == 0);
    const auto pair = nlohmann::json::parse(result.out).at("alternatives").at(0);
    return pair.at("attribution").at("metrics").at("hnb_spend").at("periods").at("2019-20");
  };
  const auto mean = [](const nlohmann::json& part) { return part.at("mean").get<double>(); };
  const auto half = spend("0.5"), never = spend("0"), always = spend("1");
  CHECK(half.at("actions").size() == 2);
  double sum = mean(half.at("other"));
  for (const auto& [action, parts] : half.at("actions").items()) sum += mean(parts.at("share"));
  CHECK(sum == Approx(mean(half.at("total"))).epsilon(1e-9));
  // What the event costs is none of the actions'.
  CHECK(mean(never.at("other")) == 0);
  CHECK(mean(half.at("other")) == Approx(60000).margin(10000));
  CHECK(mean(always.at("other")) == Approx(120000));
  // Where it happens, brokerage neither costs nor saves anything.
  const auto brokerage = [&](const nlohmann::json& figure) {
    return figure.at("actions").at("brokerage").at("share");
  };
  CHECK(mean(brokerage(never)) != 0);
  CHECK(mean(brokerage(always)) == 0);
  CHECK(brokerage(always).at("p10") == 0);
  CHECK(brokerage(always).at("p90") == 0);
  CHECK(brokerage(half).at("p10") != brokerage(half).at("p90"));
}

TEST_CASE("What cannot be attributed is refused before anything is simulated") {
  const Folder folder;
  const auto config = two_years(folder).string();
  const auto nothing =
      sendcast("compare " + config + " +" + places + " --attribute -o " + (folder / "out").string());
  CHECK(nothing.code == 2);
  CHECK(without_folds(nothing.err).find("has no intervention that") != std::string::npos);
  const auto orders =
      sendcast("compare " + config + " +" + places + " --orders 2 -o " + (folder / "out").string());
  CHECK(orders.code == 2);
  CHECK(orders.err.find("give --attribute too") != std::string::npos);
  REQUIRE(sendcast("run " + config + " -n 4 -q -o " + (folder / "done").string()).code == 0);
  const auto finished = sendcast("compare " + config + " " + (folder / "done").string() + " --attribute -o " +
                                 (folder / "out").string());
  CHECK(finished.code == 2);
  CHECK(without_folds(finished.err).find("name its configuration") != std::string::npos);
}

TEST_CASE("What is no number is told too, and so is a dose") {
  const Folder folder;
  const auto base = two_years(folder).string();
  const auto later =
      folder.write("later.toml", "interventions = [\"brokerage\"]\n[intervention.brokerage]\ndose = 0.5\n")
          .string();
  const auto start =
      folder.write("start.toml", "[intervention.brokerage]\nstart = \"2020-spring\"\ndose = 0.25\n").string();
  const auto result = sendcast("run " + base + " --scenario " + later + " --scenario " + start + " -n 4 -o " +
                               (folder / "out").string());
  REQUIRE(result.code == 0);
  CHECK(result.out.find("added: intervention.brokerage (dose 0.5)") != std::string::npos);
  CHECK(result.out.find("intervention.brokerage.dose: 0.5 -> 0.25") != std::string::npos);
  CHECK(result.out.find("intervention.brokerage.start: 2019-spring -> 2020-spring") != std::string::npos);
}
