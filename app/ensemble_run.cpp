// A whole run: from a checked configuration to a folder of files and the figures for the planner.

#include "app/ensemble_run.hpp"

#include <fmt/format.h>

#include "app/interrupt.hpp"
#include "app/programme.hpp"
#include "app/progress_bar.hpp"
#include "models/model.hpp"
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

RunSummary ensemble_run(const RunOptions& o, const sim::Config& config, bool progress) {
  const sim::StopToken stop = interrupted();
  sim::OutputFolder folder(o.out,
                           "run");  // first, so that a folder that cannot be written costs no simulation
  ProgressBar bar(progress);
  const models::SendModel model(config);
  stop.check();
  const auto draws = sim::assumption_draws(config, o.design, o.seed, o.replicates);
  const sim::RunInfo info = run_info(o, config);
  const auto store_path = folder.path() / output_files[0];

  sim::StoreWriter writer(store_path, info, model.layout(), sim::stored_assumptions(config));
  const sim::EnsembleOptions options{.seed = o.seed,
                                     .first = 0,
                                     .replicates = o.replicates,
                                     .threads = o.threads,
                                     .layers = o.layers,
                                     .command = model_command(o)};
  sim::run_ensemble(
      model, draws, options, [&](const sim::ReplicateBlock& block) { writer.write(block); },
      {.progress = [&](std::uint64_t done, std::uint64_t total) { bar.update(done, total); }, .stop = stop});
  stop.check();
  writer.finish();
  const double simulated = bar.seconds();
  bar.clear();

  const sim::StoreReader store(store_path);
  sim::write_summary_csv(folder.path() / output_files[1], store, o.threads, stop);
  sim::write_text(folder.path() / output_files[2], sim::assumptions_csv(config));
  RunSummary summary = run_summary(config, store, o.threads);
  if (o.discrepancy) summary.widened = widened_figures(config, store);
  summary.scenarios = scenario_changes(o.choice);
  const auto& notes = model.prepared().notes;
  summary.notes.insert(summary.notes.begin(), notes.begin(), notes.end());
  summary.folder = o.out;
  summary.files = output_files;
  if ((summary.programme = programme(o, config, model, draws, stop)))
    write_programme(folder.path(), *summary.programme, info.scenario, summary.area, summary.files);

  if (!summary.widened.empty()) {
    sim::write_text(folder.path() / "discrepancy.csv", discrepancy_csv(summary.widened));
    summary.files.insert(summary.files.end() - 1, "discrepancy.csv");
  }

  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.threads)));
  summary.seconds = bar.seconds();
  execution.seconds = summary.seconds;
  execution.replicates_per_second = o.replicates / std::max(simulated, 1e-9);
  sim::write_text(
      folder.path() / output_files[3],
      sim::manifest_json({info, manifest_inputs(config), summary.files, repeat_command(o), execution}));
  stop.check();
  folder.commit();
  return summary;
}

}  // namespace app
