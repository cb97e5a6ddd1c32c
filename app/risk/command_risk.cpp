// `sendcast risk`: how large the deficit can get, when, and why, from a finished run.

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/risk/risk_summary.hpp"
#include "app/stored/analysis_folder.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

int risk(const RiskWords& words) {
  const auto began = std::chrono::steady_clock::now();
  catch_interrupts();
  const RiskOptions options = risk_options(words);
  std::vector<std::filesystem::path> read{options.run};
  for (const auto& s : options.stresses) read.push_back(s.folder);
  spare_runs(options.out, read);
  const StoredRun run(options.run);
  RiskSummary summary = risk_summary(run, options);
  summary.folder = options.out;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  summary.files = write_analysis({options.out, "risk", risk_command(words), seconds}, {&run},
                                 risk_tables(summary), summary.notes);
  if (options.json)
    print(risk_json(summary));
  else if (!options.quiet)
    print(risk_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_risk(CLI::App& app, Action& action) {
  auto words = std::make_shared<RiskWords>();
  CLI::App* c = app.add_subcommand("risk", "How large the deficit can get, when, and why");
  c->add_option("RUN", words->run, "Folder of a finished run")->required()->type_name("");
  c->add_option("--in", words->year,
                "Financial year of which the worst cases are taken apart (default: the last)")
      ->type_name("YEAR");
  c->add_option("--level", words->level, "The tail begins here, per cent of the cases (default 95)")
      ->type_name("PERCENT");
  c->add_option("--limit", words->limits,
                "Limit of the cumulative deficit: NAME=POUNDS, or a path NAME=YEAR:POUNDS,...")
      ->type_name("LIMIT")
      ->take_all();
  c->add_option("--stress", words->stresses,
                "A finished run under a stress, DIR or NAME=DIR, to be set beside it")
      ->type_name("RUN")
      ->take_all();
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/risk-RUN)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->callback([&action, words] { action = [words] { return risk(*words); }; });
}

}  // namespace app
