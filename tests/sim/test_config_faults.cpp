// Every way to get a configuration wrong, and the exact words that say so: all faults at once, by file and
// line.

#include <map>
#include <sstream>

#include "sim/config.hpp"
#include "sim/key.hpp"
#include "tests/catch.hpp"
#include "tests/sim/fruit_shop.hpp"

using fruit_shop::Folder;

TEST_CASE("names that nobody declared are reported with the nearest one") {
  const Folder folder;
  CHECK(folder.faults(
            "rent = 5\nownr = \"x\"\n[sale]\nrate = 1\n[sales]\nrtae = 0.1\nstorage = 3\nzzzzzz = 1\n") ==
        "shop.toml:2: 'ownr' is not a known name (no parameter or setting is called that) did you mean "
        "'owner'?\n"
        "shop.toml:3: 'sale' is not a known name (no parameter or setting is called that) did you mean "
        "'sales'?\n"
        "shop.toml:6: 'sales.rtae' is not a known name (no parameter or setting is called that) did you mean "
        "'sales.rate'?\n"
        "shop.toml:7: 'sales.storage' is not a known name (it stands in the table [sales]) put 'storage' "
        "above the "
        "first [header]\n"
        "shop.toml:8: 'sales.zzzzzz' is not a known name (no parameter or setting is called that)\n");
}

TEST_CASE("a required parameter that nobody set is named, explained and placed") {
  const Folder folder;
  CHECK(folder.faults("[supplier.jim]\ndelay = 2\n[[goal]]\nvalue = 3\n") ==
        "shop.toml: 'rent' is not set (Rent of the shop. [GBP per year]) set it at the top of this file or "
        "of one "
        "that it extends\n"
        "shop.toml:1: 'supplier.jim.cost.kilo' is not set (Cost of a kilogram. [GBP per kg]) set it here\n"
        "shop.toml:1: 'supplier.jim.country' is not set (Where from.) set it here\n"
        "shop.toml:3: 'goal.0001.year' is not set (In which year.) set it here\n");
}

TEST_CASE("values of the wrong kind say what they are and what they must be") {
  const Folder folder;
  CHECK(folder.faults(
            "rent = 'x'\nowner = 3\ntills = 1.5\nopen_on_sunday = 'yes'\nsells = ['aple', 3]\n"
            "opened = '2020-02-30'\nsales = 3\nsupplier = 3\ngoal = [3]\nextends = 3\ncorrelations = 1\n") ==
        "shop.toml:1: 'rent' must be a number (it is text; between 0 and 1000000, GBP per year)\n"
        "shop.toml:2: 'owner' must be text (it is a whole number)\n"
        "shop.toml:3: 'tills' must be a whole number (it is a number)\n"
        "shop.toml:4: 'open_on_sunday' must be true or false (it is text)\n"
        "shop.toml:5: 'sells' is 'aple' (it is one of 'apple', 'pear', 'plum') did you mean 'apple'?\n"
        "shop.toml:5: 'sells' must be a list of texts (it is a whole number)\n"
        "shop.toml:6: 'opened' is '2020-02-30' (a date reads 2020-03-31)\n"
        "shop.toml:7: 'sales' must be a table (it is a whole number)\n"
        "shop.toml:8: 'supplier' must be [supplier.id] tables or a list of tables (it is a whole number)\n"
        "shop.toml:9: 'goal number 1' must be a table (it is a whole number)\n"
        "shop.toml:10: 'extends' must be a path or a list of paths (it is a whole number)\n"
        "shop.toml:11: 'correlations' must be a list of tables (it is a whole number)\n");
}

TEST_CASE("numbers outside their bounds, infinite or not numbers at all are refused") {
  const Folder folder;
  CHECK(folder.faults("rent = -5\nstorage = inf\n[sales]\nrate = { 3 = 1.5, default = nan }\n"
                      "price = { apple = inf, default = 100.5 }\nmix = inf\ntrend = -inf\n") ==
        "shop.toml:1: 'rent' is -5 (it must be between 0 and 1000000, GBP per year)\n"
        "shop.toml:4: 'sales.rate[3]' is 1.5 (it must be between 0 and 1, per day)\n"
        "shop.toml:4: 'sales.rate[default]' is nan (it must be between 0 and 1, per day)\n"
        "shop.toml:5: 'sales.price[apple]' is inf (it must be between 0 and 100, GBP per kg)\n"
        "shop.toml:5: 'sales.price[default]' is 100.5 (it must be between 0 and 100, GBP per kg)\n"
        "shop.toml:7: 'sales.trend' is -inf (it must be between 0 and 10, ratio)\n");
}

TEST_CASE("one slip of syntax does not hide the faults around it") {
  const Folder folder;
  const std::string messages =
      folder.faults("rent = 5\nrent = 6\nowner = \n[sales]\nrate = 3\n[sales]\nprice = 3\n");
  // The library words the reasons, and its versions differ.
  std::vector<std::string> starts;
  for (std::istringstream lines(messages); std::getline(lines, starts.emplace_back());) {
    auto& line = starts.back();
    if (line.find("not TOML") != std::string::npos) line.resize(line.find(" ("));
  }
  CHECK(starts ==
        std::vector<std::string>{"shop.toml:2: this is not TOML", "shop.toml:3: this is not TOML",
                                 "shop.toml:5: 'sales.rate' is 3 (it must be between 0 and 1, per day)",
                                 "shop.toml:6: this is not TOML", ""});
  CHECK(messages.find("cannot redefine existing integer 'rent'") != std::string::npos);
  CHECK(folder.faults("rent = [5,\n\n").ends_with(") the rest of the file was not checked\n"));
}

TEST_CASE("labels that are not of the axis, given twice or left out are named") {
  const Folder folder;
  CHECK(folder.faults(
            "rent = 5\n[sales]\nrate = { 1 = 0.5, '2-8' = 0.3 }\nprice = { aple = 1, pear = 2 }\n"
            "trend = { 2019-20 = 1, 2019 = 3 }\nmix = { apple = { '1-5' = 1, '4-7' = 2 }, default = 3 }\n") ==
        "shop.toml:3: '2-8' is not a label of 'sales.rate' (weekday is '1', '2', '3', '4', '5', '6', '7')\n"
        "shop.toml:4: 'aple' is not a label of 'sales.price' (fruit is 'apple', 'pear', 'plum', "
        "'blood-orange') did "
        "you mean 'apple'?\n"
        "shop.toml:5: 'sales.trend' gives year '2019' twice (by '2019-20' and by '2019' on line 5)\n"
        "shop.toml:6: 'sales.mix[apple]' gives weekday '4' twice (by '4-7' and by '1-5' on line 6)\n");
  CHECK(
      folder.faults("rent = 5\n[sales]\nrate = [1, 2]\nprice = {}\ntrend = { 2030 = 1 }\n"
                    "mix = { apple = [1, 2, 3], pear = 1 }\n") ==
      "shop.toml:3: 'sales.rate' lists 2 values (weekday has 7 labels: weekday is '1', '2', '3', '4', '5', "
      "'6', "
      "'7')\n"
      "shop.toml:4: 'sales.price' has no value for fruit 'apple', 'pear', 'plum', 'blood-orange'; add them, "
      "or "
      "'default'\n"
      "shop.toml:5: '2030' is not a label of 'sales.trend' (year is '2018', '2019', '2020', '2021', '2022')\n"
      "shop.toml:6: 'sales.mix' has no value for fruit 'plum', 'blood-orange'; add them, or 'default'\n"
      "shop.toml:6: 'sales.mix[apple]' lists 3 values (weekday has 7 labels: weekday is '1', '2', '3', '4', "
      "'5', "
      "'6', '7')\n");
}

TEST_CASE("the keys of a distribution and of its evidence are checked") {
  const Folder folder;
  CHECK(folder.faults("rent = { mean = 5, sd = 'x' }\n[sales]\nrate = { mean = 0.5, sd = 0.1, sorce = 'x' }\n"
                      "price = { mean = inf, sd = 1 }\ntrend = { values = 3, weights = ['a'] }\n"
                      "mix = { mean = 1, sd = 0.5, reliability = 'ambr', source = 3 }\n") ==
        "shop.toml:1: 'sd' of 'rent' must be a number (it is text)\n"
        "shop.toml:3: 'sorce' is not a key of a number (in 'sales.rate') did you mean 'source'?\n"
        "shop.toml:4: 'mean' of 'sales.price' must be a finite number (it is inf)\n"
        "shop.toml:5: 'values' of 'sales.trend' must be a list of at most 10000 numbers (it is a whole "
        "number)\n"
        "shop.toml:5: a value of 'sales.trend' must be a number (it is text)\n"
        "shop.toml:6: 'reliability' of 'sales.mix' is 'ambr' (it is green, amber or red) did you mean "
        "'amber'?\n"
        "shop.toml:6: 'source' of 'sales.mix' must be text (it is a whole number)\n");
}

TEST_CASE("a distribution with mass outside the bounds is refused where it stands") {
  const Folder folder;
  const std::string messages =
      folder.faults("rent = 5\nsales.rate = { dist = 'normal', mean = 0.9, sd = 0.2 }\n");
  CHECK(messages.starts_with("shop.toml:2: 'sales.rate': "));
}

TEST_CASE("CSV faults point into the CSV file") {
  const Folder folder;
  folder.write("a.csv", "weekday,rate\n1,0.1\n2,x\n2,0.3\n8,0.2\n3,\n4,\"1,000\"\n5,0.1,3\n6,7\n");
  CHECK(folder.faults("rent = 5\nsales.rate = { csv = 'a.csv', column = 'rate' }\n") ==
        "a.csv:3: 'x' is not a number (in column 'rate')\n"
        "a.csv:4: weekday '2' is there twice (first on line 3)\n"
        "a.csv:5: '8' is not a label of 'sales.rate' (weekday is '1', '2', '3', '4', '5', '6', '7')\n"
        "a.csv:6: column 'rate' is empty\n"
        "a.csv:7: '1,000' is not a number (in column 'rate') leave out the comma\n"
        "a.csv:8: the row has 3 cells (the header has 2)\n"
        "a.csv:9: 'sales.rate[6]' is 7 (it must be between 0 and 1, per day)\n");
}

TEST_CASE("CSV references that lead nowhere point into the TOML file") {
  const Folder folder;
  folder.write("a.csv", "weekday,rate\n1-7,1\n");
  folder.write("header.csv", "weekday,rate\n");
  CHECK(
      folder.faults(
          "rent = 5\n[sales]\nrate = { csv = 'a.csv', column = 'rte' }\n"
          "price = { csv = 'a.csv', column = 'rate' }\n"
          "mix = { apple = { csv = 'a.csv', column = 'rate', sep = 1 }, pear = { csv = 'b.csv', column = "
          "'x' }, plum = { csv = 'a.csv' }, blood-orange = { csv = 'header.csv', column = 'rate' } }\n") ==
      "header.csv: the file has no rows\n"
      "shop.toml:3: 'a.csv' has no column 'rte'; did you mean 'rate'?\n"
      "shop.toml:4: 'a.csv' has no column 'fruit'\n"
      "shop.toml:5: 'b.csv' cannot be read (there is no such file)\n"
      "shop.toml:5: 'sales.mix[plum]' names a csv file but no column\n"
      "shop.toml:5: 'sep' cannot stand beside 'csv' in 'sales.mix[apple]' (the keys are csv, column, source, "
      "reliability and note)\n");
}

TEST_CASE("correlations must name two uncertain parameters and be possible together") {
  const Folder folder;
  CHECK(folder.faults("rent = { mean = 5, sd = 1 }\n"
                      "sales.price = { apple = { mean = 1, sd = 0.1 }, default = 1 }\n"
                      "correlations = [\n"
                      "  { a = 'rent', b = 'sales.rate', spearman = 0.5 },\n"
                      "  { a = 'rnet', b = 'rent', spearman = 2 },\n"
                      "  { a = 'sales.price', b = 'rent', spearman = 0.1 },\n"
                      "  { a = 'rent', b = 'rent', spearman = 0.1 },\n"
                      "  { a = 'rent', c = 1 },\n"
                      "  3 ]\n") ==
        "shop.toml:4: 'sales.rate' cannot be correlated (it is certain) give it a distribution\n"
        "shop.toml:5: 'rnet' is not an uncertain parameter; did you mean 'rent'?\n"
        "shop.toml:5: 'spearman' of a correlation must be a number between -1 and 1\n"
        "shop.toml:6: 'sales.price' is not an uncertain parameter (its cells are drawn one by one) name one, "
        "such as "
        "'sales.price[apple]'\n"
        "shop.toml:7: 'rent' is correlated with itself\n"
        "shop.toml:8: 'b' of a correlation must be the name of a parameter\n"
        "shop.toml:8: 'c' is not a key of a correlation (the keys are a, b and spearman)\n"
        "shop.toml:8: 'spearman' of a correlation must be a number between -1 and 1\n"
        "shop.toml:9: a correlation must be a table ({ a = \"...\", b = \"...\", spearman = 0.5 })\n");
  const std::string impossible = folder.faults(
      "rent = { mean = 5, sd = 1 }\nstorage = { mean = 5, sd = 1 }\nsales.trend = { mean = 1, sd = 0.1 }\n"
      "correlations = [\n  { a = 'rent', b = 'storage', spearman = 0.9 },\n"
      "  { a = 'rent', b = 'sales.trend', spearman = 0.9 },\n"
      "  { a = 'storage', b = 'sales.trend', spearman = -0.9 } ]\n");
  CHECK(impossible.starts_with("shop.toml:6: the correlations cannot all hold ("));
}

TEST_CASE("shares say where they may stand and what they are made of") {
  const Folder folder;
  CHECK(
      folder.faults("rent = { dirichlet = [1, 2] }\n"
                    "[sales]\n"
                    "mix = { dirichlet = [1, 2] }\n"
                    "price = { dirichlet = { apple = 1, pear = { mean = 2, sd = 1 } }, mean = 3 }\n"
                    "rate = { dirichlet = [0, 0, 0, 0, 0, 0, 0] }\n"
                    "trend = { dirichlet = 5 }\n") ==
      "shop.toml:1: 'rent' is not a row of shares ('dirichlet' stands where one axis of the parameter "
      "remains)\n"
      "shop.toml:3: 'sales.mix' is not a row of shares ('dirichlet' stands where one axis of the parameter "
      "remains)\n"
      "shop.toml:4: 'mean' cannot stand beside 'dirichlet' in 'sales.price' (the keys are dirichlet, source, "
      "reliability and note)\n"
      "shop.toml:4: 'sales.price' has no value for fruit 'plum', 'blood-orange'; add them, or 'default'\n"
      "shop.toml:4: a concentration of 'sales.price[pear]' must be a number (it is a table)\n"
      "shop.toml:5: the concentrations of 'sales.rate' add to nought (they share something out) give at "
      "least "
      "one of them a count\n"
      "shop.toml:6: 'dirichlet' of 'sales.trend' must be a list or a table (it is a whole number) give each "
      "year "
      "a "
      "concentration\n");
  CHECK(folder.faults("rent = 5\nsales.price = { dirichlet = [1e-9, 1, -1, inf] }\n") ==
        "shop.toml:2: 'sales.price[blood-orange]' is inf (it must be between 0 and 1000000000)\n"
        "shop.toml:2: 'sales.price[plum]' is -1 (it must be between 0 and 1000000000)\n"
        "shop.toml:2: a concentration of 'sales.price' is 1e-09 (it must be 0, for a share of nought, or at "
        "least "
        "0.001)\n");
  CHECK(folder.faults("rent = { mean = 5, sd = 1 }\nsales.price = { dirichlet = [1, 2, 3, 4] }\n"
                      "correlations = [ { a = 'rent', b = 'sales.price[apple]', spearman = 0.5 } ]\n") ==
        "shop.toml:3: 'sales.price[apple]' cannot be correlated (it is a share, tied to the others of its "
        "whole)\n");
}

TEST_CASE("members must have usable, distinct names") {
  const Folder folder;
  CHECK(folder.faults(
            "rent = 5\n[[goal]]\nid = 'a'\nvalue = 3\nyear = 'x'\n[[goal]]\nid = 'a'\n[[goal]]\nid = 'b c'\n"
            "[[goal]]\nid = 3\n[supplier.jim]\ncountry = 'Engand'\ncost.kilo = 3\ncost.kilogram = 3\n") ==
        "shop.toml:6: goal 'a' is there twice (first on line 2)\n"
        "shop.toml:8: 'b c' cannot name a goal (letters, digits, '_' and, not at its beginning, '-', at most "
        "64)\n"
        "shop.toml:11: 'goal.id' must be text (it is a whole number)\n"
        "shop.toml:13: 'supplier.jim.country' is 'Engand' (it is one of 'England', 'Kenya', 'Spain') did you "
        "mean "
        "'England'?\n"
        "shop.toml:15: 'supplier.jim.cost.kilogram' is not a known name (no parameter or setting is called "
        "that) did "
        "you mean 'cost.kilo'?\n");
}

TEST_CASE("words that a spreadsheet takes for a formula are refused") {
  const Folder folder;
  for (const auto* first : {"=", "+", "-", "@", "\\t"}) {
    INFO(first);
    CHECK_THAT(folder.faults("rent = 5\n[supplier.jim]\ncountry = \"" + std::string(first) + "1+1\"\n"),
               Catch::Matchers::Contains("shop.toml:3: 'supplier.jim.country' is") &&
                   Catch::Matchers::Contains("for a formula") &&
                   Catch::Matchers::Contains("begin it with a letter or a digit"));
    CHECK_THAT(folder.faults("rent = { value = 5, source = \"" + std::string(first) + "A1\" }\n"),
               Catch::Matchers::Contains("shop.toml:1: 'source of rent' is"));
  }
  CHECK_THAT(folder.faults("rent = 5\n[supplier.-jim]\ncountry = 'Kenya'\n"),
             Catch::Matchers::Contains("'-jim' cannot name a supplier"));
}

TEST_CASE("two members whose names hash to one key are refused") {
  std::map<std::uint16_t, std::string> seen;
  std::string first, second;
  for (int i = 0; second.empty(); ++i) {
    const std::string id = "s" + std::to_string(i);
    const auto [at, added] = seen.emplace(sim::name_hash16(id), id);
    if (!added) first = at->second, second = id;
  }
  const Folder folder;
  const std::string rest = "country = 'Spain'\ncost.kilo = 1\n";
  const std::string later = std::max(first, second), earlier = std::min(first, second);
  CHECK(
      folder.faults("rent = 5\n[supplier." + earlier + "]\n" + rest + "[supplier." + later + "]\n" + rest) ==
      "shop.toml:5: supplier '" + later + "' clashes with '" + earlier +
          "' (their names hash to one key of the random numbers) rename one of them\n");
}

TEST_CASE("faults of --set name the option as the file") {
  const Folder folder;
  folder.write("shop.toml", "rent = 5\n");
  const std::vector<sim::Override> options{
      {"rnet", "5"}, {"sales.rate", "{ 1 = 3 }"}, {"", "3"}, {"rent", "3\nrent = 5"}};
  CHECK(folder.messages(folder.read({}, options)) ==
        "--set =3: the option names no parameter\n"
        "--set rent=3?rent = 5: the value is not TOML (one value, on one line) quote text: '\"...\"'\n"
        "--set rnet=5: 'rnet' is not a known name (no parameter or setting is called that) did you mean "
        "'rent'?\n"
        "--set sales.rate={ 1 = 3 }: 'sales.rate' has no value for weekday '2', '3', '4', '5', '6' and 1 "
        "more; add "
        "them, or 'default'\n"
        "--set sales.rate={ 1 = 3 }: 'sales.rate[1]' is 3 (it must be between 0 and 1, per day)\n");
}

TEST_CASE("text without quotes is no TOML value") {
  const Folder folder;
  folder.write("shop.toml", "rent = 5\n");
  const std::string messages = folder.messages(folder.read({}, std::vector<sim::Override>{{"owner", "Ann"}}));
  CHECK(messages.starts_with("--set owner=Ann: the value is not TOML ("));
  CHECK(messages.ends_with(") quote text: '\"...\"'\n"));
}

TEST_CASE("an overruled value is checked all the same") {
  const Folder folder;
  folder.write("base.toml", "rent = -1\n");
  CHECK(folder.faults("extends = 'base.toml'\nrent = 1\n") ==
        "base.toml:1: 'rent' is -1 (it must be between 0 and 1000000, GBP per year)\n");
}
