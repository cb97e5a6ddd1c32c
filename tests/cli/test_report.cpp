// `sendcast report` writes one whole page, or says what is wrong and writes nothing.

#include <nlohmann/json.hpp>
#include <sstream>

#include "program.hpp"
#include "tests/catch.hpp"

using Catch::Matchers::Contains;

namespace {

/// A short run of Kingston in a folder of its own, made once.
const cli::Folder& made() {
  static const cli::Folder folder;
  static const bool once = [] {
    const auto run = cli::sendcast("run '" + cli::kingston() + "' --set years=3 -n 64 -q -o '" +
                                   (folder / "run").string() + "'");
    REQUIRE(run.code == 0);
    return true;
  }();
  (void)once;
  return folder;
}
/// The checks of an assurance pack that did not pass; 64 replicates need not be enough for Monte Carlo
/// errors.
std::string not_passed(const std::string& json) {
  std::string names;
  std::size_t checks = 0;
  const auto document = nlohmann::json::parse(json);
  for (const auto& section : document["sections"])
    for (const auto& block : section["blocks"]) {
      if (section["id"] != "checks" || !block.contains("table")) continue;
      for (const auto& row : block["table"]["rows"]) {
        ++checks;
        const auto name = row["head"]["text"].get<std::string>();
        if (row["cells"][0]["text"] != "passed" && !name.starts_with("Monte Carlo")) names += name + "; ";
      }
    }
  return checks == 12 ? names : "not all checks are there";
}
/// Whether no line is wider than a page, but for a path.
bool fits(const std::string& printed) {
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);)
    if (line.size() > 80 && line.find(' ') != std::string::npos) return false;
  return !printed.empty();
}
std::string run() { return "'" + (made() / "run").string() + "'"; }

}  // namespace

TEST_CASE("A report is written into the folder of the run, which a later run may replace") {
  const auto result = cli::sendcast("report " + run());
  CHECK(result.code == 0);
  CHECK_THAT(result.out, Contains("report.html: ") && Contains(" sections"));
  CHECK(fits(result.out));
  const auto page = cli::contents(made() / "run/report.html");
  CHECK_THAT(page, Contains("<title>Kingston upon Thames: do-nothing</title>") && Contains("</html>"));
  CHECK(page.size() < 1'500'000);
  const auto manifest = nlohmann::json::parse(cli::contents(made() / "run/manifest.json"));
  CHECK(manifest["outputs"].back() == "report.html");
  CHECK(cli::sendcast("report " + run() + " -q").out.empty());
  CHECK(fits(cli::sendcast("report " + run() + " --assurance").out));
  CHECK(cli::contents(made() / "run/report.html") == page);  // the same run, the same bytes
  const auto again = cli::sendcast("run '" + cli::kingston() + "' --set years=3 -n 64 -q -o " + run());
  CHECK(again.code == 0);
  CHECK_FALSE(cli::fs::exists(made() / "run/report.html"));  // of figures that are no more
}

TEST_CASE("A report answers the panel's five questions, or says what would") {
  const cli::Folder folder;
  const auto result = cli::sendcast("report " + run() + " --json -o '" + (folder / "r.html").string() + "'");
  REQUIRE(result.code == 0);
  CHECK(cli::Folder::names(folder.path()) == "r.html ");
  const auto document = nlohmann::json::parse(result.out);
  std::size_t questions = 0;
  for (const auto& section : document["sections"])
    for (const auto& block : section["blocks"])
      if (block.contains("question")) {
        ++questions;
        CHECK_FALSE(block["question"]["answers"].empty());
      }
  CHECK(questions == 5);
  CHECK_THAT(result.out, Contains("sendcast compare"));
}

TEST_CASE("A report takes a reference and what happened") {
  const cli::Folder folder;
  const auto other = cli::sendcast("run '" + cli::kingston() +
                                   "' --set years=3 --set request.local_level=1.2 -n 64 -q -o '" +
                                   (folder / "more").string() + "'");
  REQUIRE(other.code == 0);
  const auto csv =
      folder.write("outturn.csv",
                   "metric,breakdown,category,period,value\nhnb_spend,total,total,2019-20,31500000\n"
                   "ehcp_stock,total,total,2020,1314\n");
  const auto result = cli::sendcast("report '" + (folder / "more").string() + "' --compare " + run() +
                                    " --outturns '" + csv.string() + "' --json");
  REQUIRE(result.code == 0);
  CHECK_THAT(result.out, Contains("difference-1-0-ehcp_stock") &&
                             Contains("why what happened differs from the forecast") &&
                             Contains("What the saving of"));
}

TEST_CASE("The assurance pack repeats replicates of the run and finds its files as they were") {
  const auto result = cli::sendcast("report " + run() + " --assurance --json");
  REQUIRE(result.code == 0);
  CHECK(not_passed(result.out).empty());
  CHECK_THAT(result.out, Contains("figures compared, 0 differ") && Contains("sums over"));
  CHECK(cli::fs::exists(made() / "run/assurance.html"));

  const cli::Folder folder;  // a summary that somebody has edited
  cli::fs::copy(made() / "run", folder / "edited");
  auto summary = cli::contents(folder / "edited/summary.csv");
  summary.replace(summary.find(",count,64,"), 10, ",count,65,");
  folder.write("edited/summary.csv", summary);
  const auto edited = cli::sendcast("report '" + (folder / "edited").string() + "' --assurance --json");
  CHECK(edited.code == 0);
  CHECK(not_passed(edited.out) == "summary.csv says what the store holds, byte for byte; ");
}

TEST_CASE("A report that cannot be made says why, exits with 2 and leaves nothing") {
  const cli::Folder folder;
  const auto fails = [&](const std::string& words, const std::string& why) {
    const auto result = cli::sendcast("report " + words);
    INFO(words);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(why));
  };
  const std::string there = "'" + folder.path().string();
  fails(there + "'", "run.sqlite");
  fails(there + "/nowhere'", "nowhere");
  fails(run() + " -o " + there + "'", "ends with .html");
  fails(run() + " -o " + there + "/page.txt'", "ends with .html");
  fails(run() + " --outturns " + there + "/none.csv'", "none.csv");
  const auto csv =
      folder.write("bad.csv", "metric,breakdown,category,period,value\nehcp_stok,total,total,2019,many\n");
  fails(run() + " --outturns '" + csv.string() + "'", "bad.csv:2");
  folder.write("a-file", "");
  fails(run() + " -o " + there + "/a-file/x.html'", "a-file");
  CHECK(cli::Folder::names(folder.path()) == "a-file bad.csv ");
}
