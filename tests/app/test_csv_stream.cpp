// Rows of CSV files as they come: marks, quotes, line ends, and everything that is no table.

#include <string>

#include "app/import/csv_stream.hpp"
#include "app/user_error.hpp"
#include "sim/sha256.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

using app::CsvStream;

namespace {

/// The message of what reading `text` throws, or "".
std::string fault_of(const std::string& text) {
  try {
    TextSource source(text, 1000);
    CsvStream csv(source, "f.csv");
    while (csv.next() != nullptr) continue;
  } catch (const app::UserError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A table with a byte order mark, CRLF, quotes and line breaks inside quotes is read row by row") {
  const std::string text =
      "\xEF\xBB\xBF"
      "name,count\r\n\"Bristol, City of\",\"1,234\"\r\n\r\n\"two\nlines\",\"say \"\"x\"\"\"\r\nlast,7";
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{100}}) {
    TextSource source(text, step);
    CsvStream csv(source, "f.csv");
    CHECK(csv.columns() == std::vector<std::string>{"name", "count"});
    std::string raw(csv.raw());
    const auto* row = csv.next();
    REQUIRE(row != nullptr);
    CHECK(row->cells == std::vector<std::string>{"Bristol, City of", "1,234"});
    CHECK(row->line == 2);
    raw += csv.raw();
    row = csv.next();
    REQUIRE(row != nullptr);
    CHECK(row->cells == std::vector<std::string>{"two\nlines", "say \"x\""});
    raw += csv.raw();
    row = csv.next();
    REQUIRE(row != nullptr);
    CHECK(row->cells[1] == "7");
    CHECK(row->line == 6);
    raw += csv.raw();
    CHECK(csv.next() == nullptr);
    raw += csv.raw();
    CHECK(raw == text);  // so that the digest of what was read is that of the file
  }
}

TEST_CASE(
    "Columns are found whatever their letter case; one that is there twice is asked about only if it is "
    "wanted") {
  TextSource source("Time_Period,a,A\n1,2,3\n");
  const CsvStream csv(source, "f.csv");
  CHECK(csv.column("time_period") == 0);
  CHECK(csv.column("b") == CsvStream::absent);
  CHECK(csv.repairs().repeated_columns == std::vector<std::string>{"A"});
  CHECK_THROWS_AS(csv.column("a"), app::UserError);
}

TEST_CASE("Windows-1252 is recoded and counted") {
  TextSource source("name\nCaf\xE9 \x93x\x94\nplain\n");
  CsvStream csv(source, "f.csv");
  CHECK(csv.next()->cells[0] == "Caf\u00e9 \u201cx\u201d");
  CHECK(csv.next()->cells[0] == "plain");
  CHECK(csv.repairs().recoded == 1);
}

TEST_CASE("Rows of another shape are left out and counted, a cut-off end is a fault") {
  std::string text = "a,b\n";
  for (int i = 0; i < 200; ++i) text += "1,2\n";
  TextSource source(text + "1,2,3\n4,5\n", 1000);
  CsvStream csv(source, "f.csv");
  int rows = 0;
  while (csv.next() != nullptr) ++rows;
  CHECK(rows == 201);
  CHECK(csv.repairs().short_rows == 1);
  CHECK(csv.repairs().first_short == 202);
  CHECK(says(fault_of("a,b,c\n1,2,3\n4,5"), "f.csv:3: the file ends in the middle of a row (2 cells of 3)"));
  std::string broken = "a,b\n";
  for (int i = 0; i < 50; ++i) broken += "1\n";
  CHECK(says(fault_of(broken), "f.csv:2: 11 of the first 11 rows have another number of cells"));
}

TEST_CASE("What is no table ends in one message with its line") {
  CHECK(says(fault_of(""), "f.csv:1: the file is empty"));
  CHECK(says(fault_of("\xFF\xFE"
                      "a\0,\0"),
             "UTF-16"));
  CHECK(says(fault_of(std::string("a,b\n1,\0\n", 8)), "f.csv:2: a zero byte"));
  CHECK(says(fault_of("a,b\n1,\"never\n2,3\n"), "f.csv:2: a quoted cell is never closed"));
  CHECK(says(fault_of("a,b\n1,\"x\"y\n"), "f.csv:2: a quote in the middle of a cell"));
  CHECK(says(fault_of("a,b\n" + std::string(3 << 20, 'x')), "f.csv:2: a row of more than 1 MiB"));
  CHECK(says(fault_of("a\n\"" + std::string(100, 'x') + std::string(2 << 20, '\n')), "more than 1 MiB"));
  std::string wide = "a";
  for (int i = 0; i < 2000; ++i) wide += ",b";
  CHECK(says(fault_of(wide + "\n"), "more than 1024 columns"));
}

TEST_CASE("A digest in pieces is that of the whole") {
  const std::string text(1000, 'q');
  for (const std::size_t piece : {1u, 63u, 64u, 65u, 999u}) {
    sim::Sha256 digest;
    for (std::size_t at = 0; at < text.size(); at += piece)
      digest.add(std::string_view(text).substr(at, piece));
    CHECK(digest.hex() == sim::sha256_hex(text));
  }
}
