// `sendcast calibrate`: what published figures teach about the assumptions of a configuration.

#include <CLI/CLI.hpp>
#include <memory>

#include "app/calibrate/calibrate_run.hpp"
#include "app/calibrate/update_run.hpp"
#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/run/change_options.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

int calibrate_command_line(const CalibrateWords& words) {
  catch_interrupts();
  const auto options = calibrate_options(words);
  if (!options.update.empty()) {
    const auto updated = update_run(options);
    if (words.run.json)
      print(update_json(updated));
    else if (!words.run.quiet)
      print(update_text(updated, Style(wants_colour(Stream::out))));
    return exit_done;
  }
  const auto read = calibration_problem(options.question, options.run.seed);
  if (!read.faults.empty()) {
    print_error(faults_text(read.faults));
    return exit_input;
  }
  interrupted().check();
  const bool progress = !words.run.quiet && !words.run.no_progress && can_redraw(Stream::err);
  const auto calibrated = calibrate_run(options, read, progress);
  if (words.run.json)
    print(calibrate_json(calibrated));
  else if (!words.run.quiet)
    print(calibrate_text(calibrated, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_calibrate(CLI::App& app, Action& action) {
  auto words = std::make_shared<CalibrateWords>();
  words->run.replicates = "1000";
  CLI::App* c = app.add_subcommand("calibrate", "Learn a configuration's assumptions from published figures");
  const auto option = [c](const char* name, std::string& to, const char* text, const char* type) {
    return c->add_option(name, to, text)->type_name(type);
  };
  c->add_option("CONFIG", words->run.choice.config, "Configuration (TOML)")->required();
  add_changes(*c, words->run.choice);
  option("--data", words->data, "Outturns beside those of CONFIG: CSV with metric, period, value", "FILE");
  option("--until", words->until, "Use nothing counted after the January of this year", "YEAR");
  option("--method", words->method, "auto (default), t1 (exact means), t2 (simulation, where limits bind)",
         "M");
  option("--update", words->update, "Weight the replicates of a finished run by --data, without simulating",
         "RUN_FOLDER");
  option("-n,--draws", words->run.replicates, "Draws of the posterior to keep with t1 (default 1000)", "N");
  option("--particles", words->particles, "Draws of the posterior with t2 (default 1000)", "N");
  option("--simulations", words->simulations, "At most so many short runs with t2 (default 20000)", "N");
  option("--seed", words->run.seed, "Seed of all random numbers (default 1)", "S");
  option("-j,--threads", words->run.threads, "Threads (default: all); the results do not depend on it",
         "THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->run.out = folder; },
       "Output folder (default: that of run, and -calibrated)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->run.quiet, "Print no summary and no progress");
  c->add_flag("--json", words->run.json, "Print calibration.json");
  c->add_flag("--no-progress", words->run.no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return calibrate_command_line(*words); }; });
}

}  // namespace app
