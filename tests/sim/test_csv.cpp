// CSV as people save it: byte order marks, CRLF, quotes, and every way to get it wrong.

#include "sim/csv.hpp"
#include "tests/catch.hpp"

namespace {

const sim::Source source{"prices.csv", "prices.csv", "."};

struct Parsed {
  sim::CsvTable table;
  std::string messages;
};

Parsed parse(std::string_view text) {
  sim::Faults faults;
  auto table = sim::parse_csv(text, source, faults);
  return {std::move(table), sim::to_string(faults.take())};
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("csv accepts what spreadsheets write") {
  const auto [table, messages] = parse(
      "\xEF\xBB\xBF"
      "fruit, price\r\n\"apple\",1.5\r\n\r\n\"plum, \"\"red\"\"\" ,2\r\n");
  CHECK(messages.empty());
  CHECK(table.columns == Cells{"fruit", "price"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells == Cells{"apple", "1.5"});
  CHECK(table.rows[0].line == 2);
  CHECK(table.rows[1].cells == Cells{"plum, \"red\"", "2"});
  CHECK(table.rows[1].line == 4);
}

TEST_CASE("csv needs no newline at the end and keeps empty cells") {
  const auto [table, messages] = parse("a,b,c\n1,,\n,,3");
  CHECK(messages.empty());
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells == Cells{"1", "", ""});
  CHECK(table.rows[1].cells == Cells{"", "", "3"});
}

TEST_CASE("csv counts the lines inside quotes") {
  const auto [table, messages] = parse("a,b\n\"two\nlines\",1\nx,2\n");
  CHECK(messages.empty());
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[1].line == 4);
}

TEST_CASE("csv reports every fault with its line") {
  CHECK(parse("a,a,\n1,2,3\n1,2\n").messages ==
        "prices.csv:1: column 'a' is there twice\n"
        "prices.csv:1: column 3 has no name\n"
        "prices.csv:3: the row has 2 cells (the header has 3)\n");
  CHECK(parse("a\n\"x\"y\n").messages ==
        "prices.csv:2: text follows a quoted cell (quotes inside a cell are doubled: \"\")\n");
  CHECK(parse("a\n\"x\n").messages == "prices.csv:2: a quoted cell is never closed\n");
  CHECK(parse("").messages == "prices.csv: the file is empty (a header row is needed)\n");
  CHECK(parse("a\n\xff\n").messages == "prices.csv:2: the file is not UTF-8 (save the file as UTF-8)\n");
  CHECK(parse("a\rb\r").messages ==
        "prices.csv:1: a line ends in the middle of nowhere (a carriage return without a line feed)\n");
  CHECK(parse(std::string(1'000'001, '\n')).messages ==
        "prices.csv: the file holds too many values (at most 1000000 values)\n");
  CHECK(parse(std::string(2000, ',')).messages == "prices.csv:1: too many columns (at most 1024)\n");
}
