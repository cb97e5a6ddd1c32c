// Committed files that the program writes must be current: run the command named in each to renew it.

#include <sstream>

#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

TEST_CASE("Generated dictionaries and schemas are current") {
  const struct {
    const char *file, *command;
  } generated[] = {{"docs/parameters.md", "describe parameters --markdown"},
                   {"docs/metrics.md", "describe metrics --markdown"},
                   {"docs/levers.md", "describe levers --markdown"},
                   {"docs/interventions.md", "describe interventions @library --markdown"},
                   {"configs/schema/sendcast.schema.json", "describe --schema"},
                   {"configs/schema/placement.schema.json", "describe --schema placement"},
                   {"configs/schema/intervention.schema.json", "describe --schema intervention"},
                   {"configs/schema/risk.schema.json", "describe --schema risk"}};
  for (const auto& g : generated) {
    INFO("sendcast " << g.command << " > " << g.file);
    std::string command = g.command;
    if (const auto at = command.find("@library"); at != std::string::npos)
      command.replace(at, 8, (fs::path(SENDCAST_SOURCE_DIR) / "configs/interventions").string());
    const auto result = sendcast(command);
    CHECK(result.code == 0);
    CHECK((result.out == contents(fs::path(SENDCAST_SOURCE_DIR) / g.file)));
  }
}

TEST_CASE("Descriptions for people") {
  CHECK(sendcast("describe").out.find("describe parameters") != std::string::npos);
  CHECK(sendcast("describe parameters").out.find("request.trend") != std::string::npos);
  CHECK(sendcast("describe metrics").out.find("ehcp_stock") != std::string::npos);
  CHECK(sendcast("describe stages").out.find("12. ") != std::string::npos);
  CHECK(sendcast("describe placements " + kingston()).out.find("inmss_day") != std::string::npos);
  CHECK(sendcast("describe placements").code == 2);
  std::istringstream lines(sendcast("describe placements " + shipped("areas/kingston/plan-2018.toml")).out);
  for (std::string line; std::getline(lines, line);) CHECK(app::display_width(line) <= 80);
  CHECK(sendcast("describe levers").out.find("gate   The value is held at or below a limit.") !=
        std::string::npos);
  const auto library = (fs::path(SENDCAST_SOURCE_DIR) / "configs/interventions").string();
  const auto listed = sendcast("describe interventions " + library);
  CHECK(listed.code == 0);
  CHECK(
      listed.out.find("brokerage (evidence red, start 2019-spring)\n    Brokerage of independent placements\n"
                      "    - Unit cost or fee, day and residential\n") != std::string::npos);
  CHECK(sendcast("describe interventions nowhere").code == 2);
  const auto outline = sendcast("check " + kingston());
  CHECK(outline.code == 0);
  CHECK(outline.out.find("Kingston upon Thames, do-nothing") == 0);
  CHECK(outline.out.find("uncertain") != std::string::npos);
}
