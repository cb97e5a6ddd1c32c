// The workbook of a finished run, read back by another program.

#include <chrono>
#include <thread>

#include "app/export/workbook.hpp"
#include "export_run.hpp"
#include "tests/catch.hpp"
#include "tests/spreadsheet.hpp"

namespace {

using app_test::ExportRun;

std::string bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string joined(const spreadsheet::Rows& rows) {
  std::string text;
  for (const auto& row : rows)
    for (const auto& cell : row) text += cell + "\n";
  return text;
}

TEST_CASE("The same run gives the same workbook, byte for byte, at another time") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  const auto first = made.folder() / "first.xlsx", second = made.folder() / "second.xlsx";
  app::write_workbook(run, first);
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // times in a ZIP count by two seconds
  app::write_workbook(run, second);
  CHECK(bytes(first).size() > 10000);
  CHECK(bytes(first) == bytes(second));
  const ExportRun other({.more = 1});
  app::write_workbook(app::StoredRun(other.folder()), second);
  CHECK(bytes(first) != bytes(second));
}

TEST_CASE("What a run has no figures for is said in the notes of the workbook") {
  const ExportRun made;
  const auto lacking = app::write_workbook(app::StoredRun(made.folder()), made.folder() / "results.xlsx");
  std::string all;
  for (const auto& note : lacking) all += note + "\n";
  CHECK(all.find("Places against demand: the run has no such figures.") != std::string::npos);
  CHECK(all.find("Titles of placements are made of their names") != std::string::npos);
}

TEST_CASE("A workbook that cannot be written is an error that names it") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  CHECK_THROWS_AS(app::write_workbook(run, made.folder() / "no-such-folder" / "results.xlsx"),
                  sim::OutputError);
}

TEST_CASE("Text stays text in a workbook, whatever it begins with") {
  if (!spreadsheet::can_read()) return spreadsheet::skip();
  const std::string area = "=HYPERLINK(\"http://x\")<script>&amp;\x01\xff";
  for (const std::string placement : {"=1+1", "+1", "-1+1", "@sum"}) {
    const ExportRun made({.area = area, .placement = placement});
    const auto file = made.folder() / "results.xlsx";
    app::write_workbook(app::StoredRun(made.folder()), file);
    const auto sheets = spreadsheet::read(file, made.folder());
    REQUIRE(sheets.contains("Plans by placement"));
    CAPTURE(placement);
    CHECK(sheets.at("Plans by placement").at(4).at(0) == (placement == "@sum" ? "@sum" : placement));
    CHECK(sheets.at("Plans by placement").at(4).at(1) == "2019");
    CHECK(joined(sheets.at("Cover")).find("=HYPERLINK(\"http://x\")<script>&amp;") != std::string::npos);
  }
}

}  // namespace
