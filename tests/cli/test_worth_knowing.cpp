// `sensitivity`, `voi` and `portfolio` on shipped configurations: what they write, that it hangs together,
// and what they refuse.

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/figures.hpp"
#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;
using Json = nlohmann::json;

namespace {

/// Kingston for three years: as it is, and with each of two interventions.
struct ThreeRuns {
  Folder folder;
  std::string plain = (folder / "plain").string(), first = (folder / "first").string(),
              second = (folder / "second").string();
  ThreeRuns() {
    make("plain", "");
    make("first", "interventions = [\"brokerage\"]\n");
    make("second", "interventions = [\"early-intervention-panel\"]\n");
  }
  void make(const std::string& name, const std::string& more) const {
    const auto config =
        folder.write(name + ".toml", "extends = [\"" + kingston() + "\"]\nyears = 3\n" + more);
    REQUIRE(sendcast("run " + config.string() + " -n 352 -q --contributions 0 -o " + (folder / name).string())
                .code == 0);
  }
  std::string out(const std::string& name) const { return " -o " + (folder / name).string(); }
};

const ThreeRuns& runs() {
  static const ThreeRuns all;
  return all;
}

void fits_a_page(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.find(runs().folder.path().string()) == std::string::npos) {
      INFO(line);
      CHECK(app::display_width(line) <= 80);
    }
}

void refused(const std::string& words, const std::string& why) {
  const auto result = sendcast(words);
  INFO(words << "\n" << result.err);
  CHECK(result.code == 2);
  CHECK(without_folds(result.err).find(why) != std::string::npos);
  CHECK(result.err.find("nan") == std::string::npos);
}

}  // namespace

TEST_CASE("sensitivity: shares with intervals, in every form, and the same on one thread") {
  const auto before = contents(fs::path(runs().plain) / "summary.csv");
  const auto result = sendcast("sensitivity " + runs().plain + runs().out("s"));
  INFO(result.err);
  REQUIRE(result.code == 0);
  fits_a_page(result.out);
  for (const auto* words :
       {"cumulative_deficit in 2020-21", "ehcp_stock in 2021", "Demand", "Rest", "request."})
    CHECK(result.out.find(words) != std::string::npos);
  CHECK(result.out.find("nan") == std::string::npos);
  CHECK(Folder::names(runs().folder / "s") == "manifest.json sensitivity.csv sensitivity.json ");
  const auto json = Json::parse(contents(runs().folder / "s/sensitivity.json"));
  std::size_t indices = 0;
  for (const auto& row : json.at("results")) {
    if (row.at("method") != "first_order" && row.at("method") != "explained") continue;
    ++indices;
    for (const auto* field : {"value", "low", "high"}) {
      CHECK(row.at(field).get<double>() >= 0);
      CHECK(row.at(field).get<double>() <= 1);
    }
    CHECK(row.at("low").get<double>() <= row.at("high").get<double>());
  }
  CHECK(indices > 100);
  const auto once = sendcast("sensitivity " + runs().plain + " -j 1 -q" + runs().out("s1"));
  REQUIRE(once.code == 0);
  CHECK(contents(runs().folder / "s/sensitivity.csv") == contents(runs().folder / "s1/sensitivity.csv"));
  CHECK(contents(fs::path(runs().plain) / "summary.csv") == before);
  CHECK(sendcast("bridge " + runs().plain + " -q" + runs().out("b")).code ==
        0);  // the store is as good as before
}

TEST_CASE("sensitivity: designs say how long they take, and luck is one of their factors") {
  const auto result =
      sendcast("sensitivity " + runs().plain + " --of 'ehcp_stock in 2021' --design sobol -n 32 --singles 2" +
               runs().out("d"));
  INFO(result.err);
  REQUIRE(result.code == 0);
  fits_a_page(result.out);
  CHECK(result.err.find("Sobol design, 32 rows of ") != std::string::npos);
  CHECK(result.err.find("simulations, about ") != std::string::npos);
  for (const auto* words : {"Luck", "Years", "All of demand", "total"})
    CHECK(result.out.find(words) != std::string::npos);
  const auto json = Json::parse(contents(runs().folder / "d/sensitivity.json"));
  double luck = -1, demand = -1;
  for (const auto& row : json.at("results"))
    if (row.at("method") == "sobol_total") {
      if (row.at("name") == "luck") luck = row.at("value");
      if (row.at("name") == "demand") demand = row.at("value");
    }
  CHECK(luck > 0);  // lives are lived anew with it
  CHECK(demand > luck);
  const auto threads =
      sendcast("sensitivity " + runs().plain +
               " --of 'ehcp_stock in 2021' --design sobol -n 32 --singles 2 -j 1 -q" + runs().out("d1"));
  REQUIRE(threads.code == 0);
  CHECK(threads.err.empty());
  CHECK(contents(runs().folder / "d/sensitivity.csv") == contents(runs().folder / "d1/sensitivity.csv"));

  const auto morris =
      sendcast("sensitivity " + runs().plain + " --of ehcp_stock --design morris -n 2" + runs().out("m"));
  REQUIRE(morris.code == 0);
  fits_a_page(morris.out);
  CHECK(morris.out.find("mu*") != std::string::npos);
}

TEST_CASE("What many assumptions do together is not said of a run that is too short for it") {
  const auto folder = runs().folder / "short";
  REQUIRE(sendcast("run " + (runs().folder / "plain.toml").string() + " -n 64 -q --contributions 0 -o " +
                   folder.string())
              .code == 0);
  const auto shares = sendcast("sensitivity " + folder.string() + runs().out("ss"));
  REQUIRE(shares.code == 0);
  CHECK(shares.out.find("four for each") != std::string::npos);
  CHECK(shares.out.find("nan") == std::string::npos);
  for (const auto& row : Json::parse(contents(runs().folder / "ss/sensitivity.json")).at("results"))
    if (row.at("method") == "explained") CHECK(row.at("value").is_null());
  const auto worth = sendcast("voi " + folder.string() + " --places state_special" + runs().out("vs"));
  REQUIRE(worth.code == 0);
  CHECK(worth.out.find("takes more replicates to say") != std::string::npos);
  CHECK(worth.out.find("nan") == std::string::npos);
  for (const auto& row : Json::parse(contents(runs().folder / "vs/voi.json")).at("worth"))
    if (row.at("kind") == "all" || row.at("kind") == "group") CHECK(row.at("worth").is_null());
}

TEST_CASE("sensitivity refuses in words") {
  const auto few = runs().folder / "few";
  REQUIRE(sendcast("run " + (runs().folder / "plain.toml").string() + " -n 1 -q --contributions 0 -o " +
                   few.string())
              .code == 0);
  const std::string plain = "sensitivity " + runs().plain, out = runs().out("r");
  refused("sensitivity " + few.string() + out, "1 replicate can be used; at least 64 are needed");
  refused("sensitivity " + (runs().folder / "nothing").string() + out, "no such folder");
  refused(plain + " --of ehcp_stok" + out, "ehcp_stock");
  refused(plain + " --of 'ehcp_stock in 2031'" + out, "it has 2019 to");
  refused(plain + " --of 'ehcp_stock in'" + out, "METRIC in PERIOD");
  refused(plain + " --of ehcp_stock --of 'ehcp_stock in January 2021'" + out, "is asked for twice");
  refused(plain + " --design fast" + out, "choose sobol or morris");
  refused(plain + " -n 100" + out, "--design");
  refused(plain + " --design sobol -n 3" + out, "between 16 and");
  refused(plain + " --of 'general_fund_exposure in 2018-19'" + out, "the same in every replicate");
  CHECK_FALSE(fs::exists(runs().folder / "r"));
}

TEST_CASE("voi: the whole is worth more than its parts, within Monte Carlo errors") {
  const std::string three = runs().plain + " " + runs().first + " " + runs().second;
  const auto result = sendcast("voi " + three + runs().out("v"));
  INFO(result.err);
  REQUIRE(result.code == 0);
  fits_a_page(result.out);
  CHECK(result.out.find("Chosen with what is known now") != std::string::npos);
  CHECK(result.out.find("nan") == std::string::npos);
  const auto json = Json::parse(contents(runs().folder / "v/voi.json"));
  double all = -1, all_error = 0;
  for (const auto& w : json.at("worth")) {
    const double worth = w.at("worth"), error = w.at("mcse");
    CHECK(worth >= 0);
    if (w.at("kind") == "all") {
      all = worth;
      all_error = error;
    } else {
      INFO(w.dump());
      CHECK(worth <= all + 4 * std::hypot(error, all_error) + 1e-6);
    }
  }
  CHECK(all >= 0);
  const auto once = sendcast("voi " + three + " -j 1 -q" + runs().out("v1"));
  REQUIRE(once.code == 0);
  CHECK(contents(runs().folder / "v/voi.csv") == contents(runs().folder / "v1/voi.csv"));
}

TEST_CASE("voi: of counts of places, of samples, and of a comparison") {
  const auto places =
      sendcast("voi " + runs().plain + " --places state_special --under 30k --over £12,000" +
               " --observe request.local_level=100:2 --decisions 2 --years 3" + runs().out("p"));
  INFO(places.err);
  REQUIRE(places.code == 0);
  fits_a_page(places.out);
  CHECK(places.out.find(" places") != std::string::npos);
  const auto json = Json::parse(contents(runs().folder / "p/voi.json"));
  CHECK(json.at("uses").get<double>() == Approx(2 * (1 + 1 / 1.035 + 1 / (1.035 * 1.035))));
  bool sample = false;
  for (const auto& w : json.at("worth"))
    if (w.at("kind") == "sample") {
      sample = true;
      CHECK(w.at("name") == "request.local_level");
      CHECK(w.at("observations") == 100);
    }
  CHECK(sample);
  // Costs that are not given are those of size.
  const auto sized = sendcast("size " + runs().plain + " --type state_special --from 2020 --to 2020 --json" +
                              runs().out("sized"));
  REQUIRE(sized.code == 0);
  const auto cost = Json::parse(sized.out).at("cost").at(0);
  const auto priced =
      sendcast("voi " + runs().plain + " --places state_special --in 2020 --json" + runs().out("priced"));
  INFO(priced.err);
  REQUIRE(priced.code == 0);
  const std::string objective = Json::parse(priced.out).at("objective");
  INFO(objective << cost.dump());
  for (const auto* side : {"under", "over"})
    CHECK(objective.find(app::pounds(cost.at(side).get<double>())) != std::string::npos);
  REQUIRE(sendcast("compare " + runs().plain + " " + runs().first + " -q" + runs().out("c")).code == 0);
  const auto compared = sendcast("voi " + (runs().folder / "c").string() +
                                 " --of 'cumulative_deficit in 2020-21'" + runs().out("vc"));
  INFO(compared.err);
  CHECK(compared.code == 0);
}

TEST_CASE("voi refuses in words") {
  const std::string out = runs().out("r");
  refused("voi " + runs().plain + out, "one run is no choice");
  refused("voi " + runs().plain + " " + runs().plain + out, "differ by the same in every replicate");
  refused("voi " + runs().plain + " " + runs().first + " --of hnb_spent" + out, "hnb_spend");
  refused("voi " + runs().plain + " " + runs().first + " --observe request.trend" + out, "NAME=N");
  refused("voi " + runs().plain + " " + runs().first + " --observe money.interest=9" + out,
          "draws no assumption");
  refused("voi " + runs().plain + " " + runs().first + " --observe request.local_level=9" + out,
          "it is no share");
  refused("voi " + runs().plain + " --places state_special --capital -5" + out, "cannot be below 0");
  refused("voi " + runs().plain + " --places state_specials --under 1 --over 1" + out, "state_special");
  refused("voi " + runs().plain + " " + runs().first + " --places state_special --under 1 --over 1" + out,
          "within one run");
  refused("voi " + runs().plain + " " + runs().first + " --under 5" + out, "are for --places");
}

TEST_CASE("portfolio: what a budget allows, with the chance of a target") {
  const std::string three = runs().plain + " " + runs().first + " " + runs().second;
  const auto result =
      sendcast("portfolio " + three + " --target 'cumulative_deficit <= £30m in 2020-21'" + runs().out("f"));
  INFO(result.err);
  REQUIRE(result.code == 0);
  fits_a_page(result.out);
  for (const auto* words : {"Greatest expected net benefit", "worst tenth", "Target", "scrambles"})
    CHECK(result.out.find(words) != std::string::npos);
  CHECK(result.out.find("nan") == std::string::npos);
  const auto json = Json::parse(contents(runs().folder / "f/portfolio.json"));
  CHECK(json.at("selections_allowed") == 4);
  const auto nothing = sendcast("portfolio " + three + " --budget 0 --json" + runs().out("f0"));
  REQUIRE(nothing.code == 0);
  for (const auto& line : Json::parse(nothing.out).at("portfolios")) CHECK(line.at("cost") == 0);

  const auto file =
      runs().folder.write("actions.csv", "action,run,cost,staff,excludes,needs\nbroker," + runs().first +
                                             ",100000,2,panel,\npanel," + runs().second + ",,1,,\n");
  const auto chosen = sendcast("portfolio " + runs().plain + " --actions " + file.string() +
                               " --staff 2 --json" + runs().out("fa"));
  INFO(chosen.err);
  REQUIRE(chosen.code == 0);
  CHECK(Json::parse(chosen.out).at("selections_allowed") == 3);  // both exclude one another
  CHECK(Json::parse(chosen.out).at("actions").at(0).at("cost") == 100000);
}

TEST_CASE("portfolio refuses in words, all faults of a file at once") {
  const std::string out = runs().out("r");
  refused("portfolio " + runs().plain + out, "name a reference run");
  refused("portfolio " + runs().plain + " " + runs().first + " --budget lots" + out, "no amount of pounds");
  refused("portfolio " + runs().plain + " " + runs().first + " --target 'hnb_spend < 3'" + out, "--target");
  const auto bad = runs().folder.write("bad.csv",
                                       "action,run,cost,staff,excludes,needs\n"
                                       "broker," +
                                           runs().first +
                                           ",-5,2,pannel,\n"
                                           "panel,,1,many,,\n"
                                           "panel," +
                                           runs().second + ",1,1,,panel\n");
  const auto result = sendcast("portfolio " + runs().plain + " --actions " + bad.string() + out);
  CHECK(result.code == 2);
  INFO(result.err);
  for (const auto* words : {"bad.csv:2: ", "'-5'", "did you mean 'panel'?", "bad.csv:3: ", "has no run",
                            "'many'", "bad.csv:4: ", "given twice", "names itself"})
    CHECK(without_folds(result.err).find(words) != std::string::npos);
  refused("portfolio " + runs().plain + " --actions " + (runs().folder / "none.csv").string() + out,
          "cannot be read");
}
