// `sendcast run`: simulates a configuration and writes its results.

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/number_words.hpp"
#include "app/progress_bar.hpp"
#include "app/run/change_options.hpp"
#include "app/run/ensemble_until.hpp"
#include "app/run/expected_run.hpp"
#include "app/run/one_replicate.hpp"
#include "app/run/parts.hpp"
#include "app/run/run_shapes.hpp"
#include "app/run/shard_run.hpp"
#include "app/sparkline.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

/// The words of the command line: of the run, and of when it ends.
struct Words : RunWords {
  std::string until, at_most = "100000", checkpoint = "15";
};

/// One shard, with what is printed.
int run_shard(const RunOptions& options, const sim::Config& config, bool progress) {
  ProgressBar bar(progress);
  const auto result =
      shard_run(options, config, {interrupted(), [&](std::uint64_t done, std::uint64_t total) {
                                    bar.update(done, total);
                                    if (done == total) bar.clear();
                                  }});
  bar.clear();
  if (options.json)
    print(shard_json(result));
  else if (!options.quiet)
    print(shard_text(result));
  return exit_done;
}

int run(const Words& words) {
  catch_interrupts();
  RunOptions options = run_options(words);
  options.checkpoint = real_number("--checkpoint", words.checkpoint, 0, 86400);
  const auto until = until_options(words.until, words.at_most, options);
  const auto loaded = load(options.choice);
  if (!loaded.config) {
    print_error(faults_text(loaded.faults));
    return exit_input;
  }
  interrupted().check();
  if (options.expected) return expected_run(options, *loaded.config);
  if (options.replicate) return one_replicate(options, *loaded.config);
  const bool progress = !options.quiet && !options.no_progress && can_redraw(Stream::err);
  if (options.shard) return run_shard(options, *loaded.config, progress);
  const auto summary = ensemble_until(options, until, *loaded.config, progress);
  if (options.json)
    print(run_summary_json(summary));
  else if (!options.quiet)
    print(run_summary_text(summary, Style(wants_colour(Stream::out))) +
          (can_draw_bars(Stream::out) ? shapes_text(summary, Style(wants_colour(Stream::out))) : ""));
  return exit_done;
}

/// An interrupt that leaves something to go on with is told by its own words.
int run_or_say_what_is_kept(const Words& words) {
  try {
    return run(words);
  } catch (const StoppedAndKept& stopped) {
    print_error(stopped.text);
    return exit_interrupted;
  }
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto words = std::make_shared<Words>();
  CLI::App* c = app.add_subcommand("run", "Simulate a configuration and write its results");
  c->add_option("CONFIG", words->choice.config, "Configuration (TOML)")->required();
  add_changes(*c, words->choice);
  c->add_option("-n,--replicates", words->replicates, "Replicates: draws of the assumptions (default 1000)")
      ->type_name("N");
  c->add_option("--until", words->until,
                "Go on from -n until an error is small: \"mcse(p95 of cumulative_deficit in 2024-25) < 1%\"")
      ->type_name("RULE");
  c->add_option("--at-most", words->at_most, "With --until: replicates at which to give up (default 100000)")
      ->type_name("N");
  c->add_option("--seed", words->seed, "Seed of all random numbers (default 1)")->type_name("S");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/ and the names of CONFIG's folder, CONFIG and scenarios)")
      ->type_name("DIR");
  c->add_option("--design", words->design, "Design of the assumption draws: sobol (default), lhs or mc")
      ->type_name("NAME");
  c->add_flag("--layers", words->layers,
              "Run three members of each draw: variance of assumptions, years and luck");
  c->add_flag("--expected", words->expected,
              "Expected values at the mean assumptions, without simulation (a preview)");
  c->add_flag("--no-discrepancy", words->no_discrepancy,
              "Summaries without what past forecasts of the model missed");
  c->add_option("--store", words->store, "Draws kept: full (default) or headline (smaller file)")
      ->type_name("MODE");
  c->add_option(
       "--shard", words->shard,
       "Simulate part i of N alone, i from 1 to N, for merge; auto or auto/N: the task of a Slurm job "
       "array or an indexed Kubernetes job")
      ->type_name("i/N");
  c->add_flag("--resume", words->resume,
              "Go on from what a killed or interrupted run of the same command left complete, and leave that "
              "if interrupted");
  c->add_option("--checkpoint", words->checkpoint,
                "How often what is complete is kept on the disk, for --resume (default 15)")
      ->type_name("SECONDS");
  c->add_option("--contributions", words->contributions,
                "Replicates in which each event and each simulated saving is left out in turn (default 64)")
      ->type_name("N");
  c->add_option("--replicate", words->replicate, "Repeat one replicate alone and print its headline figures")
      ->type_name("R");
  c->add_option("--member", words->member, "With --replicate: member 0, 1 or 2 of a run with --layers")
      ->type_name("M");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary and no progress");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->add_flag("--no-progress", words->no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return run_or_say_what_is_kept(*words); }; });
}

}  // namespace app
