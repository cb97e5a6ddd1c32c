// One shard of a run: its replicates alone, for `sendcast merge`.

#include "app/run/shard_run.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/figures.hpp"
#include "app/run/finish_run.hpp"
#include "app/run/parts.hpp"
#include "app/run/simulation.hpp"
#include "app/terminal.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/output_folder.hpp"
#include "sim/run_identity.hpp"
#include "sim/shard_folder.hpp"
#include "sim/store_merge.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

/// The manifest of a shard but for its execution.
sim::Manifest manifest_of(const RunOptions& o, const sim::RunInfo& info, const sim::Config& config) {
  sim::Manifest manifest{info, manifest_inputs(config), sim::shard_files(), repeat_command(o), {}};
  manifest.shard = o.shard;
  return manifest;
}

/// Is this very shard there, and whole?
bool is_finished(const RunOptions& o, const sim::Manifest& wanted) {
  if (!sim::is_output_folder(o.out)) return false;
  const auto there = sim::read_shard(o.out);
  return there.fault.empty() && there.manifest->shard == wanted.shard &&
         sim::RunIdentity(*there.manifest, there.manifest->command) ==
             sim::RunIdentity(wanted, wanted.command);
}

}  // namespace

ShardResult shard_run(const RunOptions& o, const sim::Config& config, const RunWatch& watch) {
  const Stopwatch clock;
  const models::SendModel model(config);
  watch.stop.check();
  sim::RunInfo info = run_info(o, config);
  const auto columns = model.layout().columns();
  const auto range = sim::shard_range(o.replicates, columns, o.shard->index - 1, o.shard->shards);
  info.first = range.first;
  info.replicates = range.count;
  ShardResult result{*o.shard,
                     range.first,
                     range.count,
                     o.replicates,
                     sim::block_replicates(columns),
                     /*was_finished=*/false,
                     0,
                     o.out};
  sim::Manifest manifest = manifest_of(o, info, config);
  if (is_finished(o, manifest)) {
    result.was_finished = true;
    return result;
  }
  sim::OutputFolder folder(o.out, "run");
  const auto draws = sim::assumption_draws(config, o.design, o.seed, o.replicates);
  const Simulation simulation{model,
                              draws,
                              {.seed = o.seed,
                               .first = range.first,
                               .replicates = range.count,
                               .threads = o.threads,
                               .layers = o.layers,
                               .command = model_command(o)}};
  KeptParts kept(o, info);
  kept.guard([&] {
    kept.simulate(simulation, config, folder.path() / "run.sqlite", watch);
    result.seconds = clock.seconds();
    manifest.execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.threads)));
    manifest.execution.seconds = result.seconds;
    manifest.execution.replicates_per_second =
        (range.count - kept.resumed()) / std::max(result.seconds, 1e-9);
    sim::write_text(folder.path() / "manifest.json", sim::manifest_json(manifest));
    sim::write_checksums(folder.path());
    watch.stop.check();
    folder.commit();
  });
  kept.done();
  return result;
}

std::string shard_text(const ShardResult& r) {
  const auto named = fmt::format("Shard {} of {}", r.shard.index, r.shard.shards);
  if (r.was_finished)
    return folded(
        fmt::format("{}: is finished already and whole; left as it is in {}", named, r.folder.string()));
  if (r.replicates == 0)
    return folded(
        fmt::format("{}: holds no replicates, for there are more shards than blocks of {} among {} "
                    "replicates; written to {}",
                    named, r.block, whole(r.planned), r.folder.string()));
  return folded(fmt::format("{}: replicates {} to {} of {} ({:.1f} s), written to {}", named, whole(r.first),
                            whole(r.first + r.replicates - 1), whole(r.planned), r.seconds,
                            r.folder.string()));
}

std::string shard_json(const ShardResult& r) {
  return nlohmann::ordered_json{{"shard", r.shard.index},
                                {"shards", r.shard.shards},
                                {"first_replicate", r.first},
                                {"replicates", r.replicates},
                                {"planned_replicates", r.planned},
                                {"finished_already", r.was_finished},
                                {"seconds", r.seconds},
                                {"folder", r.folder.string()}}
             .dump(2) +
         "\n";
}

}  // namespace app
