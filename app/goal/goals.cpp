// Targets and outturns of a configuration, and the series of the results that each of them speaks of.

#include "app/goal/goals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "app/goal/possible_values.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/statistics.hpp"

namespace app {
namespace {

constexpr std::string_view families[] = {"target", "outturn"};

/// The distinct breakdowns of a metric, or the categories of one of its breakdowns, in the order of the
/// results.
std::vector<std::string> named(const sim::Layout& layout, std::uint32_t metric,
                               const std::string* breakdown) {
  std::vector<std::string> out;
  for (const sim::Series& s : layout.series()) {
    if (s.metric != metric || (breakdown != nullptr && s.breakdown != *breakdown)) continue;
    const std::string& name = breakdown != nullptr ? s.category : s.breakdown;
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

/// The first of them, in a row.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > most ? text + ", ..." : text;
}

std::string either(const std::string& suggestion, const std::string& otherwise) {
  return suggestion.empty() ? otherwise : suggestion;
}

FoundGoal look_up(const sim::Config& config, const sim::Layout& layout, std::string_view family,
                  const std::string& id) {
  Goal g = written_goal(config, family, id);
  const auto called = fmt::format("{} '{}'", family, id);
  const auto origin = [&](std::string_view field) {
    return config.origin(fmt::format("{}.{}.{}", family, id, field));
  };
  auto found = find_goal(std::move(g), layout, config.text("area"), called, origin);
  if (!found.goal) return found;
  if (auto why = impossible(found.goal->about, found.goal->breakdown, found.goal->value); !why.empty())
    return {
        {},
        sim::Diagnostic{origin("value"),
                        fmt::format("{}: {} cannot be {:g}", called, found.goal->metric, found.goal->value),
                        std::move(why), "check the figure and its unit"}};
  return found;
}

}  // namespace

Goal written_goal(const sim::Config& config, std::string_view family, const std::string& id) {
  const auto text = [&](std::string_view field) -> const std::string& {
    return config.text(family, id, field);
  };
  Goal g;
  g.id = id;
  g.title = text("title");
  g.source = text("source");
  g.metric = text("metric");
  g.breakdown = text("breakdown");
  g.category = text("category");
  g.period = text("period");
  (family == families[0] ? g.aim : g.kind) = text(family == families[0] ? "aim" : "kind");
  g.value = config.base()[config.slot(family, id, "value").offset];
  return g;
}

FoundGoal find_goal(Goal g, const sim::Layout& layout, const std::string& area, const std::string& called,
                    const std::function<sim::Origin(std::string_view field)>& origin) {
  const auto fault = [&](std::string_view field, std::string problem, std::string why,
                         std::string suggestion) {
    return FoundGoal{
        {}, sim::Diagnostic{origin(field), std::move(problem), std::move(why), std::move(suggestion)}};
  };
  const auto metric = layout.find_metric(g.metric);
  if (!metric) {
    std::vector<std::string> known;
    for (const auto& m : layout.metrics()) known.push_back(m.name);
    return fault("metric", fmt::format("{}: there is no metric {}", called, sim::quote(g.metric)),
                 "a goal names a metric of summary.csv",
                 either(sim::did_you_mean(g.metric, known), "`sendcast describe metrics` lists them"));
  }
  const auto breakdowns = named(layout, *metric, nullptr);
  if (breakdowns.empty()) return {};  // a published ledger says nothing of children
  if (std::find(breakdowns.begin(), breakdowns.end(), g.breakdown) == breakdowns.end()) {
    return fault("breakdown",
                 fmt::format("{}: {} has no breakdown {}", called, g.metric, sim::quote(g.breakdown)), "",
                 either(sim::did_you_mean(g.breakdown, breakdowns), "it has " + listed(breakdowns)));
  }
  const auto series = layout.find_series(g.metric, g.breakdown, g.category, area);
  if (!series) {
    const auto categories = named(layout, *metric, &g.breakdown);
    return fault(
        "category",
        fmt::format("{}: {} by {} has no category {}", called, g.metric, g.breakdown, sim::quote(g.category)),
        "", either(sim::did_you_mean(g.category, categories), "it has " + listed(categories)));
  }
  const auto& periods = layout.periods(*series);
  const auto at = std::find(periods.begin(), periods.end(), g.period);
  if (at == periods.end()) {
    const auto type = layout.metrics()[*metric].period_type;
    if (sim::is_period(type, g.period)) return {};
    return fault("period", fmt::format("{}: {} has no period {}", called, g.metric, sim::quote(g.period)),
                 fmt::format("it is counted by {}", sim::to_string(type)),
                 periods.empty() ? "" : fmt::format("it has '{}' to '{}'", periods.front(), periods.back()));
  }
  g.about = layout.metrics()[*metric];
  g.series = *series;
  g.period_index = static_cast<std::uint32_t>(at - periods.begin());
  return {std::move(g), {}};
}

std::vector<Goal> goals(const sim::Config& config, const sim::Layout& layout, std::string_view family) {
  std::vector<Goal> out;
  for (const std::string& id : config.members(family)) {
    if (auto found = look_up(config, layout, family, id); found.goal) out.push_back(std::move(*found.goal));
  }
  std::stable_sort(out.begin(), out.end(), [](const Goal& a, const Goal& b) {
    return std::tie(a.metric, a.breakdown, a.category, a.period) <
           std::tie(b.metric, b.breakdown, b.category, b.period);
  });
  return out;
}

std::vector<sim::Diagnostic> check_goals(const sim::Config& config, const sim::Layout& layout) {
  std::vector<sim::Diagnostic> faults;
  for (const auto family : families) {
    for (const std::string& id : config.members(family)) {
      if (auto found = look_up(config, layout, family, id); found.fault)
        faults.push_back(std::move(*found.fault));
    }
  }
  sim::sort_faults(faults);
  return faults;
}

std::vector<std::string> goals_outside(const sim::Config& config, const sim::Layout& layout) {
  std::vector<std::string> notes;
  for (const auto family : families) {
    std::vector<std::string> outside;
    for (const std::string& id : config.members(family)) {
      const auto found = look_up(config, layout, family, id);
      if (!found.goal && !found.fault)
        outside.push_back(fmt::format("{} ({})", id, config.text(family, id, "period")));
    }
    if (outside.empty()) continue;
    notes.push_back(fmt::format("{} {}{} outside this run left out: {}", outside.size(), family,
                                outside.size() == 1 ? "" : "s", listed(outside)));
  }
  return notes;
}

std::vector<double> met(const std::vector<double>& values, const Goal& goal) {
  std::vector<double> out;
  out.reserve(values.size());
  for (const double v : values) {
    const bool meets = goal.aim == "at_least" ? v >= goal.value
                       : goal.aim == "above"  ? v > goal.value
                                              : v <= goal.value;
    out.push_back(std::isnan(v) ? v : meets ? 1 : 0);
  }
  return out;
}

double share_met(const std::vector<double>& values, const Goal& goal) {
  return chance_met(values, goal).value;
}

Chance chance_met(const std::vector<double>& values, const Goal& goal) {
  const auto indicators = met(values, goal);
  return {sim::mean(sim::existing(indicators)), sim::mcse_mean(indicators)};
}

double percentile_of(const std::vector<double>& draws, double value) {
  const auto values = sim::existing(draws);
  const auto below = std::count_if(values.begin(), values.end(), [&](double v) { return v < value; });
  const auto equal = std::count(values.begin(), values.end(), value);
  return (static_cast<double>(below) + 0.5 * static_cast<double>(equal)) / static_cast<double>(values.size());
}

double percentile_error(const std::vector<double>& draws, double value) {
  return sim::mcse(draws, [&](std::span<const double> own) {
    return percentile_of({own.begin(), own.end()}, value);
  });
}

}  // namespace app
