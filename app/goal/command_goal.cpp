// `sendcast goal`: the smallest dose of one lever that reaches a target with a stated probability.

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/goal/goal_run.hpp"
#include "app/interrupt.hpp"
#include "app/run/change_options.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

int goal(const GoalWords& words) {
  catch_interrupts();
  const auto read = goal_options(words);
  if (!read.options) {
    print_error(faults_text(read.faults));
    return exit_input;
  }
  interrupted().check();
  const bool progress = !words.run.quiet && !words.run.no_progress && can_redraw(Stream::err);
  const auto summary = goal_run(*read.options, goal_command(words, *read.options), progress);
  if (words.run.json)
    print(goal_json(summary));
  else if (!words.run.quiet)
    print(goal_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_goal(CLI::App& app, Action& action) {
  auto words = std::make_shared<GoalWords>();
  CLI::App* c = app.add_subcommand("goal", "Find the smallest dose of one lever that reaches a target");
  const auto option = [c](const char* name, std::string& to, const char* text, const char* type) {
    return c->add_option(name, to, text)->type_name(type);
  };
  c->add_option("CONFIG", words->run.choice.config, "Configuration (TOML)")->required();
  add_changes(*c, words->run.choice);
  option("--lever", words->lever.name, "Parameter that is the dose, such as intervention.brokerage.dose",
         "NAME")
      ->required();
  option("--target", words->target,
         "What is to be reached: \"independent_share <= 10 % in 2026\", or a target of CONFIG", "TEXT")
      ->required();
  option("--probability", words->probability, "Chance with which it is to be reached (default 0.8)", "P");
  option("--how", words->lever.how, "set, scale, shift or gate the parameter by the dose from a term on",
         "HOW");
  option("--start", words->lever.start, "With --how: that term, as 2019-autumn (default: the first)", "TERM");
  option("--from", words->lever.from, "Dose that is no action (default: 0, a factor of 1, or as configured)",
         "X");
  option("--to", words->lever.to, "Largest dose; may lie below --from (default: the bound of the parameter)",
         "X");
  option("--tolerance", words->tolerance,
         "By how much the dose may be out (default: a hundredth of the range)", "X");
  option("--scan", words->parts, "Equal parts between the doses tried first (default 4)", "N");
  option("-n,--replicates", words->run.replicates, "Replicates at each dose (default 1000)", "N");
  option("--seed", words->run.seed, "Seed of all random numbers (default 1)", "S");
  option("-j,--threads", words->run.threads, "Threads (default: all); the results do not depend on it",
         "THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->run.out = folder; },
       "Output folder (default: that of run, and -goal)")
      ->type_name("DIR");
  option("--design", words->run.design, "Design of the assumption draws: sobol (default), lhs or mc", "NAME");
  c->add_flag("-q,--quiet", words->run.quiet, "Print no summary and no progress");
  c->add_flag("--json", words->run.json, "Print the summary as JSON");
  c->add_flag("--no-progress", words->run.no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return goal(*words); }; });
}

}  // namespace app
