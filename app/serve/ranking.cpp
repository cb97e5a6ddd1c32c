// Which assumptions matter, from the draws of one small run.

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>

#include "app/serve/choices.hpp"
#include "sim/first_order.hpp"
#include "sim/left_out.hpp"

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

/// What analysts move first, where a small run cannot tell.
constexpr std::string_view declared[] = {"request.trend",
                                         "request.local_level",
                                         "cease.local_level",
                                         "income.allocation.growth",
                                         "money.unexplained_growth",
                                         "placement.state_special.places_growth",
                                         "placement.inmss_day.unit_cost",
                                         "placement.inmss_day.inflation",
                                         "placement.mainstream.inflation",
                                         "migration.level"};

/// What orders them: the share that is there beyond Monte Carlo error, else the declared order, else the
/// share.
struct Weight {
  double sure = 0;
  std::size_t place = std::size(declared);
  double share = 0;
  bool operator<(const Weight& other) const {
    return std::tuple(-sure, place, -share) < std::tuple(-other.sure, other.place, -other.share);
  }
};

}  // namespace

void rank_assumptions(std::vector<OfferedAssumption>& assumptions, const LiveFigures& figures,
                      const LiveDraws& draws, std::size_t most) {
  const std::vector<double> deficit = last_of(figures, "cumulative_deficit"),
                            plans = last_of(figures, "ehcp_stock");
  std::vector<std::span<const double>> samples;
  for (const auto* values : {&deficit, &plans})
    if (!values->empty()) samples.emplace_back(*values);
  const auto rows = samples.empty() ? sim::UsableRows() : sim::usable_rows(samples, 0);
  const bool told = rows.size() > 0 && sim::too_few(rows).empty();
  std::vector<std::pair<Weight, OfferedAssumption>> ranked;
  for (auto& a : assumptions) {
    Weight w;
    w.place =
        static_cast<std::size_t>(std::find(std::begin(declared), std::end(declared), a.name) - declared);
    const auto at = std::find(draws.names.begin(), draws.names.end(), a.name);
    if (told && at != draws.names.end()) {
      const auto& values = draws.values[static_cast<std::size_t>(at - draws.names.begin())];
      const sim::PreparedAssumption x(rows.of(values), rows.scramble);
      for (const auto& [figure, share] : {std::pair{&deficit, &a.deficit}, std::pair{&plans, &a.plans}}) {
        if (figure->empty() || x.constant()) continue;
        const auto first = sim::first_order(x, rows.of(*figure));
        const bool sure = first.interval.low > 0;
        *share = sure ? first.index.value : 0;
        if (sure) w.sure = std::max(w.sure, first.interval.low);
        w.share = std::max(w.share, first.index.value);
      }
    }
    ranked.emplace_back(w, std::move(a));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  assumptions.clear();
  for (auto& [weight, a] : ranked)
    if (assumptions.size() < most) assumptions.push_back(std::move(a));
}

}  // namespace app
