// One area from one past January.

#include "app/backtest/simulated_area.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "app/backtest/simulated_figures.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/import_area.hpp"
#include "app/load.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"
#include "sim/math_fingerprint.hpp"

namespace app {
namespace {

/// Codes change, and a release as of an early January may know the old one only: the number decides, then the
/// code, then the name.
const Authority& find_area(const Panel& panel, const AreaToSimulate& area) {
  const auto& all = panel.authorities;
  const auto first = [&](const auto& is) { return std::find_if(all.begin(), all.end(), is); };
  auto found = first([&](const Authority& a) { return !area.number.empty() && a.number == area.number; });
  if (found == all.end())
    found = first([&](const Authority& a) { return !area.code.empty() && a.code == area.code; });
  if (found == all.end())
    found = first([&](const Authority& a) { return plain_name(a.name) == plain_name(area.name); });
  if (found == all.end())
    throw UserError(
        fmt::format("no figures of January {} and before under its number, code or name", area.origin));
  return *found;
}

std::string years_setting(const SimulationPlan& plan) { return fmt::format("years={}", plan.horizons); }

/// What a person types to make the same simulation.
std::string command_of(const AreaToSimulate& area, const SimulationPlan& plan) {
  std::string text = "sendcast import ees";
  for (const auto& source : plan.sources) text += " " + shell_word(source.string());
  return text +
         fmt::format(" --area {} --as-of {} -o AREA && sendcast run AREA/area.toml --set {} -n {} --seed {}",
                     shell_word(area.code), area.origin, years_setting(plan), plan.replicates, plan.seed);
}

}  // namespace

sim::Config as_imported(const AreaToSimulate& area, const ReadRelease& release, const SimulationPlan& plan,
                        const std::filesystem::path& folder) {
  const Authority& authority = find_area(release.panel, area);
  ImportWords words;
  words.paths = plan.sources;
  words.area = authority.code;
  words.as_of = area.origin;
  words.out = folder;
  words.configs = plan.configs;
  const auto imported = import_ees_area(words, release, authority);
  if (imported.figures.january != area.origin)
    throw UserError(fmt::format("no total of plans in January {}; the latest is of January {}", area.origin,
                                imported.figures.january));
  auto loaded = load(ConfigChoice{folder / "area.toml", {}, {years_setting(plan)}});
  if (!loaded.config) throw UserError(faults_text(loaded.faults));
  return std::move(*loaded.config);
}

std::string simulation_digest(const sim::Config& config, const SimulationPlan& plan) {
  std::vector<std::string> settings{years_setting(plan),
                                    fmt::format("n {}", plan.replicates),
                                    fmt::format("seed {}", plan.seed),
                                    sim::program_version(),
                                    sim::program_commit(),
                                    sim::math_fingerprint()};
  for (const auto& metric : plan.metrics) settings.push_back(metric.name);
  for (const auto& [part, types] : plan.placements)
    settings.push_back(fmt::format("{}: {}", part, fmt::join(types, " ")));
  return sim::config_digest(manifest_inputs(config), settings);
}

std::vector<std::vector<double>> simulated_figures(const sim::Config& config, const AreaToSimulate& area,
                                                   const SimulationPlan& plan, sim::StopToken stop) {
  const models::SendModel model(config);
  const auto columns =
      figure_columns(model.layout(), plan.metrics, plan.placements, area.origin, plan.horizons);
  const auto assumptions = sim::assumption_draws(config, sim::Design::sobol, plan.seed, plan.replicates);
  auto workspace = model.workspace();
  std::vector<double> values(assumptions.names.size()), cells(assumptions.base.size());
  std::vector<std::int64_t> row(model.layout().columns());
  std::vector<std::vector<double>> out(columns.size());
  for (std::uint32_t r = 0; r < plan.replicates; ++r) {
    stop.check();
    try {
      assumptions.fill(r, values, cells);
      std::fill(row.begin(), row.end(), 0);
      model.simulate(sim::member_key(plan.seed, r, 0), std::span<const double>(cells), workspace,
                     sim::Row(row), stop);
    } catch (const sim::Stopped&) {
      throw;
    } catch (...) {
      sim::throw_replicate_error({plan.seed, r, 0}, command_of(area, plan), std::current_exception());
    }
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (!columns[i].sum.empty()) out[i].push_back(columns[i].value(row));
  }
  for (auto& draws : out)  // a share of nobody: no figure
    if (std::any_of(draws.begin(), draws.end(), [](double x) { return !std::isfinite(x); })) draws.clear();
  return out;
}

}  // namespace app
