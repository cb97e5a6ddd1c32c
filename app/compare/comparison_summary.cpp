// What a commissioner is told at the end of a comparison: a few figures of each pair of runs.

#include "app/compare/comparison_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

namespace app {
namespace {

constexpr std::string_view compared_metrics[] = {"ehcp_stock", "independent_share", "hnb_spend",
                                                 "cumulative_deficit"};

/// A series of one run at a period: where its draws are.
struct FigureCell {
  std::uint32_t series = 0, period = 0;
};

std::optional<FigureCell> cell(const ComparedRun& run, const std::string& metric,
                               const std::string& breakdown, const std::string& category,
                               const std::string& period) {
  const sim::Layout& layout = run.store->layout();
  const auto series = layout.find_series(metric, breakdown, category, layout.series().front().area);
  if (!series || !run.store->has_draws(*series)) return {};
  const auto& periods = layout.periods(*series);
  const auto at = std::find(periods.begin(), periods.end(), period);
  if (at == periods.end()) return {};
  return FigureCell{*series, static_cast<std::uint32_t>(at - periods.begin())};
}

/// A total of both runs, with the draws of each member.
struct Twins {
  const ComparedRun &a, &b;
  FigureCell at_a, at_b;

  std::vector<double> values_a(unsigned member = 0) const {
    return a.store->values(at_a.series, at_a.period, member);
  }
  std::vector<double> values_b(unsigned member = 0) const {
    return b.store->values(at_b.series, at_b.period, member);
  }
  std::vector<double> difference(unsigned member = 0) const {
    return sim::differences(values_a(member), values_b(member));
  }
};

struct TwinPeriod {
  std::string period;
  Twins twins;
};

/// The whole-area series of a metric at the periods that both runs hold.
std::vector<TwinPeriod> twin_periods(const ComparedRun& a, const ComparedRun& b, std::string_view metric) {
  const sim::Layout& layout = a.store->layout();
  const auto series = layout.find_series(metric, "total", "total", layout.series().front().area);
  std::vector<TwinPeriod> out;
  if (!series) return out;
  for (const auto& period : layout.periods(*series)) {
    const auto at_a = cell(a, std::string(metric), "total", "total", period);
    const auto at_b = cell(b, std::string(metric), "total", "total", period);
    if (at_a && at_b) out.push_back({period, {a, b, *at_a, *at_b}});
  }
  return out;
}

double error_of_share_below(const std::vector<double>& differences) {
  std::vector<double> lower;
  lower.reserve(differences.size());
  for (const double d : differences) lower.push_back(std::isnan(d) ? d : d < 0 ? 1 : 0);
  return sim::mcse_mean(lower);
}

ComparedPeriod compared_period(const TwinPeriod& at) {
  const auto a = at.twins.values_a(), b = at.twins.values_b();
  return {at.period,
          sim::quantile(sim::existing(a), 0.5),
          sim::quantile(sim::existing(b), 0.5),
          sim::PairSummariser().reals(a, b),
          error_of_share_below(sim::differences(a, b)),
          sim::variance_reduction(a, b)};
}

/// The targets, or outturns, of both configurations, each once.
std::vector<Goal> goals_of(const ComparedRun& a, const ComparedRun& b, std::string_view family) {
  std::vector<Goal> out;
  const auto same = [](const Goal& x, const Goal& y) {
    return std::tie(x.metric, x.breakdown, x.category, x.period, x.aim, x.kind, x.value) ==
           std::tie(y.metric, y.breakdown, y.category, y.period, y.aim, y.kind, y.value);
  };
  for (const ComparedRun* run : {&a, &b}) {
    if (run->config == nullptr) continue;
    for (Goal& goal : goals(*run->config, run->store->layout(), family)) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const Goal& g) { return same(g, goal); });
      if (!known) out.push_back(std::move(goal));
    }
  }
  return out;
}

/// What is said of each target, or outturn, that both runs have draws of: by its values in A and in B.
template <class Compared, class Say>
std::vector<Compared> compared_goals(const ComparedRun& a, const ComparedRun& b, std::string_view family,
                                     const Say& say) {
  std::vector<Compared> out;
  for (Goal& goal : goals_of(a, b, family)) {
    const auto at_a = cell(a, goal.metric, goal.breakdown, goal.category, goal.period);
    const auto at_b = cell(b, goal.metric, goal.breakdown, goal.category, goal.period);
    if (!at_a || !at_b) continue;
    const Twins twins{a, b, *at_a, *at_b};
    out.push_back(say(goal, twins.values_a(), twins.values_b()));
  }
  return out;
}

ComparedTarget compared_target(const Goal& goal, const std::vector<double>& a, const std::vector<double>& b) {
  const Chance chance_a = chance_met(a, goal), chance_b = chance_met(b, goal);
  const auto change = sim::differences(met(a, goal), met(b, goal));
  return {goal, chance_a, chance_b, {chance_b.value - chance_a.value, sim::mcse_mean(change)}};
}

ComparedOutturn compared_outturn(const Goal& goal, const std::vector<double>& a,
                                 const std::vector<double>& b) {
  return {goal, percentile_of(a, goal.value), percentile_of(b, goal.value), percentile_error(a, goal.value),
          percentile_error(b, goal.value)};
}

std::vector<LayerResult> layers_of(const ComparedRun& a, const ComparedRun& b) {
  std::vector<LayerResult> out;
  if (std::min(a.store->info().members, b.store->info().members) < sim::layer_members) return out;
  for (const auto metric : compared_metrics) {
    const auto periods = twin_periods(a, b, metric);
    if (periods.empty()) continue;
    const Twins& last = periods.back().twins;
    out.push_back({a.store->layout().metric_of(last.at_a.series), periods.back().period,
                   sim::layers_of_variance(last.difference(0), last.difference(1), last.difference(2))});
  }
  return out;
}

void add_kinds(const sim::Config& config, MoneyKinds& kinds) {
  for (const auto& id : config.members("income"))
    kinds.income.try_emplace(id, config.text("income", id, "kind"));
  for (const auto& id : config.members("saving"))
    kinds.saving.try_emplace(id, config.text("saving", id, "kind"));
  for (const auto& action : config.members("intervention")) {
    const auto family = "intervention." + action + ".income";
    for (const auto& id : config.members(family))
      kinds.income.try_emplace(fmt::format("{}.{}", action, id), config.text(family, id, "kind"));
  }
}

/// As far as either configuration is at hand.
MoneyKinds money_kinds(const ComparedRun& a, const ComparedRun& b) {
  MoneyKinds kinds;
  for (const ComparedRun* run : {&b, &a})
    if (run->config != nullptr) add_kinds(*run->config, kinds);
  return kinds;
}

std::vector<YearSideBySide> side_by_side(const ComparedRun& a, const ComparedRun& b) {
  constexpr std::array<std::string_view, 4> metrics{"hnb_income", "hnb_spend", "in_year_position",
                                                    "cumulative_deficit"};
  std::vector<YearSideBySide> out;
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const auto periods = twin_periods(a, b, metrics[m]);
    if (out.empty())
      for (const auto& at : periods) out.push_back({at.period, {}, {}});
    if (periods.size() != out.size()) return {};
    for (std::size_t y = 0; y < out.size(); ++y) {
      out[y].a[m] = sim::mean(periods[y].twins.values_a());
      out[y].b[m] = sim::mean(periods[y].twins.values_b());
    }
  }
  return out;
}

void add_effects(const ComparedRun& a, const ComparedRun& b, double discount, PairSummary& s) {
  const auto left = run_figures(*a.store), right = run_figures(*b.store);
  const std::size_t n = a.store->info().replicates;
  s.side_by_side = side_by_side(a, b);
  const auto kinds = money_kinds(a, b);
  std::vector<std::string> years;
  std::vector<std::vector<double>> spend;
  for (const auto& at : twin_periods(a, b, "hnb_spend")) {
    years.push_back(at.period);
    spend.push_back(spend_difference(*left, *right, at.period, n, kinds));
  }
  s.break_even = break_even(years, spend, discount);
  s.saving_years = saving_years(*left, *right, n, kinds);
  s.savings = saving_table(s.saving_years, discount);
  s.cost_per_plan = cost_per_plan(*left, *right, n, kinds);
  s.carried_by_others = carried_by_others(*left, *right, n);
  s.affected = affected_groups(*left, *right, n);
}

}  // namespace

PairSummary pair_summary(const ComparedRun& a, const ComparedRun& b, double discount) {
  PairSummary s;
  s.letter = b.letter;
  s.scenario = b.scenario;
  s.changes = assumption_changes(a.assumptions, b.assumptions);
  if (a.config != nullptr && b.config != nullptr)
    for (auto& change : assumption_changes(a.settings, b.settings)) s.changes.push_back(std::move(change));
  for (const auto metric : compared_metrics) {
    const auto periods = twin_periods(a, b, metric);
    if (periods.empty()) continue;
    ComparedMetric compared{a.store->layout().metric_of(periods.front().twins.at_a.series), {}};
    for (const auto& at : periods) compared.periods.push_back(compared_period(at));
    s.metrics.push_back(std::move(compared));
  }
  s.targets = compared_goals<ComparedTarget>(a, b, "target", compared_target);
  s.outturns = compared_goals<ComparedOutturn>(a, b, "outturn", compared_outturn);
  s.layers = layers_of(a, b);
  add_effects(a, b, discount, s);
  return s;
}

}  // namespace app
