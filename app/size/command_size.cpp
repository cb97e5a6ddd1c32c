// `sendcast size`: how many places of each type, each September, and at what risk and cost.

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/size/size_summary.hpp"
#include "app/stored/analysis_folder.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

int size(const SizeWords& words) {
  const auto began = std::chrono::steady_clock::now();
  catch_interrupts();
  const SizeOptions options = size_options(words);
  std::vector<std::filesystem::path> read{options.run};
  for (const auto& s : options.scenarios) read.push_back(s.folder);
  spare_runs(options.out, read);
  const StoredRun run(options.run);
  const RunConfig config = config_of(run);
  SizeSummary summary = size_summary(run, options, config);
  if (options.verify)
    verify_sizes(run, options, config, summary,
                 !options.quiet && !options.no_progress && can_redraw(Stream::err));
  summary.folder = options.out;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  summary.files = write_analysis({options.out, "size", size_command(words), seconds}, {&run},
                                 size_tables(summary), summary.notes);
  if (options.json)
    print(size_json(summary));
  else if (!options.quiet)
    print(size_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_size(CLI::App& app, Action& action) {
  auto words = std::make_shared<SizeWords>();
  CLI::App* c = app.add_subcommand("size", "How many places, each September, and at what risk and cost");
  c->add_option("RUN", words->run, "Folder of a finished run")->required()->type_name("");
  c->add_option("--type", words->types, "Placement type (default: all with limited places)")
      ->type_name("NAME")
      ->take_all();
  c->add_option("--lead", words->lead, "Years from the start of the run to the first new place (default 2)")
      ->type_name("YEARS");
  c->add_option("--from", words->from, "First September of the span (default: start and lead)")
      ->type_name("YEAR");
  c->add_option("--to", words->to, "Last September of the span (default: the run's)")->type_name("YEAR");
  c->add_option("--risk", words->risk, "Risk of too few places in a year that is taken, % (default 10)")
      ->type_name("PERCENT");
  c->add_option("--capital", words->capital, "Capital cost of a place (default 80000, assumed)")
      ->type_name("POUNDS");
  c->add_option("--life", words->life, "Years over which it is paid (default 40)")->type_name("YEARS");
  c->add_option("--rate", words->rate, "At this rate of interest, % a year (default 3.5)")
      ->type_name("PERCENT");
  c->add_option("--under", words->under, "Cost of a missing place, £ a year (default: from the run)")
      ->type_name("POUNDS");
  c->add_option("--over", words->over, "Cost of an empty place, £ a year (default: from the run)")
      ->type_name("POUNDS");
  c->add_option("--scenario", words->scenarios,
                "A finished run of another future, DIR or NAME=DIR, for regret")
      ->type_name("RUN")
      ->take_all();
  c->add_flag("--jointly", words->jointly, "The risk is of too few in any year of the span, not in each");
  c->add_flag("--verify", words->verify, "Simulate with the recommended places until they hold");
  c->add_option("-j,--threads", words->threads, "With --verify: threads (default: all)")
      ->type_name("THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/size-RUN)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary and no progress");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->add_flag("--no-progress", words->no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return size(*words); }; });
}

}  // namespace app
