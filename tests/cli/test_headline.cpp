// A run that keeps draws of headline figures only: what needs the others says so, and everything else works.

#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

TEST_CASE("Commands that need draws which --store headline dropped say so") {
  const Folder folder;
  const auto run = (folder / "h").string();
  REQUIRE(sendcast("run " + kingston() + " --set years=3 -n 80 --store headline -q -o " + run).code == 0);
  const struct {
    const char *command, *arguments;
    int code;
    bool told;  // that something is left out or missing
  } commands[] = {{"size", "--lead 1", 2, true},
                  {"export draws", "--metric travel_spend", 2, true},
                  {"risk", "", 0, true},
                  {"bridge", "", 0, true},
                  {"export s251", "", 0, true},
                  {"sensitivity", "", 0, false},
                  {"export workbook", "", 0, false},
                  {"export dsg", "", 0, false},
                  {"export draws", "--metric new_plans", 0, false}};
  int n = 0;
  for (const auto& c : commands) {
    const auto result = sendcast(std::string(c.command) + " " + run + " " + c.arguments + " -o " +
                                 (folder / std::to_string(++n)).string());
    INFO(c.command << " " << c.arguments << ": " << result.err);
    CHECK(result.code == c.code);
    const auto said = without_folds(c.code == 0 ? result.out : result.err);
    CHECK((said.find("--store") != std::string::npos) == c.told);
    if (c.code != 0)
      CHECK(cli::without_folds(said).find("run it again with --store full") != std::string::npos);
    CHECK(fs::exists(folder / std::to_string(n)) == (c.code == 0));
  }
}
