// The report: its sections in their order.

#include <fmt/format.h>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {

Document report_document(const ReportSources& s) {
  const auto& info = s.run().info();
  Document d{.kind = "report",
             .title = s.run().area() + ": " + info.scenario,
             .subtitle = fmt::format("Demand for special educational needs provision as distributions; {}",
                                     histories(info.replicates))};
  for (auto* section : {asked_section, answer_section, fans_section, placements_section, places_section,
                        risk_section, drivers_section, differences_section, bridge_section, record_section,
                        assumptions_section, error_section, repeat_section})
    if (auto one = section(s); !one.blocks.empty()) d.sections.push_back(std::move(one));
  return d;
}

}  // namespace app
