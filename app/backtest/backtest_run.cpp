// Runs a backtest of the panel, adds up its scores, and writes its folder.

#include "app/backtest/backtest_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <set>
#include <stdexcept>

#include "app/backtest/panel_file.hpp"
#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "app/user_error.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/nearest_name.hpp"
#include "sim/output_folder.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

using models::BacktestMetric;
using models::ScoreGroup;

constexpr std::string_view independent = "independent";
constexpr const char* manifest_name = "manifest.json";

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
  std::vector<std::string> settings{fmt::format("{} {} {} {} {} {}", o.plan.first_origin, o.first_test,
                                                o.plan.last_origin, o.plan.size.horizons, o.plan.discrepancy,
                                                fmt::join(o.plan.without_years, "+"))};
  if (o.simulate.pairs > 0)
    settings.push_back(fmt::format("simulate {} {}", o.simulate.pairs, o.simulate.replicates));
  info.config_digest = sim::config_digest(inputs, settings);
  info.fingerprint = sim::math_fingerprint();
  return info;
}

/// Everything but the manifest, which is named last.
void write_files(BacktestSummary& s, const std::filesystem::path& folder) {
  const auto write = [&](const char* name, const std::string& text) {
    sim::write_text(folder / name, text);
    s.files.emplace_back(name);
  };
  write("backtest.csv", backtest_csv(s));
  write("backtest.json", backtest_json(s));
  write("cases.csv", cases_csv(s));
  write("panel_figures.csv", panel_figures_csv(s));
  write("panel.csv", panel_csv(s.source.panel));
  write("year_effects.toml", year_effects_toml(s));
  if (s.simulated) {
    write("simulated.csv", simulated_csv(s));
    write("simulated_cases.csv", simulated_cases_csv(s));
    write("discrepancy.toml", discrepancy_toml(s));
  }
  s.files.emplace_back(manifest_name);
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
  if (options.simulate.pairs > 0 && s.source.one_file)
    throw UserError(
        "--simulate: a panel file has no settings and needs to import areas from; give the releases");
  s.options.plan.metrics = chosen_metrics(panel, s.options);
  s.area = place_of(panel, options.area);
  sim::OutputFolder folder(options.out);
  sim::Execution execution = sim::execution_here(
      options.simulate.pairs > 0 ? static_cast<unsigned>(sim::thread_count(options.simulate.threads)) : 1);
  for (const auto& a : panel.authorities) s.authorities += a.plans.empty() ? 0U : 1U;
  s.first_year = panel.first_year();
  s.last_year = panel.last_year();
  s.backtest = simulated(panel, s.options, progress);
  for (std::size_t m = 0; m < s.options.plan.metrics.size(); ++m)
    s.metrics.push_back(scores_of(s.backtest, s.options, m));
  if (options.simulate.pairs > 0) s.simulated = simulated_backtest(s.options, s.source, s.backtest, progress);
  write_files(s, folder.path());
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  execution.seconds = s.seconds;
  auto inputs = s.source.inputs;
  if (s.simulated) inputs.insert(inputs.end(), s.simulated->defaults.begin(), s.simulated->defaults.end());
  sim::write_text(
      folder.path() / manifest_name,
      sim::manifest_json(sim::Manifest{run_info(s.options, inputs), inputs, s.files, command, execution}));
  interrupted().check();
  folder.commit();
  if (s.simulated) forget_simulations(options.out);
  return s;
}

}  // namespace app
