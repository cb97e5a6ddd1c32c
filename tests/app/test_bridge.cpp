// Bridges by hand, and adding up whatever the figures are.

#include <fmt/format.h>

#include <array>
#include <random>

#include "app/bridge/bridge_summary.hpp"
#include "stated_figures.hpp"
#include "tests/catch.hpp"

using app::Bridge;
using app_test::StatedFigures;
using app_test::Whole;

namespace {

const sim::Metric spend{.name = "hnb_spend", .unit = sim::Unit::pence};
const sim::Metric plans{.name = "ehcp_stock"};

const app::BridgeMeasure& measure(std::string_view name) {
  for (const auto& m : app::bridge_measures())
    if (m.name == name) return m;
  throw std::logic_error("no such measure");
}

/// Two placements, a line of places, cash savings, an intervention, and a line that is not tied to a plan.
void add_year(StatedFigures& f, const std::string& year, const std::array<std::int64_t, 8>& x) {
  const auto both = [](std::int64_t value) { return Whole{value, value + 7}; };
  f.set("placement_days", "placement", "mainstream", year, {x[0], x[0]});
  f.set("placement_days", "placement", "special", year, {x[1], x[1]});
  f.set("placement_spend", "placement", "mainstream", year, both(x[2]));
  f.set("placement_spend", "placement", "special", year, both(x[3]));
  f.set("hnb_spend", "line", "place_funding", year, both(x[4]));
  f.set("hnb_spend", "line", "savings", year, both(x[5]));
  f.set("intervention_cost", "intervention", "panel", year, both(x[6]));
  f.set("hnb_spend", "line", "other_high_needs", year, both(x[7]));
  const std::int64_t all = x[2] + x[3] + x[4] + x[5] + x[6] + x[7];
  f.total("hnb_spend", year, {all, all + 42});
}

std::int64_t part(const Bridge& b, std::string_view name, std::size_t replicate = 0) {
  return app::part_values(b, name)[replicate];
}

bool adds_up(const Bridge& b) {
  Whole sum = b.before;
  for (const auto& item : b.items)
    for (std::size_t r = 0; r < sum.size(); ++r) sum[r] += item.values[r];
  return sum == b.after;
}

}  // namespace

TEST_CASE("Spend is bridged by volume, mix, price, places, policy and the rest") {
  StatedFigures run("run");
  add_year(run, "2018-19", {10, 10, 1000, 3000, 500, 0, 0, 200});
  add_year(run, "2019-20", {10, 20, 2000, 12000, 600, -150, 80, 230});
  const Bridge b = app::bridge(measure("spend"), spend, {run, run, "2018-19", "2019-20", 2});
  CHECK(adds_up(b));
  CHECK(part(b, "volume") == 3278);  // worked in docs/method/22-bridge.md
  CHECK(part(b, "volume") + part(b, "mix") + part(b, "price") == 10000);
  CHECK(part(b, "places") == 100);
  CHECK(part(b, "policy") == -150 + 80);
  CHECK(part(b, "other") == 30);
}

TEST_CASE("A side that knows only its total leaves the rest undivided") {
  StatedFigures run("run"), outturn("outturn");
  add_year(run, "2019-20", {10, 10, 1000, 3000, 500, -100, 0, 200});
  outturn.total("hnb_spend", "2019-20", {5000, 5000})
      .set("hnb_spend", "line", "savings", "2019-20", {-40, -40});
  const Bridge b = app::bridge(measure("spend"), spend, {run, outturn, "2019-20", "2019-20", 2});
  CHECK(adds_up(b));
  CHECK(part(b, "policy") == 60);  // £60 less was saved than forecast
  CHECK(part(b, "other") == 5000 - 4600 - 60);
  CHECK(part(b, "volume") == 0);
}

TEST_CASE("Cash savings off any line of the ledger are delivery of policy") {
  StatedFigures run("run");
  add_year(run, "2018-19", {10, 10, 1000, 3000, 500, 0, 0, 200});
  add_year(run, "2019-20", {10, 10, 1000, 3000, 600 - 25, -100, 0, 230 - 40});
  run.set("savings_delivered", "line", "savings", "2019-20", {100, 100})
      .set("savings_delivered", "line", "place_funding", "2019-20", {25, 25})
      .set("savings_delivered", "line", "other_high_needs", "2019-20", {40, 40});
  const Bridge b = app::bridge(measure("spend"), spend, {run, run, "2018-19", "2019-20", 2});
  CHECK(adds_up(b));
  CHECK(part(b, "policy") == -100 - 25 - 40);
  CHECK(part(b, "places") == 100);
  CHECK(part(b, "other") == 30);
}

TEST_CASE("A deficit grows by what was there already and by what has changed since") {
  StatedFigures run("run");
  const std::array<std::int64_t, 3> places{500, 700, 600};
  std::int64_t deficit = 1000;
  for (std::size_t y = 0; y < 3; ++y) {
    const std::string year = fmt::format("20{}-{}", 18 + y, 19 + y);
    add_year(run, year, {10, 10, 1000, 3000, places[y], 0, 0, 200});
    const std::int64_t all = 4200 + places[y], income = 4000 + 100 * static_cast<std::int64_t>(y);
    run.set("hnb_income", "line", "grant", year, {income, income})
        .total("hnb_income", year, {income, income});
    run.total("in_year_position", year, {all - income, all + 42 - income});
    deficit += all - income;
    run.total("cumulative_deficit", year, {deficit, deficit + 42 * static_cast<std::int64_t>(y + 1)});
  }
  const sim::Metric metric{.name = "cumulative_deficit", .unit = sim::Unit::pence};
  const Bridge b = app::bridge(measure("deficit"), metric, {run, run, "2018-19", "2020-21", 2});
  CHECK(adds_up(b));
  CHECK(part(b, "standing") == 2 * 700);
  CHECK(part(b, "places") == 200 + 100);
  CHECK(part(b, "income") == -100 - 200);
  CHECK(part(b, "other") == 0);
}

TEST_CASE("Plans of two sides differ by requests, by plans per request, and by what came before") {
  StatedFigures a("a"), b("b");
  for (auto* side : {&a, &b}) {
    const std::int64_t more = side == &b ? 1 : 0;
    side->total("requests", "2019", {100 + 20 * more, 100});
    side->total("new_plans", "2019", {50 + 34 * more, 50});
    side->total("plans_ceased", "2019", {10 + 4 * more, 10});
    side->total("plans_transferred_in", "2019", {5, 5});
    side->total("plans_transferred_out", "2019", {6 + more, 6});
    side->total("ehcp_stock", "2020", {1000 + 34 * more - 4 * more - more + 3 * more, 1000});
  }
  const Bridge bridge = app::bridge(measure("plans"), plans, {a, b, "2020", "2020", 2});
  CHECK(adds_up(bridge));
  for (const auto& item : bridge.items) {
    if (item.detail == "plans issued: requests") CHECK(item.values == Whole{12, 0});
    if (item.detail == "plans issued: plans per request") CHECK(item.values == Whole{22, 0});
  }
  CHECK(part(bridge, "ceased") == -4);
  CHECK(part(bridge, "moves") == -1);
  CHECK(part(bridge, "other") == 3);
  CHECK(part(bridge, "other", 1) == 0);
}

TEST_CASE("Whatever the figures, parts add up in each replicate and as printed") {
  std::mt19937_64 generator(3);
  const auto any = [&] { return static_cast<std::int64_t>(generator() % 3'000'000'000U); };
  for (int game = 0; game < 200; ++game) {
    StatedFigures run("run");
    for (const char* year : {"2018-19", "2019-20"})
      add_year(run, year, {any() % 9000, any() % 9000, any(), any(), any(), -any(), any(), any()});
    const Bridge b = app::bridge(measure("spend"), spend, {run, run, "2018-19", "2019-20", 2});
    CHECK(adds_up(b));
    const auto table = app::bridge_table(measure("spend"), b);
    double shown = table.before.shown, details = table.before.shown;
    for (const auto& p : table.parts) shown += p.shown;
    for (const auto& d : table.details) details += d.shown;
    CHECK(shown == Approx(table.after.shown).margin(1e-6));
    CHECK(details == Approx(table.after.shown).margin(1e-6));
  }
}
