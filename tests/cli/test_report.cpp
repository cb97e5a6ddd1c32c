// `sendcast report` writes one whole page, or says what is wrong and writes nothing.

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

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
  return checks == 13 ? names : "not all checks are there";
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
  CHECK_THAT(page, Contains("from 1 September 2018 on"));
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
  CHECK(edited.code == 1);  // it is made, and it says so
  CHECK_THAT(edited.err, Contains("FAILED: The files of the run"));
  CHECK(fits(edited.err));
  CHECK(cli::fs::exists(folder / "edited/assurance.html"));
  CHECK(not_passed(edited.out) ==
        "The files of the run are those that it wrote (SHA-256); "
        "summary.csv says what the store holds, byte for byte; ");
}

TEST_CASE("A report says which file of the run is no longer what it wrote; its figures stand") {
  const cli::Folder folder;
  const auto copy = folder / "copy";
  cli::fs::copy(made() / "run", copy);
  const auto command = "report '" + copy.string() + "' --json -o '" + (folder / "page.html").string() + "'";
  const auto whole = cli::sendcast(command);
  REQUIRE(whole.code == 0);
  CHECK(whole.err.empty());
  folder.write("copy/summary.csv", cli::contents(copy / "summary.csv") + "\n");  // one byte
  folder.write("copy/assumptions.csv", cli::contents(copy / "assumptions.csv") + "\n");
  const auto edited = cli::sendcast(command);
  CHECK(edited.code == 0);
  CHECK_THAT(edited.err, Contains("summary.csv is not") && Contains("assumptions.csv is not"));
  CHECK(fits(edited.err));
  const auto page = cli::contents(folder / "page.html");
  CHECK_THAT(page, Contains("summary.csv is not what the run wrote") && Contains("come from run.sqlite"));
  auto before = nlohmann::json::parse(whole.out), after = nlohmann::json::parse(edited.out);
  for (std::size_t s = 1; s < before["sections"].size(); ++s)  // the first one tells
    CHECK(before["sections"][s] == after["sections"][s]);
  cli::fs::remove(copy / "summary.csv");
  CHECK_THAT(cli::sendcast(command).err, Contains("summary.csv, which the run wrote"));
}

TEST_CASE("Of a damaged run.sqlite nothing is made, wherever the damage is") {
  const cli::Folder folder;
  const auto copy = folder / "copy", page = folder / "page.html";
  cli::fs::copy(made() / "run", copy);
  const auto whole = cli::contents(copy / "run.sqlite");
  const auto command = "report '" + copy.string() + "' -q -o '" + page.string() + "'";
  REQUIRE(cli::sendcast(command).code == 0);
  const auto right = cli::contents(page);
  const auto refused = [&](const std::string& bytes) {
    cli::fs::remove(page);
    folder.write("copy/run.sqlite", bytes);
    const auto result = cli::sendcast(command);
    return result.code == 2 && result.err.find("run.sqlite") != std::string::npos && !cli::fs::exists(page);
  };
  CHECK(refused(whole.substr(0, whole.size() / 2)));
  CHECK(refused(""));
  CHECK(refused("no database at all"));
  std::size_t refusals = 0;
  constexpr std::size_t parts = 24;
  for (std::size_t part = 1; part < parts; ++part) {
    auto flipped = whole;
    const auto at = whole.size() * part / parts;
    for (std::size_t i = 0; i < 64; ++i) flipped[at + i] = static_cast<char>(flipped[at + i] ^ 0x15);
    INFO("at " << at << " of " << whole.size());
    const bool no = refused(flipped);
    refusals += no;
    CHECK((no || cli::contents(page) == right));  // bytes that nothing uses
  }
  CHECK(refusals > parts / 2);
  for (const auto* word : {"cumulative_deficit", "2018-19", "request.trend"}) {
    auto renamed = whole;  // what no checksum of a block covers
    const auto at = renamed.find(word);
    REQUIRE(at != std::string::npos);
    ++renamed[at + 3];
    INFO(word);
    CHECK(refused(renamed));
  }
}

TEST_CASE("A page in the run's own folder is told to its manifest, however it was named") {
  const cli::Folder folder;
  const auto copy = folder / "copy";
  cli::fs::copy(made() / "run", copy);
  const auto outputs = [&] {
    return nlohmann::json::parse(cli::contents(copy / "manifest.json"))["outputs"].dump();
  };
  for (const auto* name : {"assurance.html", "for-the-panel.html"}) {
    const auto words = std::string("report '") + copy.string() + "' -q " +
                       (std::string(name) == "assurance.html" ? "--assurance" : "") + " -o '" +
                       (copy / name).string() + "'";
    REQUIRE(cli::sendcast(words).code == 0);
    CHECK_THAT(outputs(), Contains(name));
  }
  REQUIRE(cli::sendcast("report '" + copy.string() + "' -q -o '" + (folder / "elsewhere.html").string() + "'")
              .code == 0);
  CHECK(outputs().find("elsewhere") == std::string::npos);
  const auto again =
      cli::sendcast("run '" + cli::kingston() + "' --set years=3 -n 64 -q -o '" + copy.string() + "'");
  CHECK(again.code == 0);
  CHECK_FALSE(cli::fs::exists(copy / "for-the-panel.html"));
}

TEST_CASE("A page that does not fit on the disk is not told to the manifest, and named as it was asked for") {
  const cli::Folder folder;
  cli::fs::copy(made() / "run", folder / "copy");
  const auto before = cli::contents(folder / "copy/manifest.json");
  const auto full =
      cli::sendcast("report '" + (folder / "copy").string() + "'", "trap '' XFSZ; ulimit -f 64;");
  CHECK(full.code != 0);
  CHECK_THAT(full.err, Contains("copy/report.html: cannot be written"));
  CHECK(full.err.find("partial") == std::string::npos);
  CHECK(cli::contents(folder / "copy/manifest.json") == before);
  CHECK(cli::Folder::names(folder / "copy") == cli::Folder::names(made() / "run"));
}

TEST_CASE("A page is written through a link, and not over a folder") {
  const cli::Folder folder;
  folder.write("real.html", "old");
  cli::fs::create_symlink("real.html", folder / "link.html");
  REQUIRE(cli::sendcast("report " + run() + " -q -o '" + (folder / "link.html").string() + "'").code == 0);
  CHECK(cli::fs::is_symlink(folder / "link.html"));
  CHECK_THAT(cli::contents(folder / "real.html"), Contains("</html>"));
  cli::fs::copy(made() / "run", folder / "copy");
  cli::fs::remove(folder / "copy/report.html");
  cli::fs::create_directory(folder / "copy/report.html");
  const auto taken = cli::sendcast("report '" + (folder / "copy").string() + "'");
  CHECK(taken.code == 2);
  CHECK_THAT(taken.err, Contains("move it away"));
  CHECK(taken.err.find("report.html/report.html") == std::string::npos);
}

namespace {
/// The first block of a section of --json output that holds such a member, with a text in it.
nlohmann::json block_with(const std::string& json, const std::string& id, const std::string& member,
                          const std::string& text) {
  const auto document = nlohmann::json::parse(json);
  for (const auto& section : document["sections"])
    for (const auto& block : section["blocks"])
      if (section["id"] == id && block.contains(member) && block.dump().find(text) != std::string::npos)
        return block[member];
  FAIL("no " << member << " of " << id << " with " << text);
  return {};
}
}  // namespace

TEST_CASE("The worst cases are divided since the first year, to the last line") {
  const cli::Folder folder;
  const auto long_run = folder / "run";
  REQUIRE(
      cli::sendcast("run '" + cli::kingston() + "' --set years=3 -n 256 -q -o '" + long_run.string() + "'")
          .code == 0);
  const auto report = cli::sendcast("report '" + long_run.string() + "' --json");
  REQUIRE(report.code == 0);
  const auto table = block_with(report.out, "risk", "table", "are made of");
  CHECK(table["caption"] == "What the worst 5 % of 2020-21 are made of, sums since 2018-19");
  const auto& rows = table["rows"];
  REQUIRE(rows.size() > 2);
  CHECK(rows.back()["head"]["text"] == "Cumulative deficit");
  for (std::size_t c = 0; c < 3; ++c) {
    double sum = 0;
    for (std::size_t r = 0; r + 1 < rows.size(); ++r) sum += rows[r]["cells"][c]["value"].get<double>();
    const auto total = rows.back()["cells"][c]["value"].get<double>();
    CHECK(std::abs(sum - total) < 1);  // pound
  }
  double mean = 0;
  {
    std::istringstream csv(cli::contents(long_run / "summary.csv"));
    for (std::string line; std::getline(csv, line);)
      if (line.find(",2020-21,cumulative_deficit,total,total,pounds,") != std::string::npos) {
        std::istringstream cells(line.substr(line.find(",pounds,") + 8));
        std::string n;
        std::getline(cells, n, ',');
        cells >> mean;
      }
  }
  CHECK(std::abs(rows.back()["cells"][0]["value"].get<double>() - mean) < 1);
}

TEST_CASE("Events of a register are by their mean, and as often as in all replicates") {
  const cli::Folder folder;
  const auto dir = (folder / "run").string();
  REQUIRE(cli::sendcast("run '" + cli::shipped("areas/kingston/plan-2018.toml") +
                        "' --set years=4 -n 128 --contributions 64 -q -o '" + dir + "'")
              .code == 0);
  const auto report = cli::sendcast("report '" + dir + "' --json");
  REQUIRE(report.code == 0);
  const auto answers = block_with(report.out, "answer", "question", "Who loses")["answers"].dump();
  CHECK_THAT(answers, Contains("in the first 64 replicates") && Contains("of 128 histories") &&
                          Contains("on average") && Contains("Monte Carlo error of the mean"));
  std::vector<double> means;  // "(£1.5m ±£0.10m on average"
  for (auto at = answers.find(" on average"); at != std::string::npos;
       at = answers.find(" on average", at + 1)) {
    const auto open = answers.rfind("(£", at);
    means.push_back(std::stod(answers.substr(open + std::string("(£").size())));
  }
  REQUIRE(means.size() == 3);
  CHECK(std::is_sorted(means.rbegin(), means.rend()));
}

TEST_CASE("What a longer run would show is named, and shows it") {
  const cli::Folder folder;
  const auto answer = [&](const std::string& set) {
    const auto dir = (folder / "run").string();
    REQUIRE(cli::sendcast("run '" + cli::kingston() + "' --set money.override_ends=2020 " + set +
                          " -n 16 -q -o '" + dir + "'")
                .code == 0);
    return block_with(cli::sendcast("report '" + dir + "' --json").out, "answer", "question",
                      "override")["answers"]
        .dump();
  };
  CHECK_THAT(answer("--set years=3"), Contains("lasts to 31 March 2021") && Contains("--set years=4"));
  CHECK_THAT(answer("--set years=4"),
             Contains("what falls on the general fund is") && Contains("in 2021-22"));
}

TEST_CASE("One replicate of one year, and a surplus, are spoken of as what they are") {
  const cli::Folder folder;
  const auto dir = (folder / "run").string();
  REQUIRE(cli::sendcast("run '" + cli::kingston() + "' --set years=1 -n 1 -q -o '" + dir + "'").code == 0);
  const auto one = cli::sendcast("report '" + dir + "' --json");
  REQUIRE(one.code == 0);
  for (const auto* words :
       {"1 replicates", "1 years", "all 1 ", "the 1 replicate", "1 figures", "8 in 10 lie"})
    CHECK(one.out.find(words) == std::string::npos);
  CHECK_THAT(one.out, Contains("in the only replicate") && Contains("one simulated history"));
  const auto rich = folder.write("rich.toml", "extends = [\"" + cli::kingston() +
                                                  "\"]\nscenario = \"rich\"\nyears = 3\n[income.allocation]\n"
                                                  "amount = { 2018 = 60000000, source = \"x\", reliability = "
                                                  "\"red\" }\n");
  REQUIRE(cli::sendcast("run '" + rich.string() + "' -n 32 -q -o '" + dir + "'").code == 0);
  const auto report = cli::sendcast("report '" + dir + "' --json");
  REQUIRE(report.code == 0);
  CHECK_THAT(report.out, Contains("Balance of the high needs block at the end of 2020-21: a surplus of £") &&
                             Contains("there is a surplus of more than £"));
  CHECK(report.out.find("deficit at the end of 2020-21: -") == std::string::npos);
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
  fails(run() + " --compare " + run() + " -o " + there + "/same.html'", "no figure");
  const auto csv =
      folder.write("bad.csv", "metric,breakdown,category,period,value\nehcp_stok,total,total,2019,many\n");
  fails(run() + " --outturns '" + csv.string() + "'", "bad.csv:2");
  folder.write("a-file", "");
  fails(run() + " -o " + there + "/a-file/x.html'", "a-file");
  CHECK(cli::Folder::names(folder.path()) == "a-file bad.csv ");
}
