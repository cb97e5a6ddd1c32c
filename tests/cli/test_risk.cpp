// `sendcast risk` and `run --until`: what they write, that it adds up, and what they refuse.

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "sim/store_reader.hpp"
#include "tests/catch.hpp"

using namespace cli;
using Json = nlohmann::json;

namespace {

struct OneRun {
  Folder folder;
  std::string run = (folder / "run").string();
  explicit OneRun(const std::string& options = "-n 128") {
    const auto base = folder.write("base.toml", "extends = [\"" + kingston() + "\"]\nyears = 3\n");
    REQUIRE(sendcast("run " + base.string() + " " + options + " -q -o " + run).code == 0);
  }
  std::string base() const { return (folder / "base.toml").string(); }
  std::string out() const { return " -o " + (folder / "risk").string(); }
};

/// Whether a text says something, wherever its lines are folded.
bool has(const std::string& text, const std::string& part) {
  std::istringstream words(text);
  std::string flat;
  for (std::string word; words >> word;) flat += (flat.empty() ? "" : " ") + word;
  return flat.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("The tail of a deficit is told, and its lines add up") {
  const OneRun one;
  const auto told = sendcast("risk " + one.run +
                             " --limit reserves=20m --limit 'path=2019-20:15m,2020/21:30m'" + one.out());
  CHECK(told.err.empty());
  REQUIRE(told.code == 0);
  std::istringstream lines(told.out);
  for (std::string line; std::getline(lines, line);)
    if (!has(line, one.folder.path().string())) CHECK(app::display_width(line) <= 80);
  for (const auto* words :
       {"TVaR", "Limit: reserves", "Limit: path", "never", "Cumulative deficit", "risk_years.csv"})
    CHECK(has(told.out, words));
  CHECK_FALSE(has(told.out, "nan"));

  const auto json = Json::parse(sendcast("risk " + one.run + " --json" + one.out()).out);
  double in_tail = 0, tvar = NAN;
  for (const auto& row : json["tail"])
    if (row["kind"] == "opening" || row["kind"] == "spend" || row["kind"] == "income" ||
        row["kind"] == "rest")
      in_tail += row["in_tail"].get<double>();
  for (const auto& row : json["years"]) {
    CHECK(row["var"].get<double>() <= row["tvar"].get<double>());
    if (row["metric"] == "cumulative_deficit" && row["period"] == json["year"]) tvar = row["tvar"];
  }
  CHECK(in_tail == Approx(tvar).epsilon(1e-9));

  // The tables are in the store, whose own figures are as they were.
  sim::Database database(one.folder / "run" / "run.sqlite", sim::Database::Mode::read);
  sim::Statement count(database, "SELECT count(*) FROM risk_exceedance");
  REQUIRE(count.step());
  CHECK(count.integer(0) > 10);
  CHECK(sendcast("risk " + one.run + " -q" + one.out()).code == 0);
  CHECK(sendcast("bridge " + one.run + " -q -o " + (one.folder / "bridge").string()).code == 0);
}

TEST_CASE("A new risk takes the place of all tables of the one before") {
  const OneRun one("-n 64");
  REQUIRE(sendcast("risk " + one.run + " --limit a=5m --stress again=" + one.run + " -q" + one.out()).code ==
          0);
  const auto tables = [&](const std::string& names) {
    sim::Database database(one.folder / "run" / "run.sqlite", sim::Database::Mode::read);
    sim::Statement count(database, "SELECT count(*) FROM sqlite_master WHERE name IN (" + names + ")");
    REQUIRE(count.step());
    return count.integer(0);
  };
  CHECK(tables("'risk_limits', 'risk_stresses'") == 2);
  REQUIRE(sendcast("risk " + one.run + " --in 2019-20 -q" + one.out()).code == 0);
  CHECK(tables("'risk_limits', 'risk_stresses'") == 0);
  CHECK(tables("'risk_years', 'risk_tail', 'run', 'metrics'") == 4);
}

TEST_CASE("What a small store leaves out is said, and that the general fund has stocks") {
  const OneRun small("-n 64 --store headline");
  const auto told = sendcast("risk " + small.run + small.out());
  REQUIRE(told.code == 0);
  CHECK(has(told.out, "without the general fund, the deficit without advances"));
  CHECK(has(told.out, "--store full"));
  const OneRun over("-n 64 --set money.override_ends=2018");
  const auto whole = sendcast("risk " + over.run + over.out());
  REQUIRE(whole.code == 0);
  CHECK(has(whole.out, "On the general fund"));
  CHECK(has(whole.out, "not to be added up over years"));
  CHECK_FALSE(has(whole.out, "--store full"));
}

TEST_CASE("A stress is set beside the run, in pairs") {
  const OneRun one;
  const std::string dear = (one.folder / "dear").string();
  REQUIRE(
      sendcast("run " + one.base() + " -n 128 -q --set placement.inmss_day.inflation=0.2 -o " + dear).code ==
      0);
  const auto json =
      Json::parse(sendcast("risk " + one.run + " --stress dear=" + dear + " --json" + one.out()).out);
  REQUIRE(json["stresses"].size() == 2);
  CHECK(json["stresses"][1]["stress"] == "dear");
  CHECK(json["stresses"][1]["mean_difference"].get<double>() > 0);
  CHECK(json["stresses"][1]["mean_difference"].get<double>() ==
        Approx(json["stresses"][1]["mean"].get<double>() - json["stresses"][0]["mean"].get<double>()));
}

TEST_CASE("Questions about risk that have no answer are answered so") {
  const OneRun few("-n 1");
  const auto check = [&](const std::string& arguments, const std::string& words) {
    INFO(arguments);
    const auto r = sendcast("risk " + arguments + few.out());
    CHECK(r.code == 2);
    INFO(r.err);
    CHECK(has(r.err, words));
  };
  check(few.run, "1 replicate");
  check("/no/such/folder", "no such folder");
  check(few.run + " --limit reserves", "NAME=POUNDS");
  check(few.run + " --limit reserves=much", "no amount of pounds");
  check(few.run + " --level 100", "--level");
  check(few.run + " --in soon", "no financial year");
  check(few.run + " --in ''", "--in '': is empty");
  check(few.run + " --level ''", "--level '': is empty");
  check(few.run + " --limit reserves=1e16", "more than 1e+15 pounds");
  const OneRun enough("-n 64");
  check(enough.run + " --in 2035-36", "it has 2018-19 to 2020-21");
  CHECK(sendcast("risk " + few.run + " -q -o " + few.run).code == 2);

  // A published ledger, of which nothing is uncertain: said, and no NaN printed.
  const std::string ledger = (few.folder / "ledger").string();
  REQUIRE(
      sendcast("run " + shipped("areas/kingston/published-ledger.toml") + " -n 64 -q -o " + ledger).code ==
      0);
  const auto told = sendcast("risk " + ledger + " --limit never=900m" + few.out());
  CHECK(told.code == 0);
  CHECK(has(told.out, "the same in every replicate"));
  CHECK(has(told.out, "no replicate goes above the limit 'never'"));
  CHECK_FALSE(has(told.out, "more replicates"));  // they would be the same too
  CHECK_FALSE(has(told.out, "run it with -n"));
  CHECK_FALSE(has(told.out, "nan"));
}

TEST_CASE("A run goes on until an error is small, and is the run that so many replicates make") {
  const OneRun until("-n 64 --until 'mcse(mean of ehcp_stock in 2020) < 0.5%' --at-most 1024 -j 2");
  const sim::StoreReader store(until.folder / "run" / "run.sqlite");
  const auto n = store.info().replicates;
  CHECK(n >= 64);
  CHECK(n <= 1024);
  const std::string plain = (until.folder / "plain").string();
  REQUIRE(sendcast("run " + until.base() + " -q -n " + std::to_string(n) + " -j 1 -o " + plain).code == 0);
  for (const auto* file : {"run.sqlite", "summary.csv"})
    CHECK(contents(until.folder / "run" / file) == contents(until.folder / "plain" / file));
  CHECK(Folder::names(until.folder / "run") == Folder::names(until.folder / "plain"));

  const auto vain =
      sendcast("run " + until.base() + " -n 64 --until 'mcse(p95 of cumulative_deficit in 2020-21) < " +
               "0.0001%' --at-most 200 -o " + (until.folder / "vain").string());
  CHECK(vain.code == 0);
  CHECK(has(vain.out, "not met with 192 replicates"));
  for (const auto* rule : {"mcse(p95 of deficit) < 1%", "mcse(p95 of defecit in 2020-21) < 1%",
                           "mcse(p95 of cumulative_deficit in 2099-00) < 1%",
                           "mcse(p95 of cumulative_deficit in 2020-21) < -1"}) {
    const auto r = sendcast("run " + until.base() + " -n 64 -q --until '" + rule + "' -o " + plain + "x");
    CHECK(r.code == 2);
    CHECK(has(r.err, "--until"));
  }
  CHECK(sendcast("run " + until.base() + " --design lhs --until 'mcse(mean of ehcp_stock in 2020) < 1%'")
            .code == 2);
}
