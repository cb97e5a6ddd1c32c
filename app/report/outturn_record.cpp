#include "app/report/outturn_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace app {

std::vector<OutturnRecord> outturn_record(const ReportSources& s) {
  std::vector<OutturnRecord> out;
  for (const auto* metric : {"ehcp_stock", "new_plans", "independent_share", "hnb_spend", "in_year_position",
                             "cumulative_deficit"}) {
    const auto line = s.line({metric});
    const auto series = s.run().find({metric});
    if (!line || !series) continue;
    for (std::uint32_t p = 0; p < line->periods.size(); ++p) {
      const auto happened = s.outturn(line->metric, line->periods[p]);
      if (!happened) continue;
      const auto values = s.run().values(Figure{*series, p});
      const double error = sim::mcse(values, [&](std::span<const double> draws) {
        return percentile_of({draws.begin(), draws.end()}, *happened);
      });
      out.push_back({line->metric, line->periods[p], *happened, line->figures[p],
                     percentile_of(values, *happened), error});
    }
  }
  return out;
}

std::string record_words(const std::vector<OutturnRecord>& record) {
  const auto inside = std::count_if(record.begin(), record.end(), [](const auto& r) { return r.inside(); });
  if (record.empty()) return {};
  if (record.front().forecast.n == 1)
    return fmt::format("One replicate has no range for {} to lie in",
                       record.size() == 1
                           ? std::string("the figure that has come since")
                           : fmt::format("the {} figures that have come since", record.size()));
  if (record.size() == 1)
    return fmt::format("The one figure of this forecast that has come since {} between P10 and P90",
                       inside == 1 ? "lies" : "does not lie");
  return fmt::format("Of {} figures of this forecast that have come since, {} {} between P10 and P90",
                     record.size(), inside == 0 ? "none" : std::to_string(inside),
                     inside == 1 ? "lies" : "lie");
}

}  // namespace app
