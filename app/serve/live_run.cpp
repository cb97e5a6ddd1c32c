// A run for somebody who is watching.

#include "app/serve/live_run.hpp"

#include <fmt/format.h>

#include <chrono>

#include "app/load.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"

namespace app {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* whole_area[] = {"ehcp_stock", "independent_share", "hnb_spend", "cumulative_deficit"};
constexpr const char* by_type[] = {"places_commissioned", "place_demand", "place_shortfall"};
constexpr auto between_pictures = std::chrono::milliseconds(400);
/// A picture that a whole one follows so soon would only take time from it.
constexpr auto soon = std::chrono::milliseconds(600);

/// False where the run has no such line.
bool add_line(LiveFigures& f, const sim::Layout& layout, const char* metric, const std::string& breakdown,
              const std::string& category, const std::string& area) {
  const auto series = layout.find_series(metric, breakdown, category, area);
  if (!series || layout.periods(*series).empty()) return false;
  LiveLine line{layout.metric_of(*series), breakdown, category, layout.periods(*series), *series};
  if (line.metric.is_ratio())
    line.ratio.resize(line.periods.size());
  else
    line.whole.resize(line.periods.size());
  f.lines.push_back(std::move(line));
  return true;
}

LiveFigures empty_figures(const sim::Config& config, const models::SendModel& model, const LiveOptions& o) {
  const sim::Layout& layout = model.layout();
  const std::string& area = config.text("area");
  LiveFigures f;
  const sim::RunInfo info{
      .seed = o.seed, .replicates = o.replicates, .design = std::string(sim::name_of(sim::Design::sobol))};
  f.pairing = sim::pairing_of(info, layout);
  f.scenario = scenario_name(config);
  for (const auto* metric : whole_area)
    if (add_line(f, layout, metric, "total", "total", area)) {
      LiveLine& line = f.lines.back();
      for (const auto& period : line.periods) line.misses.push_back(widening_of(config, line.metric, period));
    }
  for (const auto& type : config.members("placement"))
    for (const auto* metric : by_type)
      if (add_line(f, layout, metric, "placement", type, area))
        f.lines.back().title = config.text("placement", type, "title");
  for (auto& goal : goals(config, layout, "target")) f.targets.push_back({std::move(goal)});
  for (auto& goal : goals(config, layout, "outturn")) f.outturns.push_back({std::move(goal)});
  f.notes = model.prepared().notes;
  return f;
}

double ratio_at(const sim::Layout& layout, std::uint32_t series, std::uint32_t period,
                std::span<const std::int64_t> row) {
  const auto [over, under] = layout.ratio_parts(series);
  const sim::Metric& metric = layout.metric_of(series);
  return sim::ratio_of(static_cast<double>(row[layout.column(over, period)]),
                       static_cast<double>(row[layout.column(under, period)]),
                       metric.scale / sim::divisor(metric.unit));
}

void add_row(LiveFigures& f, const sim::Layout& layout, std::span<const std::int64_t> row) {
  for (LiveLine& line : f.lines)
    for (std::uint32_t p = 0; p < line.periods.size(); ++p) {
      if (line.metric.is_ratio())
        line.ratio[p].push_back(ratio_at(layout, line.series, p, row));
      else
        line.whole[p].push_back(row[layout.column(line.series, p)]);
    }
  for (auto* list : {&f.targets, &f.outturns})
    for (LiveGoal& g : *list)
      g.values.push_back(layout.is_ratio(g.goal.series)
                             ? ratio_at(layout, g.goal.series, g.goal.period_index, row)
                             : static_cast<double>(row[layout.column(g.goal.series, g.goal.period_index)]) /
                                   sim::divisor(g.goal.about.unit));
  ++f.replicates;
}

void add_draws(LiveDraws& draws, const sim::ReplicateBlock& block) {
  const std::size_t n = draws.values.size();
  for (std::uint32_t i = 0; i < block.count; ++i)
    for (std::size_t k = 0; k < n; ++k) draws.values[k].push_back(block.draws[std::size_t{i} * n + k]);
}

}  // namespace

std::shared_ptr<const LiveFigures> live_run(const sim::Config& config, const LiveOptions& o,
                                            const LiveHooks& hooks) {
  const auto began = SteadyClock::now();
  const models::SendModel model(config);
  hooks.stop.check();
  const auto draws = sim::assumption_draws(config, sim::Design::sobol, o.seed, o.replicates);
  if (hooks.draws != nullptr) {
    *hooks.draws = {};
    for (const auto& a : sim::stored_assumptions(config)) {
      hooks.draws->names.push_back(a.name);
      hooks.draws->units.push_back(a.unit);
    }
    hooks.draws->values.resize(hooks.draws->names.size());
  }
  LiveFigures figures = empty_figures(config, model, o);
  const auto published = [&] {
    figures.seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
    auto copy = std::make_shared<const LiveFigures>(figures);
    if (hooks.publish) hooks.publish(copy);
    return copy;
  };
  const auto simulating = SteadyClock::now();
  const auto ends_soon = [&] {
    return (SteadyClock::now() - simulating) * (o.replicates - figures.replicates) / figures.replicates <
           soon;
  };
  auto last = began - between_pictures;
  std::uint32_t shown = 0;  // each picture has half as many again, so that copies cost no more than the whole
  const auto sink = [&](const sim::ReplicateBlock& block) {
    for (std::uint32_t i = 0; i < block.count; ++i) add_row(figures, model.layout(), block.row(i));
    if (hooks.draws != nullptr) add_draws(*hooks.draws, block);
    if (figures.whole() || SteadyClock::now() - last < between_pictures || 2 * figures.replicates < 3 * shown)
      return;
    if (shown > 0 && ends_soon()) return;
    last = SteadyClock::now();
    shown = figures.replicates;
    published();
  };
  const sim::EnsembleOptions options{
      .seed = o.seed,
      .replicates = o.replicates,
      .threads = o.threads,
      .command = fmt::format("sendcast run ... -n {} --seed {}", o.replicates, o.seed)};
  sim::run_ensemble(model, draws, options, sink, {.progress = hooks.progress, .stop = hooks.stop});
  hooks.stop.check();
  return published();
}

}  // namespace app
