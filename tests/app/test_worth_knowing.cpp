// Words of the commands `sensitivity`, `voi` and `portfolio`, and what they make of runs with known answers.

#include <cmath>
#include <set>

#include "app/figure_words.hpp"
#include "app/name_lines.hpp"
#include "app/number_words.hpp"
#include "app/run/run_options.hpp"
#include "app/sensitivity/sensitivity.hpp"
#include "app/stored/run_config.hpp"
#include "app/user_error.hpp"
#include "app/voi/objective.hpp"
#include "finished_run.hpp"
#include "tests/catch.hpp"

using namespace app;

namespace {

sim::Layout spend_layout() {
  sim::Layout layout;
  const auto spend = layout.add_metric({.name = "hnb_spend",
                                        .unit = sim::Unit::pence,
                                        .period_type = sim::PeriodType::financial_year,
                                        .headline = true,
                                        .text = "spend"});
  layout.add_series(spend, "total", "total", {"2020-21", "2021-22"}, "Area");
  const auto same = layout.add_metric({.name = "ehcp_stock", .headline = true, .text = "plans"});
  layout.add_series(same, "total", "total", {"2021"}, "Area");
  layout.derive_ratios();
  return layout;
}

}  // namespace

TEST_CASE("Figures in a few words") {
  const auto plain = read_figure("--of", "cumulative_deficit");
  CHECK(plain.name.metric == "cumulative_deficit");
  CHECK(plain.period.empty());
  const auto part = read_figure("--of", " placement_stock[placement=inmss_day] in January 2026 ");
  CHECK(part.name.metric == "placement_stock");
  CHECK(part.name.breakdown == "placement");
  CHECK(part.name.category == "inmss_day");
  CHECK(part.period == "2026");
  for (const auto* wrong : {"", " in 2020", "a b in 2020", "x[y in 2020", "x[=z]", "x[y=]", "x in "})
    CHECK_THROWS_AS(read_figure("--of", wrong), UserError);
}

TEST_CASE("Numbers and pounds of the command line") {
  CHECK(whole_number("-n", "17", 1, 20) == 17);
  for (const auto* wrong : {"", "0", "21", "-3", "1.5", "x"})
    CHECK_THROWS_AS(whole_number("-n", wrong, 1, 20), UserError);
  CHECK(pounds_number("--budget", "£1.2m") == Approx(1.2e6));
  CHECK(pounds_number("--budget", "350,000") == 350'000);
  CHECK(pounds_number("--budget", "35k") == 35'000);
  CHECK(pounds_number("--budget", "1000000bn") == 1e15);
  for (const auto* wrong : {"", "£", "-5", "1e999", "1e16", "2000000bn", "nan", "inf", "5 pounds"})
    CHECK_THROWS_AS(pounds_not_negative("--budget", wrong), UserError);
}

TEST_CASE("What a shell would read is read back") {
  for (const std::string word : {"a", "it's", "a b", "x='{ mean = 0.3 }'", "back\\slash"}) {
    const auto words = words_of("sendcast run " + shell_word(word) + " -n 5");
    REQUIRE(words.size() == 5);
    CHECK(words[2] == word);
  }
}

TEST_CASE("Long names break where their parts meet, and lose nothing") {
  const std::string name = "intervention.health-and-care-contributions.act.share.by";
  const auto lines = name_lines(name, 30);
  std::string again;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(lines[i].size() <= 30);
    again += i == 0 ? lines[i] : lines[i].substr(2);
  }
  CHECK(again == name);
  CHECK(lines.size() == 2);
  CHECK(name_lines(std::string(50, 'x'), 20).size() == 3);
}

TEST_CASE("Spend of all years is summed and discounted; less of it is better") {
  const app_test::FinishedRun made(spend_layout(), {"request.trend"}, 64,
                                   [](std::uint32_t r, sim::Row row, std::span<double> draws) {
                                     row[0] = 100 * 1000;
                                     row[1] = 100 * (2000 + static_cast<std::int64_t>(r));
                                     draws[0] = r;
                                   });
  const auto runs = paired_runs({made.folder().string(), made.folder().string()});
  const Objective all({}, runs);
  CHECK(all.benefit(*runs[0].run)[10] == Approx(-1000 - 2010 / 1.035));
  CHECK(all.text().find("2020-21 to 2021-22") != std::string::npos);
  ObjectiveWords words;
  words.of = "hnb_spend in 2021-22";
  words.more_is_better = true;
  CHECK(Objective(words, runs).benefit(*runs[0].run)[10] == 2010);
  words.of = "ehcp_stock in 2022";
  CHECK_THROWS_AS(Objective(words, runs), UserError);
}

TEST_CASE("Shares of a made run: what is known to be there") {
  // 4 parts of the variance from one assumption, 1 part from another, none from the third.
  const app_test::FinishedRun made(
      spend_layout(), {"request.trend", "placement.mainstream.unit_cost", "provision.base.over_number"}, 2048,
      [](std::uint32_t r, sim::Row row, std::span<double> draws) {
        for (std::size_t i = 0; i < 3; ++i)
          draws[i] = sim::design_point(sim::Design::mc, 7, 100 + i, r, 2048);
        row[0] = std::llround(1e8 * (2 * draws[0] + draws[1]));
        row[1] = row[0];
        row[2] = 1234;
      });
  const StoredRun run(made.folder());
  const auto f = figure_sensitivity(run, run.figure({"hnb_spend"}, "2021-22"), 1);
  REQUIRE(f.why_not.empty());
  REQUIRE(f.singles.size() == 3);
  CHECK(f.singles[0].assumption.name == "request.trend");
  CHECK(std::abs(f.singles[0].first.index.value - 0.8) <= 7.7 * f.singles[0].first.index.mcse);
  CHECK(std::abs(f.singles[1].first.index.value - 0.2) <= 7.7 * f.singles[1].first.index.mcse);
  CHECK(f.all.index.value == Approx(1).epsilon(1e-6));
  CHECK(f.rest.index.value < 1e-6);
  REQUIRE(f.groups.size() == 3);
  CHECK(f.groups[0].group == models::AssumptionGroup::demand);
  CHECK(f.groups[0].share.index.value == Approx(f.singles[0].first.index.value).margin(0.02));
  CHECK(f.dependent.empty());
  const auto same = figure_sensitivity(run, run.figure({"ehcp_stock"}, "2021"), 1);
  CHECK(same.why_not.find("the same in every replicate") != std::string::npos);
  CHECK(same.singles.empty());
}
