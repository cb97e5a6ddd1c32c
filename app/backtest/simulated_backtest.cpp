// The simulator's own record as part of a backtest.

#include "app/backtest/simulated_backtest.hpp"

#include <fmt/format.h>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/simulated_area.hpp"
#include "app/backtest/simulated_figures.hpp"
#include "app/backtest/simulation_store.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/england.hpp"
#include "app/import/read_release.hpp"
#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/user_error.hpp"
#include "sim/parallel_chunks.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

struct Nothing {};

/// A message about a folder that is gone when it is read.
std::string without_folder(std::string text, const fs::path& folder) {
  const std::string name = folder.string();
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
    text.replace(at, name.size(), "AREA");
  return text;
}

SimulationPlan plan_of(const BacktestOptions& o) {
  SimulationPlan plan;
  plan.sources = o.sources;
  plan.configs = find_configs(o.out);
  plan.placements = placements_of_parts(plan.configs);
  plan.metrics = o.plan.metrics;
  plan.horizons = o.plan.size.horizons;
  plan.replicates = o.simulate.replicates;
  plan.seed = o.plan.size.seed;
  return plan;
}

/// What became of one pair.
struct Simulated {
  std::optional<models::SimulatedForecast> forecast;
  std::string refused;
  bool taken_up = false;
  std::vector<sim::ManifestInput> defaults;  ///< files of England's configuration that were read
};

/// What a configuration read outside its own folder, as seen from where `configs` is.
std::vector<sim::ManifestInput> files_of_england(const sim::Config& config, const fs::path& folder,
                                                 const fs::path& configs) {
  std::vector<sim::ManifestInput> out;
  const fs::path from = fs::weakly_canonical(fs::absolute(configs)).parent_path();
  const fs::path own = fs::weakly_canonical(fs::absolute(folder));
  for (auto input : manifest_inputs(config)) {
    const auto path = (own / input.path).lexically_normal();
    if (path.parent_path() == own) continue;
    input.path = path.lexically_relative(from).generic_string();
    out.push_back(std::move(input));
  }
  return out;
}

class Simulations {
 public:
  Simulations(const BacktestOptions& options, const PanelSource& source, bool progress)
      : panel_(source.panel),
        numbers_(source.numbers),
        plan_(plan_of(options)),
        pairs_(models::draw_pairs(source.panel, options.first_test, options.plan.last_origin,
                                  options.simulate.pairs)),
        arena_(sim::thread_count(options.simulate.threads)),
        store_(options.out),
        bar_(progress) {}

  std::vector<Simulated> run() {
    read_releases_as_of();
    const ScratchFolder scratch(store_.folder());
    std::vector<Simulated> out(pairs_.size());
    each(pairs_.size(), [&](std::size_t i) {
      out[i] = one(pairs_[i], scratch.path());
      const std::scoped_lock lock(drawing_);
      bar_.update(++done_, pairs_.size());
    });
    return out;
  }

  const std::vector<models::AreaOrigin>& pairs() const { return pairs_; }

 private:
  template <class Work>
  void each(std::size_t count, const Work& work) {
    sim::for_each_chunk(
        arena_, count, interrupted(), [] { return Nothing{}; }, [&](Nothing&, std::size_t i) { work(i); });
  }

  /// One reading for all areas of a January: nothing later is in it.
  void read_releases_as_of() {
    std::set<int> origins;
    for (const auto& pair : pairs_) origins.insert(pair.origin);
    for (const int origin : origins) releases_[origin];
    const std::vector<int> list(origins.begin(), origins.end());
    each(list.size(), [&](std::size_t i) { releases_.at(list[i]) = read_releases(plan_.sources, list[i]); });
  }

  Simulated one(const models::AreaOrigin& pair, const fs::path& scratch) const {
    const auto& authority = panel_.authorities[pair.authority];
    const auto number = numbers_.find(authority.code);
    const AreaToSimulate area{authority.code, number == numbers_.end() ? "" : number->second, authority.name,
                              pair.origin};
    const std::string name = fmt::format("{}-{}-{}", plain_name(area.code), pair.authority, area.origin);
    Simulated out;
    try {
      const auto config = as_imported(area, releases_.at(pair.origin), plan_, scratch / name);
      out.defaults = files_of_england(config, scratch / name, plan_.configs);
      const auto digest = simulation_digest(config, plan_);
      auto draws = store_.find(name, digest, plan_.metrics.size() * static_cast<std::size_t>(plan_.horizons));
      out.taken_up = draws.has_value();
      if (!draws) {
        draws = simulated_figures(config, area, plan_, interrupted());
        store_.keep(name, digest, *draws);
      }
      out.forecast = models::SimulatedForecast{pair, std::move(*draws)};
    } catch (const UserError& error) {
      out.refused = without_folder(error.what(), scratch / name);
    }
    return out;
  }

  const models::PanelSeries& panel_;
  const std::map<std::string, std::string>& numbers_;
  SimulationPlan plan_;
  std::vector<models::AreaOrigin> pairs_;
  tbb::task_arena arena_;
  SimulationStore store_;
  std::map<int, ReadRelease> releases_;
  ProgressBar bar_;
  std::mutex drawing_;
  std::uint64_t done_ = 0;
};

SimulatedScores scores_of(const models::SimulatedRecord& record, const models::ScoreGroup& group) {
  return {models::group_scores(record.plain, group), models::group_scores(record.widened, group),
          models::group_scores(record.panel, group), models::crps_saved(record.plain, record.panel, group)};
}

std::vector<SimulatedMetric> metrics_of(const models::SimulatedRecord& record, const BacktestOptions& o) {
  std::vector<SimulatedMetric> out;
  for (std::size_t m = 0; m < o.plan.metrics.size(); ++m) {
    const models::ScoreGroup all{m, o.first_test, o.plan.last_origin};
    SimulatedMetric metric{m, {}, scores_of(record, all), {}};
    if (metric.all.plain.model.cases == 0) continue;
    for (int h = 1; h <= o.plan.size.horizons; ++h) {
      auto group = all;
      group.horizon = h;
      metric.by_horizon.push_back(scores_of(record, group));
    }
    for (int origin = o.first_test; origin <= o.plan.last_origin; ++origin)
      metric.by_origin.push_back(scores_of(record, {m, origin, origin}));
    out.push_back(std::move(metric));
  }
  return out;
}

}  // namespace

SimulatedSummary simulated_backtest(const BacktestOptions& options, const PanelSource& source,
                                    const models::Backtest& backtest, bool progress) {
  Simulations simulations(options, source, progress);
  SimulatedSummary out;
  out.pairs = simulations.pairs();
  out.replicates = options.simulate.replicates;
  std::vector<models::SimulatedForecast> forecasts;
  auto all = simulations.run();
  for (std::size_t i = 0; i < all.size(); ++i) {
    out.taken_up += all[i].taken_up ? 1U : 0U;
    if (out.defaults.empty()) out.defaults = std::move(all[i].defaults);
    if (all[i].forecast)
      forecasts.push_back(std::move(*all[i].forecast));
    else
      out.refused.push_back({out.pairs[i], all[i].refused});
  }
  out.record = models::simulated_record(source.panel, backtest, options.plan, forecasts);
  out.metrics = metrics_of(out.record, options);
  return out;
}

LeftSimulations left_simulations(const fs::path& out) {
  const SimulationStore store(out);
  return {store.kept(), store.folder()};
}

void forget_simulations(const fs::path& out) { SimulationStore(out).remove(); }

}  // namespace app
