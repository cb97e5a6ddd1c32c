// The assurance pack: its sections in their order.

#include "app/report/assurance.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"
#include "models/model.hpp"
#include "sim/manifest.hpp"

namespace app {
namespace {

PageSection scope_section(const ReportSources& s) {
  auto section = asked_section(s);
  section.blocks.emplace_back(
      PageText{"This pack holds what a program can state about itself: logs, checks and how to repeat the "
               "run. Whether the "
               "model fits the question, and whether its judgements are sound, is for the people who sign at "
               "its end."});
  return section;
}

PageSection check_section(const std::vector<RunCheck>& checks) {
  PageSection section{"checks", "Verification and validation of this build and this run", {}};
  PageTable t{"Checks", {"Check", "Result", "What was found"}, {}};
  for (const auto& c : checks)
    t.rows.push_back({{c.what, NAN},
                      {!c.passed   ? "not made"
                       : *c.passed ? "passed"
                                   : "FAILED",
                       NAN},
                      {c.result, NAN}});
  const auto count = [&](std::optional<bool> wanted) {
    return std::count_if(checks.begin(), checks.end(), [&](const auto& c) { return c.passed == wanted; });
  };
  section.blocks.emplace_back(PageText{fmt::format("{} checks passed, {} failed, {} could not be made.",
                                                   count(true), count(false), count(std::nullopt))});
  section.blocks.emplace_back(std::move(t));
  section.blocks.emplace_back(
      PageText{"Beside these, `./sendcast test` runs the tests of the program itself, `./sendcast test "
               "--long` at acceptance "
               "sizes; docs/validation.md says what they check and how strictly."});
  return section;
}

PageSection model_map() {
  PageSection section{"map", "Model map", {}};
  section.blocks.emplace_back(
      PageText{"Stages of a term in the order in which the program goes through them, from its own list."});
  PageTable t{"Stages", {"Order", "Stage", "What happens"}, {}};
  std::size_t order = 0;
  for (const auto& stage : models::stage_list())
    t.rows.push_back(
        {{std::to_string(++order), NAN}, {std::string(stage.name), NAN}, {std::string(stage.text), NAN}});
  section.blocks.emplace_back(std::move(t));
  return section;
}

PageSection version_section(const ReportSources& s, const std::string& command) {
  auto section = repeat_section(s);
  section.title = "Version and how to repeat";
  section.blocks.insert(section.blocks.begin(),
                        PageText{fmt::format("This pack was made by sendcast {} ({}) with the command:",
                                             sim::program_version(), sim::program_commit())});
  section.blocks.insert(section.blocks.begin() + 1, PageCommand{command});
  return section;
}

PageSection sign_off() {
  PageSection section{"sign-off", "Sign-off", {}};
  PageTable t{"To be filled in by hand", {"Role", "Name", "Statement", "Date", "Signature"}, {}};
  for (const auto* role :
       {"Commissioner of the analysis", "Analyst", "Analytical assurer", "Senior responsible owner"})
    t.rows.push_back({{role, NAN}, {"", NAN}, {"", NAN}, {"", NAN}, {"", NAN}});
  section.blocks.emplace_back(std::move(t));
  return section;
}

}  // namespace

Document assurance_document(const ReportSources& s, const std::string& command) {
  const auto& info = s.run().info();
  const auto checks = run_checks(s);
  Document d{
      .kind = "assurance",
      .title = fmt::format("Assurance pack: {}, {}", s.run().area(), info.scenario),
      .subtitle =
          "Logs of assumptions and data, checks of the build and the run, version, model map, sign-off"};
  d.sections = {scope_section(s),
                check_section(checks),
                error_section(s),
                record_section(s),
                assumptions_section(s),
                assumption_log(s),
                data_log(s),
                model_map(),
                version_section(s, command),
                sign_off()};
  std::erase_if(d.sections, [](const auto& section) { return section.blocks.empty(); });
  for (const auto& c : checks)
    if (c.passed == false && !c.advice) d.failed.push_back(c.what);
  return d;
}

}  // namespace app
