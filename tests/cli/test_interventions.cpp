// Interventions as people meet them: chosen, checked, shown, and at fault.

#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

TEST_CASE("A check names the interventions that are chosen") {
  const auto checked = sendcast("check " + kingston() + " --set 'interventions=[\"brokerage\"]'");
  CHECK(checked.code == 0);
  CHECK(checked.out.find("interventions (1): brokerage") != std::string::npos);
  CHECK(sendcast("check " + kingston()).out.find("interventions") == std::string::npos);
  const auto plan = fs::path(SENDCAST_SOURCE_DIR) / "configs/scenarios/kingston-plan-actions.toml";
  const auto actions = sendcast("check " + kingston() + " --scenario " + plan.string());
  CHECK(actions.code == 0);
  CHECK(actions.out.find("interventions (17): adult-care-at-18") != std::string::npos);
}

TEST_CASE("Every fault of an intervention is told at once, where it stands") {
  const Folder folder;
  const auto scenario =
      folder.write("plan.toml",
                   "[intervention.mine]\ntitle = \"Mine\"\nsource = \"none\"\nreliability = \"red\"\n"
                   "start = \"autumn\"\n[intervention.mine.act.a]\nparameter = \"request.rate_suport\"\n"
                   "how = \"scale\"\nby = 0.9\n[intervention.mine.act.b]\nparameter = \"request.need\"\n"
                   "how = \"scale\"\nby = 0.9\nwhere = { age = [\"4-10\"] }\n");
  const auto result = sendcast("check " + kingston() + " --scenario " + scenario.string());
  CHECK(result.code == 2);
  CHECK(result.err.find("plan.toml:5: start = 'autumn' (it is no term)") != std::string::npos);
  CHECK(result.err.find("plan.toml:7: 'request.rate_suport' is not a known parameter") != std::string::npos);
  CHECK(result.err.find("did you mean 'request.rate_support'?") != std::string::npos);
  CHECK(result.err.find("plan.toml:14: request.need is not by age (it is by need)") != std::string::npos);
  CHECK(result.err.find("3 faults") != std::string::npos);
  const auto unknown = sendcast("run " + kingston() + " --set 'interventions=[\"brokrage\"]' -n 1");
  CHECK(unknown.code == 2);
  CHECK(unknown.err.find("did you mean 'brokerage'?") != std::string::npos);
}
