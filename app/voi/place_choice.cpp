// How many places to have, as a choice that knowing more could change.

#include "app/voi/place_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

constexpr std::size_t counts_tried = 15;

/// Whole counts of places about where the best lies, that one among them.
std::vector<double> counts_of(const std::vector<double>& demand, const sim::PlaceCosts& costs) {
  std::vector<double> sorted = demand;
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> out{std::ceil(sim::sorted_quantile(sorted, costs.under / (costs.under + costs.over)))};
  for (std::size_t i = 0; i < counts_tried; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / counts_tried;
    out.push_back(std::round(sim::sorted_quantile(sorted, p)));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Costs in the academic year of a September; of one before it where a run ends in its midst.
PlaceMoney costs_of_places(const StoredRun& run, const PlacesQuestion& q,
                           const std::vector<std::string>& septembers, std::size_t asked) {
  const auto config = config_of(run);
  std::string why_not;
  for (std::size_t t = asked + 1; t-- > 0 && asked - t < 2;) {
    auto found = place_money(run, config, q.type, {septembers[t]}, q.costs);
    if (found.why_not.empty()) return found.money;
    why_not = std::move(found.why_not);
  }
  throw UserError(folded_fault(fmt::format("{}: {}", run.folder().string(), why_not)));
}

}  // namespace

Benefits of_places(const StoredRun& run, const PlacesQuestion& q, std::string& objective) {
  const FigureWords words{{"place_demand", "placement", q.type}, q.period};
  const Figure figure = figure_of(run, words);
  const auto& september = run.periods(figure.series)[figure.period];
  const auto demand = run.values(figure);
  const auto found = costs_of_places(run, q, run.periods(figure.series), figure.period);
  const auto& costs = found.costs;
  objective = fmt::format(
      "Places of {} in September {}: a child too many costs {} a year, a place too many {} ({}); less is "
      "better.",
      q.type, september, pounds(costs.under), pounds(costs.over),
      found.given ? "as given" : "from the run and --capital, as size takes them");
  Benefits out;
  for (const double count : counts_of(demand, costs)) {
    out.letters.emplace_back();
    out.names.push_back(fmt::format("{:.0f} places", count));
    auto& values = out.values.emplace_back();
    for (const double d : demand)
      values.push_back(-costs.under * std::max(0.0, d - count) - costs.over * std::max(0.0, count - d));
  }
  if (out.values.size() < 2)
    throw UserError(
        folded_fault(fmt::format("{}: {} is {} in every replicate: there is no choice to inform",
                                 run.folder().string(), to_string(words.name), out.names.front())));
  return out;
}

}  // namespace app
