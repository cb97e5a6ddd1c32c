// `sendcast sensitivity`: where the spread of a figure comes from.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/number_words.hpp"
#include "app/run/run_options.hpp"
#include "app/sensitivity/sensitivity.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

struct SensitivityWords {
  std::string run, design, rows, singles, threads = "0", top;
  std::vector<std::string> of;
  std::optional<std::string> out;
  bool quiet = false, json = false, no_progress = false;
};

IndexDesign design_of(const std::string& word) {
  if (word.empty()) return IndexDesign::none;
  if (word == "sobol") return IndexDesign::sobol;
  if (word == "morris") return IndexDesign::morris;
  throw UserError(fmt::format("--design {}: choose sobol or morris", word));
}

SensitivityOptions options_of(const SensitivityWords& w) {
  SensitivityOptions o;
  o.run = w.run;
  for (const auto& text : w.of) o.figures.push_back(read_figure("--of", text));
  o.design = design_of(w.design);
  const bool sobol = o.design == IndexDesign::sobol;
  if (o.design == IndexDesign::none && !w.rows.empty())
    throw UserError("-n: says how large a design is; give --design sobol or --design morris too");
  if (!sobol && !w.singles.empty())
    throw UserError("--singles: is for --design sobol, which looks at groups first");
  o.rows = sobol ? 256 : 20;
  if (!w.rows.empty()) o.rows = whole_number("-n", w.rows, sobol ? 16 : 2, 1'000'000);
  o.singles = w.singles.empty() ? 8 : whole_number("--singles", w.singles, 0, 100'000);
  if (!w.top.empty()) o.shown = whole_number("--top", w.top, 1, 100'000);
  o.threads = static_cast<unsigned>(whole_number("-j", w.threads, 0, 65'536));
  if (w.out && w.out->empty()) throw UserError("-o '': names no folder");
  o.out = w.out ? std::filesystem::path(*w.out)
                : std::filesystem::path("out") / ("sensitivity-" + name_of_run(w.run));
  return o;
}

std::string command_of(const SensitivityWords& w) {
  std::string text = "sendcast sensitivity " + shell_word(w.run);
  for (const auto& of : w.of) text += " --of " + shell_word(of);
  if (!w.design.empty()) text += " --design " + w.design;
  if (!w.rows.empty()) text += " -n " + w.rows;
  if (!w.singles.empty()) text += " --singles " + w.singles;
  return text;
}

int sensitivity(const SensitivityWords& w) {
  catch_interrupts();
  const auto options = options_of(w);
  const bool say = !w.quiet, progress = say && !w.no_progress && can_redraw(Stream::err);
  const auto summary = sensitivity_run(options, command_of(w), say, progress);
  if (w.json)
    print(sensitivity_json(summary));
  else if (!w.quiet)
    print(sensitivity_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_sensitivity(CLI::App& app, Action& action) {
  auto words = std::make_shared<SensitivityWords>();
  CLI::App* c = app.add_subcommand("sensitivity", "Which assumptions the spread of a figure comes from");
  c->add_option("RUN", words->run, "Folder of a finished run")->required()->type_name("");
  c->add_option(
       "--of", words->of,
       "Figure to explain, 'METRIC in PERIOD'; may be repeated (default: the cumulative deficit and the "
       "plans at the end of the run)")
      ->type_name("FIGURE")
      ->take_all();
  c->add_option(
       "--design", words->design,
       "Simulate a design: sobol (total indices of groups, years, luck and the strongest assumptions) or "
       "morris (screening of all); without it nothing is simulated")
      ->type_name("NAME");
  c->add_option("-n", words->rows, "With --design: rows of sobol (default 256), trajectories of morris (20)")
      ->type_name("N");
  c->add_option("--singles", words->singles,
                "With --design sobol: assumptions looked at one by one (default 8)")
      ->type_name("N");
  c->add_option("--top", words->top, "Assumptions that the text lists (default 12); files hold all")
      ->type_name("N");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/sensitivity-RUN)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary and no progress");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->add_flag("--no-progress", words->no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return sensitivity(*words); }; });
}

}  // namespace app
