// Counts of flows to multipliers: known ones are found again, and the layer that is written is accepted.
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/fit/fit.hpp"
#include "app/fit/fit_weights.hpp"
#include "app/load.hpp"
#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;
const fs::path england = fs::path(SENDCAST_SOURCE_DIR) / "configs/areas/england-average/baseline.toml";

sim::Config config_of(const fs::path& path) {
  auto loaded = app::load({path, {}, {}});
  REQUIRE(loaded.faults.empty());
  return std::move(*loaded.config);
}

/// A folder of its own, removed at the end.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("fit_test_" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  fs::path write(const char* name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return path / name;
  }
};

double base(const sim::Config& c, std::string_view name, std::size_t i = 0) {
  return c.base()[c.slot(name).offset + i];
}

app::Flow flow(const char* parameter, int year, std::size_t from, std::size_t to, double events,
               double exposure, const char* category = "") {
  return {parameter, year, from, to, category, events, exposure, "", 1};
}

const app::FittedRow& row(const app::Fit& fit, const std::string& parameter, const std::string& ages) {
  for (const auto& r : fit.rows)
    if (r.parameter == parameter && r.ages == ages) return r;
  FAIL("no row " << parameter << " " << ages);
  throw 0;
}

}  // namespace

TEST_CASE("Counts at a known multiple of the nation's rate teach that multiple, at the age where it is") {
  const auto config = config_of(england);
  std::vector<app::Flow> flows;
  for (const auto& [from, to, times] : {std::tuple{16, 19, 1.4}, {20, 25, 0.7}}) {
    double rate = 0, held = 0;  // those of 15 to 18 cease on moving to 16 to 19
    for (int a = from; a <= to; ++a) {
      const double plans = base(config, "stock.age", static_cast<std::size_t>(a) - 1);
      rate += plans * base(config, "cease.rate", static_cast<std::size_t>(a));
      held += plans;
    }
    rate /= held;
    flows.push_back(flow("cease.rate", 2024, static_cast<std::size_t>(from), static_cast<std::size_t>(to),
                         times * rate * base(config, "cease.level", 2024 - 2010) * 50000, 50000));
  }
  const auto fit = app::fit(config, flows, {});
  const auto& older = row(fit, "cease.local_level", "20-25");
  CHECK(std::exp(older.mu) == Approx(0.7).epsilon(0.02));
  CHECK(std::exp(row(fit, "cease.local_level", "16-19").mu) == Approx(1.4).epsilon(0.02));
  CHECK(older.sigma == Approx(1 / std::sqrt(older.events)).epsilon(0.1));
  CHECK(older.shrinkage() > 0.9);
  CHECK(row(fit, "cease.local_level", "5-10").shrinkage() < 0.5);  // not counted: the group's level alone
}

TEST_CASE("A count of all ages is held against where plans are, not against each age alike") {
  const auto config = config_of(england);
  double ceased = 0, plans = 0, each_alike = 0;
  for (std::size_t a = 0; a < 26; ++a) {
    const double rate = base(config, "cease.rate", a);
    if (a > 0) ceased += rate * base(config, "stock.age", a - 1);
    plans += base(config, "stock.age", a);
    each_alike += rate / 26;
  }
  REQUIRE(each_alike > 1.5 * ceased / plans);  // young adults cease, and are few
  const double level = base(config, "cease.level", 2024 - 2010);
  const auto fit =
      app::fit(config, {flow("cease.rate", 2024, 0, 25, 3000, 3000 / (ceased / plans * level))}, {});
  CHECK(fit.rows.at(0).expected == Approx(3000).epsilon(0.01));
  CHECK(std::exp(fit.rows[0].mu) == Approx(1).epsilon(0.01));
}

TEST_CASE("Shares are learnt as odds, and counts of all ages as one number") {
  const auto config = config_of(england);
  double assess = 0, requests = 0;
  for (std::size_t a = 0; a < 26; ++a) {
    const double asked = base(config, "population.residents", a) *
                         (base(config, "support.prevalence", a) * base(config, "request.rate_support", a) +
                          base(config, "request.rate_direct", a));
    assess += asked * base(config, "assessment.assess", a);
    requests += asked;
  }
  assess /= requests;
  const double odds = 0.5 * assess / (1 - assess);
  const auto fit =
      app::fit(config, {flow("assessment.assess", 2024, 0, 25, 20000 * odds / (1 + odds), 20000)}, {});
  REQUIRE(fit.rows.size() == 1);
  CHECK(fit.rows[0].ages.empty());
  CHECK(std::exp(fit.rows[0].mu) == Approx(0.5).epsilon(0.03));
}

TEST_CASE("Older counts count for less, and later ones not at all") {
  const auto config = config_of(england);
  const std::vector<app::Flow> flows{flow("transfer.out_rate", 2020, 5, 10, 100, 5000),
                                     flow("transfer.out_rate", 2022, 5, 10, 300, 5000)};
  const auto all = app::fit(config, flows, {.keep = 0.5});
  CHECK(row(all, "transfer.out_local", "5-10").events == Approx(300 + 25));
  const auto until = app::fit(config, flows, {.keep = 0.5, .last_year = 2020});
  CHECK(row(until, "transfer.out_local", "5-10").events == Approx(100));
  CHECK(until.later == 1);
}

TEST_CASE("A year without a single event is not taken for a rate of nought") {
  const auto config = config_of(england);
  const auto fit = app::fit(
      config, {flow("cease.rate", 2023, 16, 19, 0, 5000), flow("cease.rate", 2024, 16, 19, 600, 5000)}, {});
  REQUIRE(fit.notes.size() == 1);
  CHECK(fit.notes[0].find("no event in 2023") != std::string::npos);
  CHECK(row(fit, "cease.local_level", "16-19").events == 600);
}

TEST_CASE("The layer that a fit writes is accepted and holds what was learnt") {
  const Folder folder;
  const auto config = config_of(england);
  std::vector<app::Flow> flows{flow("cease.rate", 2024, 16, 19, 300, 2000),
                               flow("cease.rate", 2024, 20, 25, 400, 1500),
                               flow("transfer.in_rate", 2024, 0, 25, 30, 17000),
                               flow("assessment.issue", 2024, 5, 10, 280, 300),
                               flow("cease.reason", 2024, 16, 19, 40, 0, "employment"),
                               flow("cease.reason", 2024, 16, 19, 60, 0, "no_engagement")};
  for (const char* type : {"mainstream", "state_special", "inmss_day"})
    flows.push_back(flow("placement.first", 2024, 5, 10, 50, 0, type));
  const auto fit = app::fit(config, flows, {});
  const auto fitted =
      config_of(folder.write("fitted.toml", app::fitted_toml(fit, england.string(), "flows.csv")));
  const auto& learnt = row(fit, "cease.local_level", "16-19");
  CHECK(base(fitted, "cease.local_level", 17) ==
        Approx(std::exp(learnt.mu + learnt.sigma * learnt.sigma / 2)).epsilon(1e-4));
  CHECK(base(fitted, "placement.inmss_day.first_local") > 2);
  CHECK(base(fitted, "placement.mainstream.first_local") < 1);
  CHECK(base(fitted, "cease.reason", 17 * 8 + 1) > base(fitted, "cease.reason", 17 * 8 + 0));
  CHECK_FALSE(fitted.correlations().empty());
  CHECK(fitted.share_groups().size() == 5);
}

TEST_CASE("Every fault of a file of counts is reported with its line") {
  const Folder folder;
  const auto config = config_of(england);
  const auto faults = [&](const std::string& rows) {
    const auto path = folder.write("flows.csv", "parameter,year,age,category,events,exposure\n" + rows);
    std::string text;
    for (const auto& f : app::read_flows(path, config).faults) text += sim::to_string(f) + "\n";
    return text;
  };
  CHECK(faults("cease.rate,2024,16-19,,30,500\n").empty());
  const auto all = faults(
      "cease.rat,2024,,,1,2\ncease.rate,24,,,1,2\ncease.rate,2024,teens,,1,2\ncease.rate,2024,,,-1,2\n"
      "assessment.issue,2024,,,5,2\nplacement.first,2024,5,inmss_dya,3,\ncease.rate,2024,,died,1,2\n"
      "cease.rate,2024,7,,,2\ncease.rate,2023,,,20,10\n");
  for (const char* part :
       {"flows.csv:2: 'cease.rat' is not a flow", "did you mean 'cease.rate'?", "flows.csv:3: year '24'",
        "flows.csv:4: 'teens' is no age", "flows.csv:5: events '-1'", "flows.csv:6: 5 events in 2",
        "did you mean 'inmss_day'?", "flows.csv:8: a category", "flows.csv:9: events ''",
        "flows.csv:10: 20 events in 10 plan-years (each has one a year at most)"})
    CHECK(all.find(part) != std::string::npos);
  CHECK(faults("cease.rate,2024,7,,1,2\ncease.rate,2024,7,,1,2\n").find("first on line 2") !=
        std::string::npos);
  CHECK(faults("").find("no counts") != std::string::npos);
  // Ages inside others' are the same events once more; other years, flows and categories are not.
  const auto twice = faults(
      "cease.rate,2024,,,250,2000\ncease.rate,2024,16-19,,250,2000\ncease.rate,2024,17,,100,600\n"
      "assessment.issue,2024,5-10,,9,10\nassessment.issue,2024,12,,9,10\n"
      "assessment.issue,2024,10-15,,9,10\nassessment.issue,2024,15,,9,10\n"
      "placement.first,2024,5,mainstream,9,\nplacement.first,2024,,mainstream,90,\n");
  for (const char* part :
       {"flows.csv:3: cease.rate of 2024 at ages 16-19 is counted twice (line 2 has all ages)",
        "flows.csv:4: cease.rate of 2024 at age 17 is counted twice (line 2 has all ages)",
        "flows.csv:7: assessment.issue of 2024 at ages 10-15 is counted twice (line 5 has ages 5-10, line 6 "
        "has age 12)",
        "flows.csv:8: assessment.issue of 2024 at age 15 is counted twice (line 7 has ages 10-15)",
        "flows.csv:10: placement.first of 2024, mainstream at all ages is counted twice (line 9 has age 5)"})
    CHECK(twice.find(part) != std::string::npos);
  CHECK(faults("cease.rate,2024,5-10,,1,2\ncease.rate,2024,11,,1,2\ncease.rate,2023,,,1,2\n"
               "assessment.issue,2024,,,1,2\nplacement.first,2024,5,mainstream,9,\n"
               "placement.first,2024,,inmss_day,9,\n")
            .empty());
  CHECK(app::read_flows(folder.path / "none.csv", config).faults.size() == 1);
}

TEST_CASE("A layer whose tails pass a parameter's bounds is truncated there; beyond belief it is a fault") {
  const Folder folder;
  const auto config = config_of(england);
  // All of 16-19 cease: other ages may be anything, up to more than a hundred times the nation's.
  const auto fit = app::fit(config, {flow("cease.rate", 2023, 16, 19, 2000, 2000)}, {});
  CHECK(fit.faults.empty());
  CHECK(row(fit, "cease.local_level", "0-4").bounded);
  CHECK_FALSE(row(fit, "cease.local_level", "16-19").bounded);
  const auto text = app::fitted_toml(fit, england.string(), "flows.csv");
  CHECK(text.find("truncated_lognormal") != std::string::npos);
  const auto fitted = config_of(folder.write("bounded.toml", text));
  CHECK(base(fitted, "cease.local_level", 2) ==
        Approx(std::exp(row(fit, "cease.local_level", "0-4").mu +
                        std::pow(row(fit, "cease.local_level", "0-4").sigma, 2) / 2))
            .epsilon(1e-4));
  const auto impossible =
      app::fit(config, {flow("transfer.out_rate", 2024, 0, 25, 10, 0.5)}, {}, "counts.csv");
  REQUIRE(impossible.faults.size() == 1);
  CHECK(sim::to_string(impossible.faults[0]).starts_with("counts.csv:1: transfer.out_rate: 10 events where"));
}
