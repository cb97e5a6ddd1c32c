// What a saving is made of, by hand.

#include "app/compare/affected.hpp"
#include "app/compare/savings.hpp"
#include "stated_figures.hpp"
#include "tests/catch.hpp"

using app::SavingPart;
using app_test::StatedFigures;
using app_test::Whole;

namespace {

std::int64_t of(const app::SavingYear& year, SavingPart part, std::size_t replicate = 0) {
  return year.parts[static_cast<std::size_t>(part)][replicate];
}

struct Sides {
  StatedFigures a{"a"}, b{"b"};
  Sides() {
    const auto line = [&](const char* name, const char* year, std::int64_t x, std::int64_t y) {
      a.set("hnb_spend", "line", name, year, {x, x});
      b.set("hnb_spend", "line", name, year, {y, x});
    };
    line("independent", "2018-19", 1000, 1000);
    line("independent", "2019-20", 1300, 900);  // 100 below what is paid now, 300 that does not come
    line("mainstream", "2018-19", 500, 500);
    line("mainstream", "2019-20", 600, 650);  // grows more: no cash lost
    line("interventions", "2019-20", 0, 80);
    line("savings", "2019-20", 0, -30);
    line("contributions", "2019-20", -100, -140);
    line("unexplained_base", "2019-20", 10, 15);
    for (auto* side : {&a, &b}) {
      const std::int64_t more = side == &b ? 25 : 0;
      side->total("hnb_spend", "2018-19", {1500, 1500})
          .total("hnb_spend", "2019-20", {side == &b ? 1475 : 1810, 1810});
      side->set("hnb_income", "line", "from_schools", "2019-20", {200 + more, 200});
      side->set("hnb_income", "line", "grant", "2019-20", {900 + 2 * more, 900});
      side->total("travel_spend", "2019-20", {70 + more, 70});
      side->total("deficit_financing_cost", "2019-20", {9, 9});
      side->total("intervention_cost", "2018-19", {0, 0})
          .total("intervention_cost", "2019-20", {more > 0 ? 8000 : 0, 0});
      side->total("ehcp_stock", "2019", {100, 100}).total("ehcp_stock", "2020", {more > 0 ? 96 : 100, 100});
    }
  }
  std::vector<app::SavingYear> years() const {
    return app::saving_years(
        a, b, 2,
        {{{"from_schools", "block_transfer"}, {"grant", "allocation"}}, {{"moved", "block_transfer"}}});
  }
};

}  // namespace

TEST_CASE("A saving is cash below the first year's level, and avoided growth above it") {
  const auto years = Sides().years();
  REQUIRE(years.size() == 2);
  for (std::size_t p = 0; p < app::saving_parts; ++p) CHECK(years[0].parts[p] == Whole{0, 0});
  CHECK(of(years[1], SavingPart::cash) == 100 + 30);
  CHECK(of(years[1], SavingPart::growth) == 300 - 50);
  CHECK(of(years[1], SavingPart::programme) == -80);
  CHECK(of(years[1], SavingPart::health_care) == 40);
  CHECK(of(years[1], SavingPart::unexplained) == -5);
  CHECK(of(years[1], SavingPart::blocks) == 25);
  CHECK(of(years[1], SavingPart::income) == 50);
  CHECK(of(years[1], SavingPart::travel) == -25);
  CHECK(of(years[1], SavingPart::interest) == 0);
  for (std::size_t p = 0; p < app::saving_parts; ++p) CHECK(years[1].parts[p][1] == 0);
}

TEST_CASE("Parts inside the block are the difference of the position; totals are in pounds, discounted") {
  const Sides sides;
  const auto table = app::saving_table(sides.years(), 0.1);
  CHECK(table.from == "2018-19");
  CHECK(table.to == "2019-20");
  // Position of A 1810 - 1100, of B 1475 - 1175 pence, in the first replicate; no difference in the second.
  CHECK(table.block.nominal.mean == Approx(4.10 / 2));
  CHECK(table.block.discounted.mean == Approx(4.10 / 1.1 / 2));
  CHECK(table.all.nominal.max == Approx(3.85));
}

TEST_CASE("Cash savings off any line are delivered, not growth that is avoided, and transfers are moved") {
  Sides sides;
  const auto before = sides.years()[1];
  // 70 pence more off a line that has grown, 20 off one below its level, 10 off the savings' own line.
  const auto take = [&](const char* line, std::int64_t left, std::int64_t taken) {
    sides.b.set("hnb_spend", "line", line, "2019-20", {left, left});
    sides.b.set("savings_delivered", "line", line, "2019-20", {taken, taken});
  };
  take("mainstream", 650 - 70, 70);
  take("independent", 900 - 20, 20);
  take("savings", -30, 30);
  sides.b.set("savings_delivered", "saving", "moved", "2019-20", {30, 30});
  sides.b.set("savings_delivered", "saving", "kept", "2019-20", {90, 90});
  const auto after = sides.years()[1];
  CHECK(of(after, SavingPart::growth) == of(before, SavingPart::growth));
  CHECK(of(after, SavingPart::cash) == of(before, SavingPart::cash) + 70 + 20 - 30);
  CHECK(of(after, SavingPart::blocks) == of(before, SavingPart::blocks) + 30);
}

TEST_CASE("Cost per plan avoided is a ratio of means") {
  const Sides sides;
  const auto cost = app::cost_per_plan(sides.a, sides.b, 2, {});
  CHECK(cost.from == "2019");
  CHECK(cost.to == "2020");
  CHECK(cost.avoided.mean == 2);
  CHECK(cost.p_any == 0.5);
  CHECK(cost.programme.value == Approx(20));  // £80 for four plan-years
  CHECK(cost.net.value == Approx(-3.35 / 4));
}

TEST_CASE("What other blocks pay is no lower spend") {
  Sides sides;
  sides.a.set("savings_delivered", "saving", "moved", "2019-20", {0, 0});
  sides.b.set("savings_delivered", "saving", "moved", "2019-20", {200, 0});
  sides.b.set("savings_delivered", "saving", "contracts", "2019-20", {50, 0});
  const app::MoneyKinds kinds{{}, {{"moved", "block_transfer"}, {"contracts", "cash"}}};
  CHECK(app::spend_difference(sides.a, sides.b, "2019-20", 2, {})[0] == Approx(-3.35));
  CHECK(app::spend_difference(sides.a, sides.b, "2019-20", 2, kinds)[0] == Approx(-3.35 + 2));
  CHECK(app::spend_difference(sides.a, sides.b, "2019-20", 2, kinds)[1] == 0);
  CHECK(app::cost_per_plan(sides.a, sides.b, 2, kinds).net.value == Approx((-3.35 + 2) / 4));
}

TEST_CASE("Groups that only one side knows count as nobody on the other") {
  StatedFigures a("a"), b("b");
  a.total("ehcp_stock", "2020", {9, 9}).set("ehcp_stock", "need", "ASD", "2020", {5, 6});
  b.total("ehcp_stock", "2020", {9, 9})
      .set("ehcp_stock", "need", "ASD", "2020", {3, 6})
      .set("ehcp_stock", "need", "HI", "2020", {1, 1});
  const auto groups = app::affected_groups(a, b, 2);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].figures.difference.mean == -1);
  CHECK(groups[0].figures.p_lower == 0.5);
  CHECK(groups[1].category == "HI");
  CHECK(groups[1].figures.mean_a == 0);
  CHECK(groups[1].figures.difference.mean == 1);
}
