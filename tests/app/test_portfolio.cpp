// What `portfolio` makes of runs with known answers: costs of a file, equal chances, runs that are the same.

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

#include "app/figures.hpp"
#include "app/portfolio/portfolio.hpp"
#include "app/user_error.hpp"
#include "app/voi/voi.hpp"
#include "finished_run.hpp"
#include "tests/catch.hpp"

using namespace app;
using Catch::Matchers::Contains;

namespace {

sim::Layout figures() {
  sim::Layout l;
  for (const auto* name : {"hnb_spend", "intervention_cost"}) {
    const auto money = l.add_metric({.name = name,
                                     .unit = sim::Unit::pence,
                                     .period_type = sim::PeriodType::financial_year,
                                     .headline = true});
    l.add_series(money, "total", "total", {"2020-21"}, "Area");
  }
  for (const auto* name : {"ehcp_stock", "independent_stock"})
    l.add_series(l.add_metric({.name = name, .headline = true}), "total", "total", {"2021"}, "Area");
  l.add_metric({.name = "independent_share",
                .unit = sim::Unit::share,
                .headline = true,
                .numerator = "independent_stock",
                .denominator = "ehcp_stock"});
  l.derive_ratios();
  return l;
}

/// A reference that spends £10,000 and some luck, and runs that save so much, at so much, and move so many
/// children of 100,000 from independent schools.
class Runs {
 public:
  Runs() { add("plain", 0, 0, 0); }
  void add(const std::string& scenario, std::int64_t saves, std::int64_t costs, std::int64_t moves) {
    runs_[scenario] = std::make_unique<app_test::FinishedRun>(
        figures(), std::vector<std::string>{}, 128,
        [=](std::uint32_t r, sim::Row row, std::span<double>) {
          row[0] = 100 * (10'000 - saves + r % 7);
          row[1] = 100 * costs;
          row[2] = 100'000;
          row[3] = 10'000 - moves * static_cast<std::int64_t>(1 + r % 3) + r % 7;
        },
        sim::StoreMode::full, scenario);
  }
  std::string of(const std::string& scenario) const { return runs_.at(scenario)->folder().string(); }
  std::filesystem::path file(const std::string& rows) const {
    const auto path = runs_.at("plain")->folder() / "actions.csv";
    std::ofstream(path) << "action,run,cost\n" << rows;
    return path;
  }
  PortfolioOptions options() const {
    PortfolioOptions o;
    o.runs = {of("plain")};
    o.threads = 1;
    o.out = runs_.at("plain")->folder() / "portfolio";
    return o;
  }

 private:
  std::map<std::string, std::unique_ptr<app_test::FinishedRun>> runs_;
};

bool noted(const PortfolioSummary& s, const std::string& words) {
  return std::any_of(s.notes.begin(), s.notes.end(),
                     [&](const auto& n) { return n.find(words) != std::string::npos; });
}

std::string chosen(const PortfolioSummary& s, const std::string& role) {
  for (const auto& l : s.lines)
    if (std::find(l.roles.begin(), l.roles.end(), role) != l.roles.end())
      return l.actions.empty() ? "none" : l.actions.front();
  return {};
}

}  // namespace

TEST_CASE("What a file's cost is more than the run's is taken off money, and only off money") {
  Runs runs;
  runs.add("plain + dear", 1000, 100, 5);
  runs.add("plain + cheap", 500, 100, 0);
  auto o = runs.options();
  o.actions =
      runs.file("dear," + runs.of("plain + dear") + ",3000\ncheap," + runs.of("plain + cheap") + ",40\n");
  const auto s = portfolio_run(o, "portfolio");
  REQUIRE(s.actions.size() == 2);
  CHECK(s.actions[0].benefit.mean == Approx(1000 - (3000 - 100)));
  CHECK(s.actions[0].cost == 3000);
  CHECK(s.actions[0].beyond_run == 2900);
  CHECK(s.actions[0].chance_pays == 0);
  CHECK(s.actions[1].benefit.mean == Approx(500));  // the run has spent its 100, whatever the file says
  CHECK(s.actions[1].cost == 40);
  CHECK(chosen(s, "best") == "cheap");
  CHECK(noted(s, "dear £2,900"));
  CHECK(noted(s, "cheap: its run costs £100, more than the file's £40"));
  o.objective.of = "ehcp_stock";
  const auto plans = portfolio_run(o, "portfolio");
  CHECK(plans.actions[0].benefit.mean == Approx(0).margin(1e-9));
  CHECK(noted(plans, "costs bind the budget only"));
  CHECK_FALSE(noted(plans, "dear £2,900"));
}

TEST_CASE("Of equal chances the cheapest is the likeliest, doing nothing included") {
  Runs runs;
  runs.add("plain + saves", 1000, 100, 0);
  auto o = runs.options();
  o.runs.push_back(runs.of("plain + saves"));
  o.target = "ehcp_stock <= 100000 in 2021";
  CHECK(chosen(portfolio_run(o, "portfolio"), "likeliest") == "none");
  o.target = "hnb_spend <= 9500 in 2020-21";
  CHECK(chosen(portfolio_run(o, "portfolio"), "likeliest") == "saves");
  o.target = "ehcp_stock <= 5 in 2021";
  const auto never = portfolio_run(o, "portfolio");
  CHECK(chosen(never, "likeliest").empty());
  CHECK(noted(never, "meets the target in any replicate"));
}

TEST_CASE("One run is one action, and two together are named once") {
  Runs runs, again;
  for (const auto* name : {"plain + a", "plain + b", "plain + a + b", "plain + b + a"})
    runs.add(name, 10, 1, 0);
  again.add("plain + a", 10, 1, 0);
  auto o = runs.options();
  const auto refused = [&](const std::string& words) {
    CHECK_THROWS_WITH(portfolio_run(o, "portfolio"), Contains(words));
  };
  o.runs = {runs.of("plain"), runs.of("plain + a"), runs.of("plain + a")};
  refused("the same run");
  o.runs = {runs.of("plain"), runs.of("plain + a"), again.of("plain + a")};
  refused("a run of the same configuration");
  o.runs = {runs.of("plain"), runs.of("plain")};
  refused("not the reference");
  o.runs = {runs.of("plain")};
  for (const auto* name : {"plain + a", "plain + b", "plain + a + b", "plain + b + a"})
    o.runs.push_back(runs.of(name));
  refused("both are runs of 'a' and 'b'");

  o.runs = {runs.of("plain")};
  const std::string a = "a," + runs.of("plain + a") + ",\n", b = "b," + runs.of("plain + b") + ",\n";
  o.actions =
      runs.file(a + b + "a+b," + runs.of("plain + a + b") + ",\nb + a," + runs.of("plain + b + a") + ",\n");
  refused("actions.csv:5: 'b + a': line 4 has these two already");
  o.actions = runs.file(a + "b," + again.of("plain + a") + ",\n");
  refused("actions.csv:3: run ");
  refused("as that of 'a', line 2");
  o.actions = runs.file(a + b + "a+b," + runs.of("plain + a + b") + ",70\n");
  refused("actions.csv:4: 'a+b' has cost");
  o.actions = runs.file(a + b + "a+b," + runs.of("plain + a + b") + ",\n");
  CHECK(portfolio_run(o, "portfolio").allowed == 4);
}

TEST_CASE("Shares are told in per cent, with digits enough") {
  for (const auto& [value, words] : {std::pair{0.0001234, "0.000123"},
                                     {-0.0456, "-0.0456"},
                                     {0.0, "0"},
                                     {1.0, "1.00"},
                                     {12.34, "12.3"},
                                     {1234.5, "1,235"},
                                     {99.96, "100.0"}})
    CHECK(three_digits(value) == words);
  Runs runs;
  runs.add("plain + moves", 0, 10, 5);  // 10 of 100,000 on average
  auto o = runs.options();
  o.runs.push_back(runs.of("plain + moves"));
  o.objective.of = "independent_share";
  const auto text = portfolio_text(portfolio_run(o, "portfolio"), Style(false));
  INFO(text);
  CHECK(text.find("Net benefit, %") != std::string::npos);
  CHECK(text.find("0.00996") != std::string::npos);  // 128 replicates: 43 of 5, 43 of 10, 42 of 15
  VoiSummary v;
  v.unit = "share";
  v.money = false;
  v.all.value = {0.000123, 0.00001};
  v.choice = {{"A", "one", {}, 0, 0, 1}, {"B", "other", {-0.00456, 0.0001}, -0.01, 0.002, 0}};
  const auto worth = voi_text(v, Style(false));
  INFO(worth);
  for (const auto* words : {"worth 0.0123 %", "-0.456 %", "+-0.0100 %", "0.200 %"})
    CHECK(worth.find(words) != std::string::npos);
}
