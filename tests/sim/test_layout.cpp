// Columns, canonical order and derived shares.

#include <cmath>
#include <stdexcept>

#include "sim/layout.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

Layout stock_and_share() {
  Layout layout;
  const auto stock = layout.add_metric({.name = "stock", .headline = true});
  const auto independent = layout.add_metric({.name = "independent"});
  const auto spend = layout.add_metric({.name = "spend", .unit = Unit::pence});
  layout.add_metric(
      {.name = "share", .unit = Unit::share, .numerator = "independent", .denominator = "stock"});
  layout.add_series(stock, "total", "total", {"2020", "2021"});
  layout.add_series(stock, "need", "ASD", {"2020", "2021"});
  layout.add_series(independent, "total", "total", {"2020", "2021"});
  layout.add_series(independent, "phase", "primary", {"2020", "2021"});
  layout.add_series(spend, "total", "total", {"2020-21"});
  layout.derive_ratios();
  return layout;
}

}  // namespace

TEST_CASE("each stored series owns one column per period, in the order of declaration") {
  const Layout layout = stock_and_share();
  CHECK(layout.columns() == 9);
  CHECK(layout.column(0, 0) == 0);
  CHECK(layout.column(1, 1) == 3);
  CHECK(layout.column(*layout.find_series("spend", "total", "total"), 0) == 8);
  CHECK(layout.series_of_columns() == std::vector<std::uint32_t>{0, 0, 1, 1, 2, 2, 3, 3, 4});
  CHECK(layout == stock_and_share());
}

TEST_CASE("a share exists where numerator and denominator have the same breakdown") {
  const Layout layout = stock_and_share();
  REQUIRE(layout.series().size() == 6);  // five stored, one share: stock is not broken down by phase
  const auto share = layout.find_series("share", "total", "total");
  REQUIRE(share);
  CHECK(layout.is_ratio(*share));
  CHECK(layout.ratio_parts(*share) == std::pair<std::uint32_t, std::uint32_t>{2, 0});
  CHECK(layout.periods(*share) == std::vector<std::string>{"2020", "2021"});
  CHECK_FALSE(layout.find_series("share", "phase", "primary"));
}

TEST_CASE("a ratio need not be a share") {
  Layout layout;
  const auto spend = layout.add_metric({.name = "spend", .unit = Unit::pence});
  const auto heads = layout.add_metric({.name = "heads"});
  layout.add_metric({.name = "price", .unit = Unit::pence, .numerator = "spend", .denominator = "heads"});
  layout.add_metric({.name = "rate", .unit = Unit::per_1000, .numerator = "heads", .denominator = "heads"});
  layout.add_series(spend, "total", "total", {"2020"});
  layout.add_series(heads, "total", "total", {"2020"});
  layout.derive_ratios();
  CHECK(layout.columns() == 2);
  CHECK(layout.is_ratio(*layout.find_series("price", "total", "total")));
  CHECK(layout.is_ratio(*layout.find_series("rate", "total", "total")));
}

TEST_CASE("headline columns are those of headline metrics and of the parts of shares") {
  CHECK(stock_and_share().headline_columns() ==
        std::vector<bool>{true, true, true, true, true, true, false, false, false});
}

TEST_CASE("a ratio to an empty base has no value") {
  CHECK(std::isnan(ratio_of(0, 0, 1000)));
  CHECK(std::isnan(ratio_of(3, 0, 1)));
  CHECK(ratio_of(3, 4, 1) == 0.75);
  CHECK(ratio_of(-1, 4, 1000) == -250);
}

TEST_CASE("a layout refuses what would be ambiguous") {
  Layout layout;
  const auto stock = layout.add_metric({.name = "stock"});
  const auto share =
      layout.add_metric({.name = "s", .unit = Unit::share, .numerator = "x", .denominator = "stock"});
  layout.add_series(stock, "total", "total", {"2020"});
  CHECK_THROWS_AS(layout.add_metric({.name = "stock"}), std::logic_error);
  CHECK_THROWS_AS(layout.add_series(stock, "total", "total", {"2020"}), std::logic_error);
  CHECK_THROWS_AS(layout.add_series(share, "total", "total", {"2020"}), std::logic_error);
  CHECK_THROWS_AS(layout.add_series(9, "total", "total", {"2020"}), std::logic_error);
  CHECK_THROWS_AS(layout.derive_ratios(), std::logic_error);
}

TEST_CASE("periods are written in the form of their type") {
  for (const auto type : {PeriodType::january, PeriodType::september, PeriodType::calendar_year}) {
    CHECK(is_period(type, "2020"));
    for (const auto* other : {"", "20", "20200", "2020-21", "2020-spring", "year", "-202", " 2020"})
      CHECK_FALSE(is_period(type, other));
  }
  CHECK(is_period(PeriodType::term_end, "2020-spring"));
  CHECK_FALSE(is_period(PeriodType::term_end, "2020-winter"));
  CHECK_FALSE(is_period(PeriodType::term_end, "2020"));
  for (const auto type : {PeriodType::academic_year, PeriodType::financial_year}) {
    CHECK(is_period(type, "2019-20"));
    CHECK(is_period(type, "2099-00"));
    for (const auto* other : {"2019", "2019-21", "2019-2020", "2019/20", "2019-+0", "2019-2"})
      CHECK_FALSE(is_period(type, other));
  }
}

TEST_CASE("names of units and periods are read back") {
  for (const auto type : {PeriodType::january, PeriodType::term_end, PeriodType::financial_year}) {
    CHECK(period_type_from(to_string(type)) == type);
  }
  CHECK(to_string(Unit::pence) == "pounds");
  CHECK(unit_from("pounds") == Unit::pence);
  CHECK_FALSE(unit_from("euros"));
}
