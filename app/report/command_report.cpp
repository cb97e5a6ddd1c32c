// `sendcast report`: a finished run as a page that people read, or as an assurance pack.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/report/assurance.hpp"
#include "app/report/page.hpp"
#include "app/report/sections.hpp"
#include "app/report/write_page.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

int report(const ReportWords& words) {
  catch_interrupts();
  const auto options = report_options(words);
  const auto sources = report_sources(options);
  for (const auto& note : sources.not_as_written) print_error(folded(note, "Warning: ", "  "));
  interrupted().check();
  const auto document =
      options.assurance ? assurance_document(sources, report_command(words)) : report_document(sources);
  const auto page = page_html(document);
  interrupted().check();
  write_page(options.out, page, options.in_folder);
  if (options.json)
    print(document_json(document).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
          "\n");
  else if (!options.quiet)
    print(folded(fmt::format("{}: {} section{}, {:.0f} kB; opens in a browser, without a network",
                             options.out.string(), document.sections.size(),
                             document.sections.size() == 1 ? "" : "s",
                             static_cast<double>(page.size()) / 1000)));
  for (const auto& check : document.failed) print_error(folded(check, "FAILED: ", "  "));
  return document.failed.empty() ? exit_done : exit_failed;
}

}  // namespace

void add_report(CLI::App& app, Action& action) {
  auto words = std::make_shared<ReportWords>();
  CLI::App* c =
      app.add_subcommand("report", "A finished run as a page to read, with charts; needs no network");
  c->add_option("RUN", words->run, "Folder of a finished run, or of a comparison")->required()->type_name("");
  c->add_option("--compare", words->compare,
                "Folders of finished runs that it is set against, in pairs of replicates")
      ->type_name("RUN")
      ->take_all();
  c->add_option("--outturns", words->outturns,
                "CSV file of what happened (metric, breakdown, category, period, value)")
      ->type_name("FILE");
  c->add_flag("--assurance", words->assurance,
              "The assurance pack instead: logs of assumptions and data, checks of this run, sign-off table");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& file) { words->out = file; },
       "The page (default: RUN/report.html, or RUN/assurance.html)")
      ->type_name("FILE");
  c->add_flag("-q,--quiet", words->quiet, "Print nothing");
  c->add_flag("--json", words->json, "Print what the page holds as JSON");
  c->callback([&action, words] { action = [words] { return report(*words); }; });
}

}  // namespace app
