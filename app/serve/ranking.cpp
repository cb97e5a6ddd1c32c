// Which assumptions matter, from the draws of one small run.

#include <algorithm>

#include "app/sensitivity/prepared_draws.hpp"
#include "app/serve/choices.hpp"
#include "sim/first_order.hpp"

namespace app {
namespace {

/// The figure in the last period, as reals.
std::vector<double> last_of(const LiveFigures& figures, std::string_view metric) {
  for (const auto& line : figures.lines) {
    if (line.metric.name != metric || line.breakdown != "total") continue;
    const auto& values = line.whole.back();
    return {values.begin(), values.end()};
  }
  return {};
}

}  // namespace

void rank_assumptions(std::vector<OfferedAssumption>& assumptions, const LiveFigures& figures,
                      const LiveDraws& draws, std::size_t most) {
  const std::vector<double> deficit = last_of(figures, "cumulative_deficit"),
                            plans = last_of(figures, "ehcp_stock");
  std::vector<std::span<const double>> samples;
  for (const auto* values : {&deficit, &plans})
    if (!values->empty()) samples.emplace_back(*values);
  if (!samples.empty()) {
    const auto rows = sim::usable_rows(samples, 0);
    if (!sim::too_few(rows).empty()) return;
    for (auto& a : assumptions) {
      const auto at = std::find(draws.names.begin(), draws.names.end(), a.name);
      if (at == draws.names.end()) continue;
      const auto& values = draws.values[static_cast<std::size_t>(at - draws.names.begin())];
      const sim::PreparedAssumption x(rows.of(values), rows.scramble);
      if (x.constant()) continue;
      if (!deficit.empty()) a.deficit = sim::first_order(x, rows.of(deficit)).index.value;
      if (!plans.empty()) a.plans = sim::first_order(x, rows.of(plans)).index.value;
    }
  }
  std::stable_sort(assumptions.begin(), assumptions.end(), [](const auto& a, const auto& b) {
    return std::max(a.deficit, a.plans) > std::max(b.deficit, b.plans);
  });
  if (assumptions.size() > most) assumptions.resize(most);
}

}  // namespace app
