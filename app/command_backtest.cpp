// `sendcast backtest`: how often forecasts made from the past Januaries of all authorities have been right.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/backtest_run.hpp"
#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/panel_source.hpp"
#include "app/run_options.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

struct BacktestWords {
  std::vector<std::string> sources, metrics;
  int burn_in = 2015, first = 2018, last = 2021, horizons = 4;
  std::uint32_t draws = 1000;
  std::uint64_t seed = 1;
  std::string out = "out/backtest", area;
  bool count_reform = false, no_discrepancy = false, quiet = false, json = false;
};

BacktestOptions options(const BacktestWords& w) {
  if (w.burn_in > w.first || w.first > w.last)
    throw UserError(
        fmt::format("--burn-in {} --first {} --last {}: years must not fall", w.burn_in, w.first, w.last));
  BacktestOptions o;
  for (const auto& source : w.sources) o.sources.emplace_back(source);
  o.plan.first_origin = w.burn_in;
  o.first_test = w.first;
  o.plan.last_origin = w.last;
  o.plan.size = {w.horizons, w.draws, w.seed};
  o.plan.discrepancy = !w.no_discrepancy;
  if (w.count_reform) o.plan.without_years.clear();
  o.shown = w.metrics;
  o.area = w.area;
  o.out = w.out;
  return o;
}

/// The command that repeats the backtest.
std::string command_of(const BacktestWords& w) {
  std::string text = "sendcast backtest";
  for (const auto& source : w.sources) text += " " + shell_word(source);
  text += fmt::format(" --burn-in {} --first {} --last {} --horizons {} -n {} --seed {}", w.burn_in, w.first,
                      w.last, w.horizons, w.draws, w.seed);
  if (w.count_reform) text += " --count-reform";
  if (w.no_discrepancy) text += " --no-discrepancy";
  return text + " -o " + shell_word(w.out);
}

int backtest(const BacktestWords& w) {
  catch_interrupts();
  const auto o = options(w);
  auto source = read_panel(o.sources);
  interrupted().check();
  const bool progress = !w.quiet && can_redraw(Stream::err);
  const auto summary = backtest_run(o, std::move(source), command_of(w), progress);
  if (w.json)
    print(backtest_json(summary));
  else if (!w.quiet)
    print(backtest_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_backtest(CLI::App& app, Action& action) {
  auto w = std::make_shared<BacktestWords>();
  CLI::App* c = app.add_subcommand("backtest", "Score past forecasts of all authorities against what came");
  c->add_option("SOURCE", w->sources,
                "DfE releases of EHC plans (folders or ZIPs, oldest first), or one panel CSV")
      ->required()
      ->type_name("PATH");
  const auto year = CLI::Range(2000, 2100);
  c->add_option("--first", w->first, "First January that is scored (default 2018)")
      ->check(year)
      ->type_name("YEAR");
  c->add_option("--last", w->last, "Last January that is scored (default 2021)")
      ->check(year)
      ->type_name("YEAR");
  c->add_option("--burn-in", w->burn_in, "First January that is shown as burn-in (default 2015)")
      ->check(year)
      ->type_name("YEAR");
  c->add_option("--horizons", w->horizons, "Years ahead (default 4)")
      ->check(CLI::Range(1, 10))
      ->type_name("N");
  c->add_option("--metric", w->metrics, "Show this metric: plans, new_plans, independent_share, plans/PART")
      ->type_name("NAME");
  c->add_option("--area", w->area, "Show the record of this authority, too")->type_name("NAME");
  c->add_option("-n,--draws", w->draws, "Draws of each forecast (default 1000)")
      ->check(CLI::Range(100, 100000))
      ->type_name("N");
  c->add_option("--seed", w->seed, "Seed of all random numbers (default 1)")->type_name("S");
  c->add_option("-o,--out", w->out, "Output folder (default out/backtest)")->type_name("DIR");
  c->add_flag("--count-reform", w->count_reform,
              "Count the steps into 2015 and 2016 as shocks of ordinary years");
  c->add_flag("--no-discrepancy", w->no_discrepancy, "Add nothing for the model's own past misses");
  c->add_flag("-q,--quiet", w->quiet, "Print no summary and no progress");
  c->add_flag("--json", w->json, "Print the summary as JSON");
  c->callback([&action, w] { action = [w] { return backtest(*w); }; });
}

}  // namespace app
