// `sendcast describe`: what can be written in a configuration, and what a run measures.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/describe/dictionaries.hpp"
#include "app/describe/intervention_library.hpp"
#include "app/exit_codes.hpp"
#include "app/load.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/schema.hpp"

namespace app {
namespace {

struct Words {
  std::string topic, config;
  bool schema = false, markdown = false;
};

std::string schema_text(const std::string& family) {
  if (family.empty()) return sim::json_schema(models::schema());
  const sim::FamilySpec* known = sim::find_family(models::schema(), family);
  if (known == nullptr || !known->from_folder) {
    std::string list;
    for (const auto& f : models::schema().families)
      if (f.from_folder) list += (list.empty() ? "" : ", ") + f.name;
    throw UserError("--schema " + family + ": no such kind of file; there is: " + list);
  }
  return sim::json_schema_member(models::schema(), family);
}

int placements(const Words& words) {
  if (words.config.empty())
    throw UserError(folded_fault(
        "describe placements: name a configuration, for example configs/areas/kingston/plan-2018.toml"));
  const auto loaded = load({words.config, {}, {}});
  if (!loaded.config) {
    print_error(faults_text(loaded.faults));
    return exit_input;
  }
  print(placements_text(*loaded.config));
  return exit_done;
}

int interventions(const Words& words) {
  const auto library = read_library(words.config.empty() ? "configs/interventions" : words.config);
  print(words.markdown ? library_markdown(library) : library_text(library));
  return exit_done;
}

int describe(const Words& words) {
  if (!words.config.empty() &&
      (words.schema || (words.topic != "placements" && words.topic != "interventions")))
    throw UserError(folded_fault(fmt::format("describe {}{}: has no use for '{}'",
                                             words.schema ? "--schema " : "", words.topic, words.config)));
  if (words.schema)
    print(schema_text(words.topic));
  else if (words.topic == "parameters")
    print(words.markdown ? parameters_markdown() : parameters_text());
  else if (words.topic == "metrics")
    print(words.markdown ? metrics_markdown() : metrics_text());
  else if (words.topic == "stages")
    print(stages_text());
  else if (words.topic == "levers")
    print(words.markdown ? levers_markdown() : levers_text());
  else if (words.topic == "interventions")
    return interventions(words);
  else if (words.topic == "placements")
    return placements(words);
  else if (words.topic.empty())
    print(
        "sendcast describe parameters   what a configuration may set\n"
        "sendcast describe metrics      what summary.csv holds\n"
        "sendcast describe placements CONFIG\n"
        "sendcast describe stages       the stages of a term in their order\n"
        "sendcast describe levers       what an intervention can move, and how\n"
        "sendcast describe interventions [FOLDER]   the library\n"
        "sendcast describe --schema     JSON Schema of configurations, for editors\n");
  else
    throw UserError(
        folded_fault("describe " + words.topic +
                     ": choose parameters, metrics, placements, stages, levers or interventions"));
  return exit_done;
}

}  // namespace

void add_describe(CLI::App& app, Action& action) {
  auto words = std::make_shared<Words>();
  CLI::App* c = app.add_subcommand(
      "describe", "Describe parameters, metrics, placement types, stages, levers and interventions");
  c->add_option("TOPIC", words->topic,
                "parameters, metrics, placements, stages, levers or interventions; with --schema: placement, "
                "intervention, risk, or nothing");
  c->add_option("CONFIG", words->config,
                "With placements: the configuration; with interventions: the folder (configs/interventions)");
  c->add_flag("--schema", words->schema,
              "JSON Schema of an area, national or scenario file; of a member file if its family is named");
  c->add_flag("--markdown", words->markdown, "Markdown instead of text");
  c->callback([&action, words] { action = [words] { return describe(*words); }; });
}

}  // namespace app
