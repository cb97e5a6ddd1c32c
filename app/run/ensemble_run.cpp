// A whole run: from a checked configuration to a folder of files and the figures for the planner.

#include "app/run/ensemble_run.hpp"

#include <fmt/format.h>

#include "app/compare/programme.hpp"
#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "app/run/ensemble_until.hpp"
#include "app/run/finish_run.hpp"
#include "app/run/parts.hpp"
#include "app/run/simulation.hpp"
#include "models/run_model.hpp"
#include "sim/assumptions_file.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/output_folder.hpp"
#include "sim/store_writer.hpp"
#include "sim/summary_csv.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

const std::vector<std::string> output_files{"run.sqlite", "summary.csv", "assumptions.csv", "manifest.json"};

/// The files of savings and events, named before the manifest.
void write_programme(const std::filesystem::path& folder, const Programme& p, const std::string& scenario,
                     const std::string& area, std::vector<std::string>& files) {
  const auto write = [&](const char* name, const std::string& text) {
    sim::write_text(folder / name, text);
    files.insert(files.end() - 1, name);
  };
  if (p.total) write("savings.csv", savings_csv(p, scenario, area));
  if (!p.events.empty()) write("contributions.csv", contributions_csv(p, scenario, area));
}

/// Replicates in parts until the rule is met, then joined: the store that a run of so many would have
/// written. Changes info.replicates; returns where the rule stands.
StopState simulate_until(const Until& until, const Simulation& s, sim::RunInfo& info,
                         const sim::Config& config, const std::filesystem::path& path,
                         const RunWatch& watch) {
  const auto [series, period] = figure_of(until.rule, s.model.layout(), config.text("area"));
  const auto block = sim::block_replicates(s.model.layout().columns());
  const auto whole = [&](std::uint32_t n) { return std::max(block, n / block * block); };
  const auto last = whole(until.at_most);
  std::vector<std::filesystem::path> parts;
  std::vector<double> values;
  StopState state;
  for (std::uint32_t next = std::min(last, whole(info.replicates + block - 1));;
       next = next_replicates(state, block, last)) {
    sim::RunInfo part = info;
    part.first = state.replicates;
    part.replicates = next - part.first;
    parts.push_back(path.parent_path() / fmt::format("part-{}.sqlite", parts.size()));
    simulate(s, part, config, parts.back(), watch);
    const auto more = sim::StoreReader(parts.back()).values(series, period);
    values.insert(values.end(), more.begin(), more.end());
    state = state_of(until.rule, values);
    if (state.met || next == last) break;
  }
  info.replicates = info.planned = state.replicates;
  sim::StoreWriter writer(path, info, s.model.layout(), sim::stored_assumptions(config));
  for (const auto& part : parts) {
    writer.append(sim::StoreReader(part));
    std::filesystem::remove(part);
  }
  writer.finish();
  return state;
}

std::string note_on(const StopRule& rule, const StopState& s) {
  if (s.met)
    return fmt::format("--until {}: met with {} replicates (error {:.4g}, figure {:.6g})", rule.text,
                       s.replicates, s.mcse, s.value);
  return fmt::format(
      "--until {}: not met with {} replicates (error {:.4g}, wanted below {:.4g}); --at-most "
      "allows more",
      rule.text, s.replicates, s.mcse, s.aim);
}

}  // namespace

std::vector<sim::ManifestInput> manifest_inputs(const sim::Config& config) {
  std::vector<sim::ManifestInput> out;
  for (const auto& input : config.inputs()) out.push_back({input.path, "", input.sha256, input.bytes});
  return out;
}

std::vector<std::string> digest_settings(const RunOptions& o) {
  std::vector<std::string> out = o.choice.settings;
  out.push_back(fmt::format("store {}", sim::to_string(o.store)));
  return out;
}

sim::RunInfo run_info(const RunOptions& o, const sim::Config& config) {
  return {.scenario = scenario_name(config),
          .seed = o.seed,
          .first = 0,
          .replicates = o.replicates,
          .planned = o.replicates,
          .members = o.layers ? sim::layer_members : 1,
          .design = std::string(sim::name_of(o.design)),
          .mode = o.store,
          .config_digest = sim::config_digest(manifest_inputs(config), digest_settings(o)),
          .fingerprint = sim::math_fingerprint()};
}

RunSummary finish_run(sim::OutputFolder& folder, const FinishedSimulation& f, const RunWatch& watch) {
  const sim::StopToken& stop = watch.stop;
  const RunOptions& o = f.options;
  const double simulated = f.clock.seconds();
  const sim::StoreReader store(folder.path() / output_files[0]);
  sim::write_summary_csv(folder.path() / output_files[1], store, o.threads, stop);
  sim::write_text(folder.path() / output_files[2], sim::assumptions_csv(f.config));
  RunSummary summary = run_summary(f.config, store, o.threads);
  if (o.discrepancy) summary.widened = widened_figures(f.config, store);
  summary.scenarios = scenario_changes(o.choice);
  const auto notes = f.model.notes();
  summary.notes.insert(summary.notes.begin(), notes.begin(), notes.end());
  if (!f.note.empty()) summary.notes.push_back(f.note);
  summary.folder = o.out;
  summary.files = output_files;
  if ((summary.programme = programme(o, f.config, f.model, f.draws, stop)))
    write_programme(folder.path(), *summary.programme, f.info.scenario, summary.area, summary.files);

  if (!summary.widened.empty()) {
    sim::write_text(folder.path() / "discrepancy.csv", discrepancy_csv(summary.widened));
    summary.files.insert(summary.files.end() - 1, "discrepancy.csv");
  }

  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.threads)));
  summary.seconds = f.clock.seconds();
  execution.seconds = summary.seconds;
  execution.replicates_per_second = f.simulated / std::max(simulated, 1e-9);
  sim::Manifest manifest{f.info, manifest_inputs(f.config), summary.files, repeat_command(o), execution};
  manifest.digests = sim::output_digests(folder.path(), summary.files);
  manifest.store_index = store.index_digest();
  sim::write_text(folder.path() / output_files[3], sim::manifest_json(manifest));
  stop.check();
  folder.commit();
  return summary;
}

namespace {

RunSummary watched_run(const RunOptions& asked, const std::optional<Until>& until, const sim::Config& config,
                       const RunWatch& watch) {
  const Stopwatch clock;
  RunOptions o = asked;
  sim::OutputFolder folder(o.out,
                           "run");  // first, so that a folder that cannot be written costs no simulation
  const models::RunModel model(config);
  watch.stop.check();
  if (until) (void)figure_of(until->rule, model.layout(), config.text("area"));
  const auto draws = sim::assumption_draws(config, o.design, o.seed, o.replicates);
  sim::RunInfo info = run_info(o, config);
  const auto store_path = folder.path() / output_files[0];

  const Simulation simulation{model,
                              draws,
                              {.seed = o.seed,
                               .first = 0,
                               .replicates = o.replicates,
                               .threads = o.threads,
                               .layers = o.layers,
                               .command = model_command(o)}};
  if (until) {
    const auto note =
        note_on(until->rule, simulate_until(*until, simulation, info, config, store_path, watch));
    o.replicates = info.replicates;
    return finish_run(folder, {o, config, model, draws, info, clock, info.replicates, note}, watch);
  }
  KeptParts kept(o, info);
  RunSummary summary;
  kept.guard([&] {
    kept.simulate(simulation, config, store_path, watch);
    summary = finish_run(folder, {o, config, model, draws, info, clock, info.replicates - kept.resumed(), {}},
                         watch);
  });
  kept.done();
  return summary;
}

}  // namespace

RunSummary ensemble_run(const RunOptions& o, const sim::Config& config, bool progress) {
  return ensemble_until(o, {}, config, progress);
}

RunSummary ensemble_until(const RunOptions& o, const std::optional<Until>& until, const sim::Config& config,
                          bool progress) {
  ProgressBar bar(progress);
  const auto update = [&](std::uint64_t done, std::uint64_t total) {
    bar.update(done, total);
    if (done == total) bar.clear();
  };
  return watched_run(o, until, config, {interrupted(), update});
}

RunSummary ensemble_run(const RunOptions& o, const sim::Config& config, const RunWatch& watch) {
  return watched_run(o, {}, config, watch);
}

}  // namespace app
