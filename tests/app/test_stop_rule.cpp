// When a run has enough replicates, and how a command line is read back.

#include <cmath>

#include "app/number_words.hpp"
#include "app/risk/risk_options.hpp"
#include "app/run/run_options.hpp"
#include "app/run/stop_rule.hpp"
#include "app/stored/run_config.hpp"
#include "app/user_error.hpp"
#include "tests/catch.hpp"

TEST_CASE("A stop rule names a figure and an error") {
  const auto rule = app::stop_rule("mcse(p95 of cumulative_deficit in 2024-25) < 1%");
  CHECK(rule.probability == Approx(0.95));
  CHECK(rule.metric == "cumulative_deficit");
  CHECK(rule.period == "2024-25");
  CHECK(rule.relative);
  CHECK(rule.below == Approx(0.01));
  const auto part = app::stop_rule(" mcse( mean of hnb_spend by line place funding in 2019-20 )<=2.5e5 ");
  CHECK(part.probability < 0);
  CHECK(part.breakdown == "line");
  CHECK(part.category == "place funding");
  CHECK_FALSE(part.relative);
  CHECK(part.below == 250000);
  CHECK(app::stop_rule("mcse(median of a in 2020) < 1").probability == 0.5);
  for (const auto* wrong :
       {"", "p95 of a in 2020 < 1%", "mcse(p0 of a in 2020) < 1%", "mcse(p95 of a) < 1%",
        "mcse(p95 of a in 2020) < 0", "mcse(p95 of a in 2020) < x%", "mcse(p95 of a in 2020) > 1%"})
    CHECK_THROWS_AS(app::stop_rule(wrong), app::UserError);
}

TEST_CASE("A rule is met once the error is small, and asks for as many replicates as the error does") {
  auto rule = app::stop_rule("mcse(mean of a in 2020) < 10%");
  std::vector<double> values(640);
  for (std::size_t r = 0; r < values.size(); ++r) values[r] = 100 + 160 * static_cast<double>(r % 16 == 3);
  // Sixteen scrambles of mean 100 but one of 260: their mean is 110, its error 40 / 4.
  const auto state = app::state_of(rule, values);
  CHECK(state.value == Approx(110));
  CHECK(state.mcse == Approx(10));
  CHECK(state.aim == Approx(11));
  CHECK(state.met);
  rule.below = 0.05;
  const auto larger = app::state_of(rule, values);
  CHECK_FALSE(larger.met);
  CHECK(app::next_replicates(larger, 64, 100000) == 2368);  // 640 x 1.1 x (10 / 5.5)^2, whole blocks
  CHECK(app::next_replicates(larger, 64, 1024) == 1024);
  rule.below = 0.001;
  CHECK(app::next_replicates(app::state_of(rule, values), 64, 100000) == 2560);  // four times at most
  CHECK_FALSE(app::state_of(rule, std::vector<double>(16, 1.0)).met);            // no error can be stated
  CHECK(app::state_of(rule, std::vector<double>(640, 7.0)).met);                 // nothing varies
}

TEST_CASE("Words of a command come back as they were quoted") {
  for (const std::string word : {"plain", "two words", "it's", "a='b c'", "", "\\", "£"})
    CHECK(app::words_of("sendcast run " + app::shell_word(word)).back() == word);
  CHECK(app::words_of("  a  'b c'd ") == std::vector<std::string>{"a", "b cd"});
}

TEST_CASE("Amounts and years are read as people write them") {
  CHECK(app::pounds_number("x", "20m") == 2e7);
  CHECK(app::pounds_number("x", "£1.5M") == 1.5e6);
  CHECK(app::pounds_number("x", "-300k") == -3e5);
  CHECK(app::pounds_number("x", "0") == 0);
  for (const auto* wrong : {"", "m", "£", "£-5", "1e400", "nan", "20mm"})
    CHECK_THROWS_AS(app::pounds_number("x", wrong), app::UserError);
  for (const auto* year : {"2020-21", "2020/21", "2020"})
    CHECK(app::financial_year_of(year, "x") == "2020-21");
  CHECK(app::financial_year_of("1999", "x") == "1999-00");
  for (const auto* wrong : {"", "20", "2020-22", "soon"})
    CHECK_THROWS_AS(app::financial_year_of(wrong, "x"), app::UserError);
}
