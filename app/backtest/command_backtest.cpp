// `sendcast backtest`: how often forecasts made from the past Januaries of all authorities have been right.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/panel_source.hpp"
#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"
#include "sim/stop.hpp"

namespace app {
namespace {

struct BacktestWords {
  std::vector<std::string> sources, metrics;
  int burn_in = 2015, first = 2018, last = 2021, horizons = 4;
  std::optional<std::uint32_t> size, draws;  // -n, --draws
  std::uint32_t simulate = 0, threads = 0;
  std::uint64_t seed = 1;
  std::string out = "out/backtest", area;
  bool count_reform = false, no_discrepancy = false, quiet = false, json = false;
};

constexpr std::uint32_t usual_draws = 1000, fewest_draws = 100, usual_replicates = 128;

/// -n says how many draws a forecast has: the panel's, or with --simulate the simulator's.
std::uint32_t draws_of(const BacktestWords& w) {
  if (w.simulate == 0 && w.size && w.draws)
    throw UserError("-n and --draws: give one of them, or --simulate");
  const auto draws = w.simulate == 0 && w.size ? w.size : w.draws;
  if (draws && *draws < fewest_draws)
    throw UserError(fmt::format("{} {}: the panel's forecasts need {} draws or more",
                                w.draws ? "--draws" : "-n", *draws, fewest_draws));
  return draws.value_or(usual_draws);
}

BacktestOptions options(const BacktestWords& w) {
  if (w.burn_in > w.first || w.first > w.last)
    throw UserError(
        fmt::format("--burn-in {} --first {} --last {}: years must not fall", w.burn_in, w.first, w.last));
  BacktestOptions o;
  for (const auto& source : w.sources) o.sources.emplace_back(source);
  o.plan.first_origin = w.burn_in;
  o.first_test = w.first;
  o.plan.last_origin = w.last;
  o.plan.size = {w.horizons, draws_of(w), w.seed};
  o.simulate = {w.simulate, w.size.value_or(usual_replicates), w.threads};
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
  text +=
      fmt::format(" --burn-in {} --first {} --last {} --horizons {}", w.burn_in, w.first, w.last, w.horizons);
  if (w.simulate > 0)
    text += fmt::format(" --simulate {} -n {} --draws {}", w.simulate, w.size.value_or(usual_replicates),
                        draws_of(w));
  else
    text += fmt::format(" -n {}", draws_of(w));
  text += fmt::format(" --seed {}", w.seed);
  if (w.count_reform) text += " --count-reform";
  if (w.no_discrepancy) text += " --no-discrepancy";
  return text + " -o " + shell_word(w.out);
}

int perform(const BacktestWords& w, const BacktestOptions& o) {
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

/// What an interruption leaves.
int stopped(const BacktestOptions& o) {
  const auto left = left_simulations(o.out);
  if (o.simulate.pairs == 0 || left.count == 0) throw sim::Stopped{};
  print_error(
      fmt::format("interrupted: nothing was written but {} finished simulation{}, kept in {};\n"
                  "the same command goes on from there\n",
                  left.count, left.count == 1 ? "" : "s", left.folder.string()));
  return exit_interrupted;
}

int backtest(const BacktestWords& w) {
  catch_interrupts();
  const auto o = options(w);
  try {
    return perform(w, o);
  } catch (const sim::Stopped&) {
    return stopped(o);
  }
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
  c->add_option("--simulate", w->simulate,
                "Simulate N pairs of an authority and a January, too, and score the simulator itself")
      ->check(CLI::Range(1, 100000))
      ->type_name("N");
  c->add_option("-n", w->size,
                "Draws of each forecast, 100 or more (default 1000); with --simulate replicates of each "
                "simulation (default 128)")
      ->check(CLI::Range(16, 100000))
      ->type_name("N");
  c->add_option("--draws", w->draws, "With --simulate: draws of the panel's forecasts (default 1000)")
      ->check(CLI::Range(100, 100000))
      ->type_name("N");
  c->add_option("-j,--threads", w->threads,
                "Threads of the simulations (default: all); the results do not depend on it")
      ->check(CLI::Range(0, 4096))
      ->type_name("THREADS");
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
