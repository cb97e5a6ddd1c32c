// `sendcast compare`: what one configuration changes against another, in pairs of replicates.

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/compare/compare_run.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/run/change_options.hpp"
#include "app/terminal.hpp"
#include "sim/config_files.hpp"

namespace app {
namespace {

int compare(const CompareWords& words) {
  catch_interrupts();
  const CompareOptions options = compare_options(words);
  std::vector<std::optional<sim::Config>> configs;
  std::vector<sim::Diagnostic> faults;
  sim::ConfigFiles files;  // which they share
  for (const Subject& subject : options.subjects) {
    Loaded loaded;
    if (!subject.finished()) loaded = load(subject.choice, files);
    faults.insert(faults.end(), loaded.faults.begin(), loaded.faults.end());
    configs.push_back(std::move(loaded.config));
  }
  if (!faults.empty()) {
    sim::sort_faults(faults);
    print_error(faults_text(faults));
    return exit_input;
  }
  interrupted().check();
  const bool progress = !words.quiet && !words.no_progress && can_redraw(Stream::err);
  const auto summary = compare_run(options, configs, compare_command(words, options), progress);
  if (words.json)
    print(comparison_json(summary));
  else if (!words.quiet)
    print(comparison_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto words = std::make_shared<CompareWords>();
  CLI::App* c =
      app.add_subcommand("compare", "Compare configurations or finished runs in pairs of replicates");
  c->add_option(
       "SUBJECT", words->subjects,
       "Configurations (TOML) or folders of finished runs; the first is the reference. A.toml+S.toml "
       "lays scenario S over A; +S.toml lays it over the reference")
      ->required()
      ->type_name("");
  add_changes(*c, words->changes);
  c->add_option("-n,--replicates", words->replicates,
                "Replicates (default: those of the finished run, or 1000)")
      ->type_name("N");
  c->add_option("--seed", words->seed, "Seed of all random numbers (default: the finished run's, or 1)")
      ->type_name("S");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/A-vs-B, by the names of their own folders)")
      ->type_name("DIR");
  c->add_option("--design", words->design,
                "Design of the assumption draws: sobol, lhs or mc (default: the finished run's, or sobol)")
      ->type_name("NAME");
  c->add_flag("--layers", words->layers,
              "Run three members of each draw: variance of the difference by assumptions, years and luck");
  c->add_flag("--attribute", words->attribute,
              "Divide the difference among the interventions that B has and A has not (Shapley values)");
  c->add_option("--orders", words->orders,
                "With --attribute and more than six of them: pairs of orders drawn in each replicate")
      ->type_name("N");
  c->add_option("--contributions", words->contributions,
                "Replicates in which each event and each simulated saving is left out in turn (default 64)")
      ->type_name("N");
  c->add_option("--discount", words->discount, "Discount of later years' spend, % a year (default 3.5)")
      ->type_name("RATE");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary and no progress");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->add_flag("--no-progress", words->no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return compare(*words); }; });
}

}  // namespace app
