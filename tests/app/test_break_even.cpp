// Running totals of a difference in spend, by hand.

#include <cmath>

#include "app/compare/break_even.hpp"
#include "tests/catch.hpp"

TEST_CASE("a programme that costs first and saves later") {
  // Two replicates: one pays for itself in the third year, the other never does.
  const auto years =
      app::break_even({"2020-21", "2021-22", "2022-23"}, {{100, 100}, {-50, 0}, {-60, 0}}, 0.1);
  REQUIRE(years.size() == 3);
  CHECK(years[0].cash.difference.mean == 100);
  CHECK(years[1].cash.difference.mean == 75);
  CHECK(years[2].cash.difference.min == -10);
  CHECK(years[0].cash.lower.value == 0);
  CHECK(years[2].cash.lower.value == 0.5);
  // Discounted, later savings are worth less: 100 - 50/1.1 - 60/1.21 is still a cost.
  CHECK(years[2].discounted.difference.min == Approx(100 - 50 / 1.1 - 60 / 1.21));
  CHECK(years[2].discounted.lower.value == 0);
  CHECK(std::isnan(years[2].cash.lower.mcse));
}

TEST_CASE("equal spend pays for nothing") {
  const auto years = app::break_even({"2020-21"}, {{0, 0, 0}}, 0.035);
  CHECK(years[0].cash.lower.value == 0);
  CHECK(app::break_even_year(years, &app::BreakEvenYear::cash).empty());
}

TEST_CASE("the break-even year is the first from which on it is more likely than not") {
  const auto years =
      app::break_even({"1", "2", "3", "4"}, {{-1, -1, 1}, {5, 5, 0}, {-9, -9, 0}, {0, 0, 0}}, 0);
  CHECK(years[0].cash.lower.value == Approx(2. / 3));  // cheaper at first, then not: not yet paid for
  CHECK(years[1].cash.lower.value == 0);
  CHECK(app::break_even_year(years, &app::BreakEvenYear::cash) == "3");
}
