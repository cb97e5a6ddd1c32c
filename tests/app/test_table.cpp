// Text for terminals: tables, folded lines, figures, and the words of a command line.

#include <cmath>
#include <stdexcept>

#include "app/figures.hpp"
#include "app/run/run_options.hpp"
#include "app/table.hpp"
#include "app/user_error.hpp"
#include "tests/catch.hpp"

TEST_CASE("Columns line up under headings and groups") {
  app::Table table({"year", "low", "high"});
  table.group(1, 2, "Plans");
  table.row({"2019", "9", "1,234"});
  table.row({"2020", "10", "£5"});
  CHECK(table.text() ==
        "           Plans\n"
        "year  low   high\n"
        "2019    9  1,234\n"
        "2020   10     £5\n");
  CHECK_THROWS_AS(table.row({"too few"}), std::logic_error);
}

TEST_CASE("A table that is too wide narrows its widest gaps first, and says if that is not enough") {
  app::Table table({"a", "b", "c"});
  table.gap(1, 4);
  table.row({"1", "2", "3"});
  CHECK(table.fit(9));
  CHECK(table.text() == "a    b  c\n1    2  3\n");
  CHECK(table.fit(7));
  CHECK(table.text() == "a  b  c\n1  2  3\n");
  CHECK(table.fit(5));
  CHECK(table.text() == "a b c\n1 2 3\n");
  CHECK_FALSE(table.fit(4));
}

TEST_CASE("A wide group heading widens its columns") {
  app::Table table({"a", "b"});
  table.group(1, 1, "Wide heading");
  table.row({"x", "1"});
  CHECK(table.text() == "   Wide heading\na             b\nx             1\n");
}

TEST_CASE("Long lines fold at spaces") {
  CHECK(app::folded("one two three", "- ", "  ", 9) == "- one two\n  three\n");
  CHECK(app::folded("unbreakable-word", "", "", 5) == "unbreakable-word\n");
  CHECK(app::folded("£££ ££", "", "", 6) == "£££ ££\n");
}

TEST_CASE("Figures") {
  CHECK(app::whole(1234567.4) == "1,234,567");
  CHECK(app::whole(-999.6) == "-1,000");
  CHECK(app::whole(-0.2) == "0");
  CHECK(app::whole(std::nan("")) == "-");
  CHECK(app::decimal(-1234.56, 1) == "-1,234.6");
  CHECK(app::millions(-227300) == "-0.2");
  CHECK(app::per_cent(0.1234) == "12.3 %");
  CHECK(app::in_unit({.name = "x", .unit = sim::Unit::pence}, -1234) == "-£1,234");
  CHECK(app::pounds(-227300) == "-£227,300");
  CHECK(app::pounds(-0.3) == "£0");
  CHECK(app::in_unit({.name = "x", .unit = sim::Unit::per_1000, .scale = 1000}, 34.56) == "34.6");
}

TEST_CASE("A half is rounded away from nought, as people and spreadsheets do") {
  CHECK(app::whole(1664.5) == "1,665");
  CHECK(app::whole(1665.5) == "1,666");
  CHECK(app::whole(-1664.5) == "-1,665");
  CHECK(app::whole(0.5) == "1");
  CHECK(app::decimal(0.25, 1) == "0.3");
  CHECK(app::decimal(0.15, 1) == "0.2");  // no binary number is 0.15
  CHECK(app::millions(1.15e6) == "1.2");
  CHECK(app::per_cent(0.0715) == "7.2 %");
  CHECK(app::decimal(0.1499999999, 1) == "0.1");
  CHECK(app::whole(1664.4999999) == "1,664");
  CHECK(app::whole(9007199254740991) == "9,007,199,254,740,991");
  CHECK(app::fixed(1234.5, 0) == "1235");
  CHECK(app::fixed(-0.04, 1) == "0.0");
}

TEST_CASE("The sign of millions of pounds stands before the pound") {
  CHECK(app::pounds_in_millions(-7.7e6) == "-£7.7m");
  CHECK(app::pounds_in_millions(7.7e6) == "£7.7m");
  CHECK(app::pounds_in_millions(-4e4) == "£0.0m");
  CHECK(app::pounds_in_millions(std::nan("")) == "-");
}

TEST_CASE("Commands are quoted so that a shell reads them back") {
  CHECK(app::shell_word("a/b-c.toml") == "a/b-c.toml");
  CHECK(app::shell_word("it's") == "'it'\\''s'");
  CHECK(app::shell_word("") == "''");
  app::RunWords words;
  words.choice.config = "my plan.toml";
  words.choice.settings = {"x = 1"};
  words.replicates = "64";
  words.layers = true;
  const auto options = app::run_options(words);
  CHECK(app::repeat_command(options) == "sendcast run 'my plan.toml' --set 'x = 1' -n 64 --seed 1 --layers");
  words.replicates = "1073741825";
  CHECK_THROWS_AS(app::run_options(words), app::UserError);
}

TEST_CASE("Models that differ have default folders that differ") {
  const auto folder = [](const app::ConfigChoice& choice) { return app::default_folder(choice).string(); };
  CHECK(folder({"configs/areas/kingston/published-ledger.toml", {}, {}}) == "out/kingston-published-ledger");
  CHECK(folder({"configs/areas/richmond/published-ledger.toml", {}, {}}) == "out/richmond-published-ledger");
  CHECK(folder({"/a/b/../plan.toml", {"x/more.toml", "y/dearer.toml"}, {}}) == "out/a-plan+more+dearer");
  CHECK(folder({"/plan.toml", {}, {}}) == "out/plan");
  const auto one = folder({"/a/plan.toml", {}, {"x=1"}}), two = folder({"/a/plan.toml", {}, {"x=2"}});
  CHECK(one.starts_with("out/a-plan-set-"));
  CHECK(one != two);
  app::RunWords words;
  words.out = "";
  CHECK_THROWS_AS(app::run_options(words), app::UserError);
}
