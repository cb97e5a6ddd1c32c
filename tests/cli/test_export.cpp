// `sendcast export`: numbers that agree with summary.csv, and what it refuses.

#include <cmath>

#include "program.hpp"
#include "tests/catch.hpp"
#include "tests/spreadsheet.hpp"

namespace {

namespace fs = std::filesystem;
using cli::contents;
using cli::Folder;
using cli::kingston;
using cli::sendcast;

/// A run of Kingston, made once.
const fs::path& run() {
  static const Folder folder;
  static const fs::path made = [] {
    sendcast("run '" + kingston() + "' -n 64 -q -o '" + (folder / "run").string() + "'");
    return folder / "run";
  }();
  return made;
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

/// Lines of summary.csv of one breakdown of a metric, in its order.
spreadsheet::Rows summary(const std::string& metric, const std::string& breakdown) {
  spreadsheet::Rows out;
  for (auto& row : spreadsheet::parse(contents(run() / "summary.csv")))
    if (row[4] == metric && row[5] == breakdown) out.push_back(std::move(row));
  return out;
}

constexpr std::size_t in_summary[] = {9, 11, 12, 13, 14, 15, 16, 17, 22};  // mean, p05 .. p95, mcse_p50

/// "12.5%" is 0.125.
double of_sheet(const std::string& cell) { return std::stod(cell) / (cell.ends_with('%') ? 100 : 1); }

void same_figures(const std::vector<std::string>& sheet, std::size_t first,
                  const std::vector<std::string>& line) {
  for (std::size_t i = 0; i < std::size(in_summary); ++i) {
    CAPTURE(line[4], line[3], line[6], i);
    const std::string &shown = sheet.at(first + i), &printed = line.at(in_summary[i]);
    if (printed.empty())
      CHECK(shown.empty());
    else
      CHECK(std::abs(of_sheet(shown) - std::stod(printed)) <= 1e-12 * std::abs(std::stod(printed)));
  }
}

TEST_CASE("Every table of the workbook holds the figures of summary.csv") {
  if (!spreadsheet::can_read()) return spreadsheet::skip();
  const Folder folder;
  const auto made = sendcast("export workbook " + quoted(run()) + " -q -o " + quoted(folder / "book"));
  REQUIRE(made.code == 0);
  CHECK(made.out.empty());
  CHECK(made.err.empty());
  const auto sheets = spreadsheet::read(folder / "book" / "results.xlsx", folder.path());
  struct Sheet {
    const char *name, *metric, *breakdown;
  };
  for (const auto& [name, metric, breakdown] :
       {Sheet{"Plans by age", "ehcp_stock", "age_group"}, Sheet{"Plans by need", "ehcp_stock", "need"},
        Sheet{"Plans by placement", "placement_stock", "placement"},
        Sheet{"Placement by age", "placement_stock", "placement_age_group"},
        Sheet{"Spend by line", "hnb_spend", "line"}, Sheet{"Income by line", "hnb_income", "line"},
        Sheet{"Cost by placement", "unit_cost", "placement"}}) {
    CAPTURE(name);
    REQUIRE(sheets.contains(name));
    const auto& rows = sheets.at(name);
    const auto lines = summary(metric, breakdown);
    REQUIRE(rows.size() == 4 + lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      CHECK(rows[4 + i][1] == lines[i][3]);
      same_figures(rows[4 + i], 2, lines[i]);
    }
  }
  std::size_t compared = 0;
  for (const auto& row : sheets.at("Headline"))
    if (row.size() > 3 && !row[3].empty() && row[3] != "Name in summary.csv")
      for (const auto& line : summary(row[3], "total"))
        if (line[3] == row[1]) same_figures(row, 4, line), ++compared;
  CHECK(compared == sheets.at("Headline").size() - 4);
  CHECK(sheets.at("Assumptions").size() ==
        spreadsheet::parse(contents(run() / "assumptions.csv")).size() + 3);
  CHECK(sheets.contains("Chart plans"));
  CHECK(sheets.at("Plans by placement")[4][0] == "Alternative provision and hospital education");
}

TEST_CASE("Draws give back the mean of summary.csv") {
  const Folder folder;
  const auto made =
      sendcast("export draws " + quoted(run()) +
               " --metric 'cumulative_deficit in 2021-22' --metric independent_share --assumptions -o " +
               quoted(folder / "draws"));
  REQUIRE(made.code == 0);
  const auto rows = spreadsheet::parse(contents(folder / "draws" / "draws.csv"));
  CHECK(rows[0] == std::vector<std::string>{"replicate", "scramble", "metric", "breakdown", "category",
                                            "period_type", "period", "unit", "value"});
  CHECK(rows.size() == 1 + 64 + 10 * 64);
  double sum = 0;
  for (const auto& row : rows)
    if (row[2] == "cumulative_deficit") sum += std::stod(row[8]);
  for (const auto& line : summary("cumulative_deficit", "total"))
    if (line[3] == "2021-22") CHECK(std::abs(sum / 64 - std::stod(line[9])) < 0.006);
  CHECK(contents(folder / "draws" / "assumption_draws.csv")
            .starts_with("replicate,scramble,assumption,unit,value\n0,0,"));
}

/// The example of the guide between its markers, without the fences.
std::string example(const std::string& marker) {
  const std::string guide = contents(fs::path(SENDCAST_SOURCE_DIR) / "docs/guide/export.md");
  const auto from = guide.find('\n', guide.find("```", guide.find("<!-- " + marker + " -->"))) + 1;
  return guide.substr(from, guide.find("\n```", from) + 1 - from);
}

/// Runs it where the guide has put the draws.
void runs(const std::string& program, const std::string& marker, const std::string& prints) {
  if (std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) != 0)
    return skip_test((program + " is not installed").c_str());
  const Folder folder;
  REQUIRE(sendcast("export draws " + quoted(run()) +
                   " --metric cumulative_deficit --metric 'placement_stock[placement=inmss_day]' -q -o " +
                   quoted(folder / "out/draws"))
              .code == 0);
  const auto script = folder.write("example", example(marker));
  const std::string command = "cd " + quoted(folder.path()) + " && " + program + " example >printed 2>&1";
  const int status = std::system(command.c_str());
  const std::string printed = contents(folder / "printed");
  CAPTURE(printed);
  CHECK(status == 0);
  CHECK(printed.find(prints) != std::string::npos);
}

TEST_CASE("The Python example of the guide runs") { runs("python3", "python", "2021-22  median £"); }
TEST_CASE("The R example of the guide runs") { runs("Rscript", "r", "2021-22"); }

TEST_CASE("Every export is written whole, with a manifest that repeats it") {
  const Folder folder;
  for (const std::string kind :
       {"workbook", "open-data", "scap", "dsg", "s251", "draws --metric ehcp_stock"}) {
    const std::string name = kind.substr(0, kind.find(' '));
    const auto out = folder / name;
    const auto rest = kind == name ? "" : kind.substr(name.size());
    REQUIRE(sendcast("export " + name + " " + quoted(run()) + rest + " -q -o " + quoted(out)).code == 0);
    CHECK(contents(out / "manifest.json").find("sendcast export " + name) != std::string::npos);
    CHECK(sendcast("export " + name + " " + quoted(run()) + rest + " -q -o " + quoted(out)).code == 0);
  }
  CHECK(Folder::names(folder.path()) == "draws dsg open-data s251 scap workbook ");
}

TEST_CASE("Two exports of a run are the same bytes but for when they were made") {
  const Folder folder;
  for (const char* kind : {"workbook", "open-data", "scap", "dsg", "s251"}) {
    const auto a = folder / (std::string(kind) + "-a"), b = folder / (std::string(kind) + "-b");
    for (const auto& out : {a, b})
      REQUIRE(sendcast(std::string("export ") + kind + " " + quoted(run()) + " -q -o " + quoted(out)).code ==
              0);
    for (const auto& entry : fs::directory_iterator(a))
      if (const auto name = entry.path().filename(); name != "manifest.json") {
        CAPTURE(name.string());
        CHECK(contents(entry.path()) == contents(b / name.string()));
      }
  }
}

TEST_CASE("What cannot be exported is said, and nothing is written") {
  const Folder folder;
  const auto refused = [&](const std::string& words, const std::string& why) {
    const auto result = sendcast("export " + words + " -o " + quoted(folder / "out"));
    CAPTURE(words, result.err);
    CHECK(result.code == 2);
    CHECK(cli::without_folds(result.err).find(why) != std::string::npos);
    CHECK_FALSE(fs::exists(folder / "out"));
  };
  const std::string it = quoted(run());
  refused("draws " + it + " --metric ehcp_stok", "did you mean 'ehcp_stock'?");
  refused("draws " + it + " --metric ehcp_stock --by placement", "is not broken down by 'placement'");
  refused("draws " + it + " --metric 'ehcp_stock in 1999'", "has no ehcp_stock of '1999'");
  refused("draws " + it, "--metric");
  refused("scap " + it + " --from 2050-51", "--from 2050-51");
  refused("s251 " + it + " --recouped lots", "--recouped lots: write a number between 0 and 100");
  refused("s251 " + it + " --recouped 101", "--recouped 101");
  refused("open-data " + it + " --authority Atlantis", "--authority Atlantis: no authority");
  refused("dsg " + it + " --mitigated " + quoted(folder.path()), folder.path().string());
  refused("workbook " + quoted(folder / "nothing"), "nothing");
  REQUIRE(sendcast("run '" + kingston() + "' -n 64 --seed 2 -q -o " + quoted(folder / "other")).code == 0);
  refused("dsg " + it + " --mitigated " + quoted(folder / "other"), "seeds differ");
}

TEST_CASE("A run of a published ledger has money and no plans, and its exports say so") {
  const Folder folder;
  const auto ledger = folder / "ledger";
  REQUIRE(sendcast("run '" + cli::shipped("areas/kingston/published-ledger.toml") + "' -n 1 -q -o " +
                   quoted(ledger))
              .code == 0);
  const auto book = sendcast("export workbook " + quoted(ledger) + " -o " + quoted(folder / "book"));
  CHECK(book.code == 0);
  CHECK(book.out.find("EHCPs by age: the run has no such figures.") != std::string::npos);
  const auto scap = sendcast("export scap " + quoted(ledger) + " -o " + quoted(folder / "scap"));
  CHECK(scap.code == 2);
  CHECK(scap.err.find("has no plans by placement and phase") != std::string::npos);
  const auto dsg = sendcast("export dsg " + quoted(ledger) + " -o " + quoted(folder / "dsg"));
  CHECK(dsg.code == 0);
  CHECK(dsg.out.find("dsg_plans_by_age.csv is not written") != std::string::npos);
  CHECK(contents(folder / "dsg" / "dsg_finance.csv")
            .find("2018-19,unmitigated,\"mean, rounded\",Total high needs spend,27541390") !=
        std::string::npos);
  CHECK(contents(folder / "dsg" / "dsg_finance.csv").find("Mainstream schools or academies,x") !=
        std::string::npos);
  CHECK(sendcast("export s251 " + quoted(ledger) + " -q -o " + quoted(folder / "s251")).code == 0);
  CHECK(contents(folder / "s251" / "s251_budget.csv").find(",independent_fees,0,") == std::string::npos);
}

TEST_CASE("An export never takes the place of what it did not write") {
  const Folder folder;
  const auto own = sendcast("export scap " + quoted(run()) + " -o " + quoted(run()));
  CHECK(own.code == 2);
  CHECK(own.err.find("would take the place of") != std::string::npos);
  fs::create_directory(folder / "mine");
  folder.write("mine/letter.txt", "dear");
  CHECK(sendcast("export scap " + quoted(run()) + " -o " + quoted(folder / "mine")).code == 2);
  CHECK(Folder::names(folder / "mine") == "letter.txt ");
}

TEST_CASE("A full disk leaves no half of a workbook") {
  const Folder folder;
  const auto result =
      sendcast("export workbook " + quoted(run()) + " -o " + quoted(folder / "book"), "ulimit -f 64;");
  CHECK(result.code != 0);
  CHECK(Folder::names(folder.path()).empty());
  const auto told = sendcast("export workbook " + quoted(run()) + " -o " + quoted(folder / "book"),
                             "trap '' XFSZ; ulimit -f 64;");
  CHECK(told.code != 0);
  CHECK(told.err.starts_with("sendcast: "));  // in our words alone
  CHECK(told.err.find("book/results.xlsx") != std::string::npos);
  CHECK(told.err.find("partial") == std::string::npos);
  CHECK(Folder::names(folder.path()).empty());
}

}  // namespace
