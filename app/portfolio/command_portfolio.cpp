// `sendcast portfolio`: which actions to take under a budget.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/number_words.hpp"
#include "app/portfolio/portfolio.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

struct PortfolioWords {
  std::vector<std::string> runs;
  std::string actions, of, discount = "3.5", budget, staff, target, threads = "0";
  std::optional<std::string> out;
  bool more = false, quiet = false, json = false;
};

PortfolioOptions options_of(const PortfolioWords& w) {
  PortfolioOptions o;
  o.runs = w.runs;
  if (!w.actions.empty()) o.actions = w.actions;
  if (!w.of.empty()) o.objective.of = w.of;
  o.objective.discount = real_number("--discount", w.discount, 0, 100) / 100;
  o.objective.more_is_better = w.more;
  if (!w.budget.empty()) o.budget = pounds_not_negative("--budget", w.budget);
  if (!w.staff.empty()) o.staff = real_number("--staff", w.staff, 0, 1e9);
  o.target = w.target;
  o.threads = static_cast<unsigned>(whole_number("-j", w.threads, 0, 65'536));
  if (w.out && w.out->empty()) throw UserError("-o '': names no folder");
  o.out = w.out ? std::filesystem::path(*w.out)
                : std::filesystem::path("out") / ("portfolio-" + name_of_run(w.runs.front()));
  return o;
}

std::string command_of(const PortfolioWords& w) {
  std::string text = "sendcast portfolio";
  for (const auto& run : w.runs) text += ' ' + shell_word(run);
  const auto option = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {} {}", name, shell_word(value));
  };
  option("--actions", w.actions);
  option("--budget", w.budget);
  option("--staff", w.staff);
  option("--target", w.target);
  option("--of", w.of);
  if (w.more) text += " --more-is-better";
  if (w.discount != "3.5") option("--discount", w.discount);
  return text;
}

int portfolio(const PortfolioWords& w) {
  catch_interrupts();
  const auto summary = portfolio_run(options_of(w), command_of(w));
  if (w.json)
    print(portfolio_json(summary));
  else if (!w.quiet)
    print(portfolio_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_portfolio(CLI::App& app, Action& action) {
  auto words = std::make_shared<PortfolioWords>();
  CLI::App* c =
      app.add_subcommand("portfolio", "Which interventions to take under a budget, from paired runs");
  c->add_option(
       "RUN", words->runs,
       "Folders of finished runs in pairs: the reference, then one with each action; the folder of a "
       "comparison stands for its runs")
      ->required()
      ->type_name("");
  c->add_option("--actions", words->actions,
                "Actions with their runs, costs, staff, and what they exclude or need (CSV); RUN is then the "
                "reference alone")
      ->type_name("FILE");
  c->add_option("--budget", words->budget, "What actions may cost together, £ (default: no limit)")
      ->type_name("POUNDS");
  c->add_option("--staff", words->staff, "Staff that they may need together (default: no limit)")
      ->type_name("N");
  c->add_option("--target", words->target, "Also say the chance of a target, 'METRIC <= X in PERIOD'")
      ->type_name("TEXT");
  c->add_option("--of", words->of,
                "What is judged by, 'METRIC' or 'METRIC in PERIOD' (default: hnb_spend of all years)")
      ->type_name("FIGURE");
  c->add_flag("--more-is-better", words->more, "More of the figure is better (default: less)");
  c->add_option("--discount", words->discount, "Discount of later years, % a year (default 3.5)")
      ->type_name("RATE");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/portfolio-REFERENCE)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->callback([&action, words] { action = [words] { return portfolio(*words); }; });
}

}  // namespace app
