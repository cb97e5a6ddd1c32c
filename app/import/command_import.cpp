// `sendcast import`: files that councils already have, as an area that can be run.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/import/import_area.hpp"
#include "app/interrupt.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

using Importer = std::function<ImportSummary(const ImportWords&)>;

int perform(const ImportWords& words, const Importer& importer) {
  catch_interrupts();
  constexpr int first = 2010, last = 2060;
  if (words.as_of && (*words.as_of < first || *words.as_of > last))
    throw UserError(fmt::format("--as-of {}: choose a year from {} to {}", *words.as_of, first, last));
  if (words.from && (*words.from < first || *words.from > last))
    throw UserError(fmt::format("--from {}: choose a year from {} to {}", *words.from, first, last));
  const auto summary = importer(words);
  if (words.json)
    print(import_json(summary));
  else if (!words.quiet)
    print(import_text(summary));
  return exit_done;
}

CLI::App* add_kind(CLI::App& parent, Action& action, const char* name, const char* what, const char* paths,
                   const std::shared_ptr<ImportWords>& words, const Importer& importer) {
  CLI::App* c = parent.add_subcommand(name, what);
  c->add_option(paths, words->paths)->required();
  c->add_option("--as-of", words->as_of, "Use nothing later than January of YEAR")->type_name("YEAR");
  c->add_option("--from", words->from,
                "Start in January of YEAR; what came after, for calibrate, to outturns.csv")
      ->type_name("YEAR");
  c->add_option("-o,--out", words->out, "Area folder (default: out/area-NAME)")->type_name("DIR");
  c->add_option("--configs", words->configs, "The folder configs (default: that of this checkout)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print nothing but faults");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->callback(
      [&action, words, importer] { action = [words, importer] { return perform(*words, importer); }; });
  return c;
}

}  // namespace

void add_import(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("import", "Make an area of files that councils have");
  c->require_subcommand(1);
  const auto ees = std::make_shared<ImportWords>(), population = std::make_shared<ImportWords>();
  CLI::App* e =
      add_kind(*c, action, "ees", "DfE \"Education, health and care plans\": folders or ZIPs, oldest first",
               "DIR", ees, import_ees);
  e->add_option("--area", ees->area, "Name, ONS code or DfE number")->required()->type_name("NAME");
  e->add_option("--population", ees->population, "ONS residents by single age, too")->type_name("FILE");
  e->add_option("--districts", ees->districts, "Districts whose residents add up to the area")
      ->type_name("NAME")
      ->delimiter(';');
  CLI::App* p = add_kind(*c, action, "population", "ONS residents by single age: estimates or projections",
                         "FILE", population, import_population);
  p->add_option("--area", population->area, "Name or ONS code")->type_name("NAME");
  p->add_option("--districts", population->districts, "Districts that add up to the area")
      ->type_name("NAME")
      ->delimiter(';');
  const auto sen2 = std::make_shared<ImportWords>(), transitions = std::make_shared<ImportWords>();
  CLI::App* s = add_kind(*c, action, "sen2", "SEN2 person-level return: a folder of CSV files for each year",
                         "DIR", sen2, import_sen2);
  s->add_option("--area", sen2->area, "Name or ONS code")->type_name("NAME");
  s->add_option("--schools", sen2->schools, "Register of schools (URN and type of establishment)")
      ->type_name("FILE");
  s->add_option("--suppress", sen2->suppress, "Write no count from 1 to N-1")
      ->type_name("N")
      ->check(CLI::Range(0, 1000));
  CLI::App* t = add_kind(*c, action, "transitions",
                         "Files of the Mastodon C model: transitions, population, costs, states", "DIR",
                         transitions, import_transitions);
  t->add_option("--area", transitions->area, "Name or ONS code")->type_name("NAME");
  t->add_option("--settings", transitions->settings, "Where settings or needs of other names go")
      ->type_name("FILE");
}

}  // namespace app
