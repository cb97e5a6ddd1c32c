// Runs a backtest of the panel, adds up its scores, and writes its folder.

#include "app/backtest_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <set>
#include <stdexcept>

#include "app/interrupt.hpp"
#include "app/panel_file.hpp"
#include "app/progress_bar.hpp"
#include "app/user_error.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/nearest_name.hpp"
#include "sim/output_folder.hpp"

namespace app {
namespace {

using models::BacktestMetric;
using models::ScoreGroup;

constexpr std::string_view independent = "independent";

/// The panel's years against what was asked.
void check_years(const models::PanelSeries& panel, const BacktestOptions& o) {
  const int first = panel.first_year() + 4, last = panel.last_year() - 1;
  if (o.plan.first_origin < first || o.plan.last_origin > last)
    throw UserError(fmt::format(
        "the panel has Januaries from {} to {}: the first origin can be {} (four years to learn from) "
        "and the last {} (a year to score)",
        panel.first_year(), panel.last_year(), first, last));
}

std::vector<BacktestMetric> chosen_metrics(const models::PanelSeries& panel, BacktestOptions& o) {
  auto all = metrics_of(panel);
  std::vector<std::string> names(all.size());
  std::transform(all.begin(), all.end(), names.begin(), [](const auto& m) { return m.name; });
  for (const auto& wanted : o.shown)
    if (std::find(names.begin(), names.end(), wanted) == names.end())
      throw UserError(fmt::format("--metric {}: the panel has {}", wanted, fmt::join(names, ", ")));
  if (o.shown.empty())
    for (const char* name : {"plans", "new_plans", "independent_share"})
      if (std::find(names.begin(), names.end(), name) != names.end()) o.shown.emplace_back(name);
  return all;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::optional<std::size_t> place_of(const models::PanelSeries& panel, const std::string& area) {
  if (area.empty()) return {};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < panel.authorities.size(); ++i) {
    const auto& a = panel.authorities[i];
    if (lower(a.name) == lower(area) || a.code == area) return i;
    names.push_back(a.name);
  }
  const auto hint = sim::did_you_mean(area, names);
  throw UserError(
      fmt::format("--area {}: the panel has no such authority{}", area, hint.empty() ? "" : "; " + hint));
}

MetricScores scores_of(const models::Backtest& backtest, const BacktestOptions& o, std::size_t m) {
  const ScoreGroup test{m, o.first_test, o.plan.last_origin};
  const auto with = [&](ScoreGroup group) { return models::group_scores(backtest, group); };
  MetricScores s{o.plan.metrics[m], {}, with(test), with({m, o.plan.first_origin, o.first_test - 1}), {}, {}};
  for (int h = 1; h <= o.plan.size.horizons; ++h) {
    auto group = test;
    group.horizon = h;
    s.by_horizon.push_back(with(group));
  }
  for (std::size_t i = 0; i < models::size_classes.size(); ++i) {
    auto group = test;
    group.plans_from = models::size_classes[i];
    if (i + 1 < models::size_classes.size()) group.plans_below = models::size_classes[i + 1];
    s.by_size.push_back(with(group));
  }
  for (int origin = o.plan.first_origin; origin <= o.plan.last_origin; ++origin)
    s.by_origin.push_back(with({m, origin, origin}));
  return s;
}

models::Backtest simulated(const models::PanelSeries& panel, const BacktestOptions& o, bool progress) {
  const auto stop = interrupted();
  ProgressBar bar(progress);
  try {
    return models::run_backtest(panel, o.plan, [&](double done) {
      stop.check();
      bar.update(static_cast<std::uint64_t>(done * 1000), 1000);
    });
  } catch (const std::invalid_argument& error) {
    throw UserError(fmt::format("the panel teaches too little ({}): give more authorities, or earlier years",
                                error.what()));
  }
}

sim::RunInfo run_info(const BacktestOptions& o, const std::vector<sim::ManifestInput>& inputs) {
  sim::RunInfo info;
  info.scenario = "backtest of the panel";
  info.seed = o.plan.size.seed;
  info.replicates = info.planned = o.plan.size.draws;
  info.design = "mc";
  info.config_digest = sim::config_digest(
      inputs, {fmt::format("{} {} {} {} {} {}", o.plan.first_origin, o.first_test, o.plan.last_origin,
                           o.plan.size.horizons, o.plan.discrepancy, fmt::join(o.plan.without_years, "+"))});
  info.fingerprint = sim::math_fingerprint();
  return info;
}

}  // namespace

std::vector<BacktestMetric> metrics_of(const models::PanelSeries& panel) {
  using Kind = BacktestMetric::Kind;
  std::vector<BacktestMetric> out{{Kind::plans, "plans", ""}, {Kind::new_plans, "new_plans", ""}};
  for (const auto& [part, series] : panel.england.parts) {
    if (series.empty()) continue;
    if (part == independent) out.push_back({Kind::share, "independent_share", part});
    out.push_back({Kind::part, "plans/" + part, part});
  }
  return out;
}

BacktestSummary backtest_run(const BacktestOptions& options, PanelSource source, const std::string& command,
                             bool progress) {
  const auto began = std::chrono::steady_clock::now();
  BacktestSummary s;
  s.options = options;
  s.source = std::move(source);
  const auto& panel = s.source.panel;
  check_years(panel, options);
  s.options.plan.metrics = chosen_metrics(panel, s.options);
  s.area = place_of(panel, options.area);
  sim::OutputFolder folder(options.out);
  sim::Execution execution = sim::execution_here(1);
  for (const auto& a : panel.authorities) s.authorities += a.plans.empty() ? 0U : 1U;
  s.first_year = panel.first_year();
  s.last_year = panel.last_year();
  s.backtest = simulated(panel, s.options, progress);
  for (std::size_t m = 0; m < s.options.plan.metrics.size(); ++m)
    s.metrics.push_back(scores_of(s.backtest, s.options, m));
  s.files = {"backtest.csv", "backtest.json",     "cases.csv",    "panel_figures.csv",
             "panel.csv",    "year_effects.toml", "manifest.json"};
  sim::write_text(folder.path() / s.files[0], backtest_csv(s));
  sim::write_text(folder.path() / s.files[1], backtest_json(s));
  sim::write_text(folder.path() / s.files[2], cases_csv(s));
  sim::write_text(folder.path() / s.files[3], panel_figures_csv(s));
  sim::write_text(folder.path() / s.files[4], panel_csv(panel));
  sim::write_text(folder.path() / s.files[5], year_effects_toml(s));
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  execution.seconds = s.seconds;
  sim::write_text(folder.path() / s.files[6],
                  sim::manifest_json(sim::Manifest{run_info(s.options, s.source.inputs), s.source.inputs,
                                                   s.files, command, execution}));
  interrupted().check();
  folder.commit();
  return s;
}

}  // namespace app
