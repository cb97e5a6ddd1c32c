// Figures in the sentences and tables of a page.

#include "app/figures.hpp"
#include "app/report/outturn_record.hpp"
#include "app/report/report_words.hpp"
#include "tests/catch.hpp"

using sim::Unit;

namespace {

sim::Summary of(std::vector<double> values) { return sim::summarise(values); }
std::vector<double> many(std::size_t n, double from, double to) {
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = from + (to - from) * static_cast<double>(i) / static_cast<double>(n - 1);
  return out;
}

}  // namespace

TEST_CASE("Certain is said only of what is certain") {
  CHECK(app::chance_figure(0) == "0.0");
  CHECK(app::chance_figure(1) == "100.0");
  CHECK(app::chance_figure(1 / 4000.0) == "<0.1");
  CHECK(app::chance_figure(3999 / 4000.0) == ">99.9");
  CHECK(app::chance_figure(0.5128) == "51.3");
  CHECK(app::chance_figure(0.999) == "99.9");
  CHECK(app::chance_figure(0.996, 0) == ">99");
  CHECK(app::chance_figure(0.004, 0) == "<1");
  CHECK(app::chance_figure(NAN) == "-");
  CHECK(app::chance_per_cent(1 / 4000.0) == "under 0.1 %");
  CHECK(app::chance_per_cent(3999 / 4000.0) == "over 99.9 %");
  CHECK(app::chance_per_cent(1) == "100.0 %");
  CHECK(app::chance_per_cent(NAN) == "-");
  CHECK(app::chance_cell(3999 / 4000.0).text == "over 99.9 %");
  CHECK(app::chance_words(3999 / 4000.0, 0.00025, 4000) == "over 99.9 % (Monte Carlo error ±0.0 points)");
  CHECK(app::chance_words(1, 0, 4000) == "100 % (in all 4,000 replicates)");
}

TEST_CASE("One replicate is no chance, and no range") {
  CHECK(app::chance_words(0, NAN, 1) == "not known (not so in the only replicate)");
  CHECK(app::chance_words(1, NAN, 1) == "not known (so in the only replicate)");
  CHECK(app::spread_words(Unit::count, of({12})) == "12 in the only replicate");
  CHECK(app::histories(1) == "one simulated history");
  CHECK(app::histories(1000) == "1,000 simulated histories");
}

TEST_CASE("A range that rounds to one figure is not called a range") {
  CHECK(app::spread_words(Unit::count, of(many(101, 0, 1000))) ==
        "500 (median; 8 in 10 replicates between 100 and 900)");
  CHECK(app::spread_words(Unit::count, of({3, 3, 3})) == "3 in every replicate");
  CHECK(app::spread_words(Unit::count, of(many(101, 0, 0.4))) == "0 in every replicate, as rounded");
  auto rare = many(101, 0, 0.4);
  rare.back() = 7;
  CHECK(app::spread_words(Unit::count, of(rare)) ==
        "0 in at least 8 of 10 replicates, in all between 0 and 7");
}

TEST_CASE("A negative deficit is a surplus") {
  CHECK(app::balance_figure(-37.3e6) == "a surplus of £37.3m");
  CHECK(app::balance_figure(3.1e6) == "a deficit of £3.1m");
  CHECK(app::balance_figure(0) == "£0");
  const auto crosses = of(many(101, -10e6, 30e6));
  CHECK(app::says_surplus(crosses));
  CHECK(
      app::balance_words(crosses) ==
      "a deficit of £10.0m (median; 8 in 10 replicates between a surplus of £6.0m and a deficit of £26.0m)");
  CHECK_FALSE(app::says_surplus(of(many(101, 1e6, 30e6))));
  CHECK(app::says_surplus(of({-1e6})));
  CHECK(app::is_deficit("cumulative_deficit"));
  CHECK_FALSE(app::is_deficit("hnb_spend"));
}

TEST_CASE("Shares differ by points, other figures by what they are") {
  CHECK(app::difference_figure(Unit::share, -0.0123) == "-1.2 points");
  CHECK(app::difference_cell(Unit::share, 0.02).text == "2.0 points");
  CHECK(app::difference_figure(Unit::pence, -3.1e6) == "-£3.1m");
  CHECK(app::difference_words(Unit::share, of({-0.01, -0.01})) == "-1.0 points in every replicate");
  CHECK(app::difference_unit(Unit::share) == "points");
  CHECK(app::difference_unit(Unit::count) == "count");
}

TEST_CASE("A minus stays with its sum where a line ends") {
  app::Document page;
  page.sections.push_back({"a", "A", {app::PageText{"From -£3.1m to £2m."}}});
  const auto html = app::document_json(page)["sections"][0]["blocks"][0]["paragraph"]["html"];
  CHECK(html == "From <span class=\"sum\">-£3.1m</span> to £2m.");
}

TEST_CASE("What lies at the end of a range is inside, and one figure is not several") {
  app::OutturnRecord r;
  r.forecast = of(many(101, 0, 1000));
  r.happened = r.forecast.p10;
  r.percentile = 0.099;
  CHECK(r.inside());
  CHECK(app::record_words({r}) ==
        "The one figure of this forecast that has come since lies between P10 and P90");
  auto outside = r;
  outside.happened = 999;
  CHECK_FALSE(outside.inside());
  CHECK(app::record_words({r, outside}) ==
        "Of 2 figures of this forecast that have come since, 1 lies between P10 and P90");
  CHECK(app::record_words({outside, outside}) ==
        "Of 2 figures of this forecast that have come since, none lie between P10 and P90");
  CHECK(app::record_words({}).empty());
  r.forecast = of({1000});
  CHECK(app::record_words({r}) == "One replicate has no range for the figure that has come since to lie in");
}
