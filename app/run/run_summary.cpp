// What a planner is told at the end of a run: a few figures read back from the store.

#include "app/run/run_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "app/figures.hpp"
#include "app/run/overdrawn.hpp"
#include "sim/summary.hpp"
#include "sim/term_clock.hpp"

namespace app {
namespace {

constexpr std::string_view january_metrics[] = {"ehcp_stock", "independent_share"};
constexpr std::string_view money_metrics[] = {"hnb_spend", "in_year_position", "cumulative_deficit",
                                              "unexplained_base"};
constexpr std::string_view layer_metrics[] = {"ehcp_stock", "independent_share", "hnb_spend",
                                              "in_year_position", "cumulative_deficit"};

/// The whole-area series of a metric, if it has any period.
std::optional<std::uint32_t> whole_area(const sim::Layout& layout, std::string_view metric,
                                        const std::string& area) {
  const auto series = layout.find_series(metric, "total", "total", area);
  return series && !layout.periods(*series).empty() ? series : std::nullopt;
}

template <std::size_t N>
std::vector<FigureByPeriod> figures(const sim::StoreReader& store, const std::string& area,
                                    const std::string_view (&metrics)[N], unsigned threads) {
  std::vector<FigureByPeriod> out;
  for (const auto metric : metrics) {
    const auto series = whole_area(store.layout(), metric, area);
    if (!series) continue;
    FigureByPeriod figure{store.layout().metric_of(*series), store.layout().periods(*series), {}};
    for (const auto& line : sim::summarise(store, *series, *series + 1, threads))
      figure.figures.push_back(line.figures);
    out.push_back(std::move(figure));
  }
  return out;
}

/// A year on, half-way, and the last of n Septembers; the first of a run is before any allocation.
std::set<std::uint32_t> chosen_septembers(std::size_t n) {
  if (n == 0) return {};
  const auto last = static_cast<std::uint32_t>(n - 1);
  return {std::min(1u, last), (last + 1) / 2, last};
}

std::vector<PlacesResult> places(const sim::StoreReader& store, const sim::Config& config, unsigned threads) {
  std::vector<PlacesResult> out;
  const sim::Layout& layout = store.layout();
  for (const auto& type : config.members("placement")) {
    const auto series = [&](std::string_view metric) {
      return layout.find_series(metric, "placement", type, config.text("area"));
    };
    const auto wanted = series("place_demand"), short_of = series("place_shortfall"),
               places = series("places_commissioned");
    if (!wanted || !short_of || !places) continue;  // a type without limits
    const auto of = [&](std::uint32_t one, std::uint32_t period) {
      return sim::summarise(store, one, one + 1, threads)[period].figures;
    };
    const auto& periods = layout.periods(*wanted);
    for (const std::uint32_t p : chosen_septembers(periods.size()))
      out.push_back({type, config.text("placement", type, "title"), periods[p], of(*places, p),
                     of(*wanted, p), of(*short_of, p)});
  }
  return out;
}

std::vector<LayerResult> layers(const sim::StoreReader& store, const std::string& area) {
  std::vector<LayerResult> out;
  if (store.info().members < sim::layer_members) return out;
  for (const auto metric : layer_metrics) {
    const auto series = whole_area(store.layout(), metric, area);
    if (!series || !store.has_draws(*series)) continue;
    const auto& periods = store.layout().periods(*series);
    const auto last = static_cast<std::uint32_t>(periods.size() - 1);
    const auto member = [&](unsigned m) { return store.values(*series, last, m); };
    out.push_back({store.layout().metric_of(*series), periods.back(),
                   sim::layers_of_variance(member(0), member(1), member(2))});
  }
  return out;
}

const FigureByPeriod* find(const std::vector<FigureByPeriod>& all, std::string_view metric) {
  const auto found =
      std::ranges::find(all, metric, [](const auto& f) { return std::string_view(f.metric.name); });
  return found == all.end() ? nullptr : &*found;
}

/// The ledger to the pound, as notes: medians, which are the figures themselves where nothing is uncertain.
void published_pounds(RunSummary& s) {
  const auto* position = find(s.financial_year, "in_year_position");
  const auto* deficit = find(s.financial_year, "cumulative_deficit");
  if (position == nullptr || deficit == nullptr) return;
  for (std::size_t p = 0; p < position->periods.size(); ++p)
    s.notes.push_back(fmt::format("{}: in-year position {}, cumulative deficit {}", position->periods[p],
                                  pounds(position->figures[p].p50), pounds(deficit->figures[p].p50)));
}

/// A base year whose children cost more than was published: the difference is carried forward as spend that
/// nobody saves.
void negative_base(RunSummary& s, const std::string& base_year) {
  const auto* base = find(s.financial_year, "unexplained_base");
  if (base == nullptr) return;
  for (std::size_t p = 0; p < base->periods.size(); ++p)
    if (const double left = base->figures[p].p50; base->periods[p] == base_year && left < 0)
      s.notes.push_back(
          fmt::format("the simulated children and places cost £{} million more in {} than money.base_spend; "
                      "unexplained_base is negative and lowers the spend of every year",
                      millions(-left), base_year));
}

}  // namespace

RunSummary run_summary(const sim::Config& config, const sim::StoreReader& store, unsigned threads) {
  const sim::Layout& layout = store.layout();
  RunSummary s;
  s.area = config.text("area");
  s.scenario = store.info().scenario;
  s.start = config.text("start");
  s.years = config.integer("years");
  s.take(store.info());
  s.financial_year = figures(store, s.area, money_metrics, threads);
  s.january = figures(store, s.area, january_metrics, threads);
  s.places = places(store, config, threads);
  if (config.text("spend") == "given") published_pounds(s);
  negative_base(s,
                sim::spanning_year(static_cast<int>(config.base()[config.slot("money.base_year").offset])));
  for (Goal& goal : goals(config, layout, "target")) {
    TargetResult result{std::move(goal), false, {}};
    result.known = store.has_draws(result.goal.series);
    if (result.known)
      result.met = chance_met(store.values(result.goal.series, result.goal.period_index), result.goal);
    s.targets.push_back(std::move(result));
  }
  for (Goal& goal : goals(config, layout, "outturn")) {
    OutturnResult result{.goal = std::move(goal), .known = false, .at_most = {}};
    result.known = store.has_draws(result.goal.series);
    if (result.known) {
      const auto values = store.values(result.goal.series, result.goal.period_index);
      result.percentile = percentile_of(values, result.goal.value);
      result.percentile_mcse = percentile_error(values, result.goal.value);
      result.at_most = chance_met(values, result.goal);
    }
    s.outturns.push_back(std::move(result));
  }
  s.layers = layers(store, s.area);
  for (auto& note : overdrawn_lines(store, s.area)) s.notes.push_back(std::move(note));
  const auto outside = goals_outside(config, layout);
  s.notes.insert(s.notes.end(), outside.begin(), outside.end());
  return s;
}

}  // namespace app
