#include "app/describe/intervention_library.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "app/load.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/levers/kinds.hpp"
#include "models/levers/levers.hpp"
#include "models/schema.hpp"
#include "sim/config.hpp"

namespace app {
namespace {

/// A member's file read for itself.
sim::Schema schema_of_file() {
  const auto* family = sim::find_family(models::schema(), "intervention");
  return {.axes = models::schema().axes,
          .params = family->params,
          .fields = family->fields,
          .families = family->parts};
}

std::vector<std::string> levers_of(const sim::Config& c) {
  std::set<const models::LeverKind*> moved;
  for (const auto& act : c.members("act"))
    moved.insert(models::lever_kind_of(c.text("act", act, "parameter")));
  for (const auto& part : sim::find_family(models::schema(), "intervention")->parts)
    if (!c.members(part.name).empty()) moved.insert(models::lever_kind_of_part(part.name));
  std::vector<std::string> titles;
  for (const auto& kind : models::lever_kinds())
    if (moved.contains(&kind)) titles.emplace_back(kind.title);
  return titles;
}

}  // namespace

std::vector<LibraryEntry> read_library(const std::filesystem::path& folder) {
  std::error_code none;
  if (!std::filesystem::is_directory(folder, none))
    throw UserError(
        fmt::format("describe interventions: '{}' is no folder; name one, for example configs/interventions",
                    folder.string()));
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".toml" && entry.path().stem().extension() != ".expect")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  static const sim::Schema schema = schema_of_file();
  std::vector<LibraryEntry> library;
  std::vector<sim::Diagnostic> faults;
  for (const auto& file : files) {
    const auto read = sim::read_config(file, schema);
    faults.insert(faults.end(), read.faults.begin(), read.faults.end());
    if (!read.config) continue;
    const auto& c = *read.config;
    library.push_back({file.stem().string(), c.text("title"), c.text("source"), c.text("reliability"),
                       c.text("start"), levers_of(c)});
  }
  if (!faults.empty()) throw UserError(faults_text(faults));
  return library;
}

std::string library_text(const std::vector<LibraryEntry>& library) {
  std::string out;
  for (const auto& e : library) {
    out += fmt::format("{} (evidence {}, start {})\n", e.id, e.reliability, e.start);
    out += folded(e.title, "    ", "    ");
    for (const auto& lever : e.levers) out += folded(lever, "    - ", "      ");
  }
  return out;
}

std::string library_markdown(const std::vector<LibraryEntry>& library) {
  std::string out =
      "<!-- Written by `sendcast describe interventions --markdown`. Do not edit. -->\n\n"
      "# Library of interventions\n\n"
      "The files of `configs/interventions/`. Evidence: green is published and measured, amber derived or "
      "planned by a "
      "council, red a judgement with a wide distribution. How to use and write them: "
      "[guide](guide/interventions.md).\n\n"
      "| intervention | title | levers | evidence | planned start | source |\n|---|---|---|---|---|---|\n";
  for (const auto& e : library)
    out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", e.id, e.title, fmt::join(e.levers, "; "),
                       e.reliability, e.start, e.source);
  return out;
}

std::string levers_text() {
  std::string out = "What an act does to a number, in the order in which acts work:\n";
  for (const auto& lever : models::levers()) out += fmt::format("  {:6} {}\n", lever.name, lever.text);
  out += "\nWhat it can move:\n";
  for (const auto& kind : models::lever_kinds()) {
    out += folded(fmt::format("{}: {}", kind.id, kind.title), "  ", "      ");
    for (const auto parameter : kind.parameters) out += fmt::format("      {}\n", parameter);
    if (!kind.part.empty()) out += fmt::format("      a table [{}.<name>] of the intervention\n", kind.part);
  }
  return out;
}

std::string levers_markdown() {
  std::string out =
      "<!-- Written by `sendcast describe levers --markdown`. Do not edit. -->\n\n# Levers\n\n"
      "What an act of an intervention does to a number, in the order in which acts work:\n\n"
      "| lever | meaning |\n|---|---|\n";
  for (const auto& lever : models::levers()) out += fmt::format("| `{}` | {} |\n", lever.name, lever.text);
  out +=
      "\nWhat it can move. Every parameter that an intervention can change belongs to one kind; `*` is any "
      "member of a "
      "family.\n\n| kind | what | parameters, or part of an intervention |\n|---|---|---|\n";
  for (const auto& kind : models::lever_kinds()) {
    out += fmt::format("| `{}` | {} | ", kind.id, kind.title);
    for (std::size_t i = 0; i < kind.parameters.size(); ++i)
      out += fmt::format("{}`{}`", i == 0 ? "" : ", ", kind.parameters[i]);
    out += kind.part.empty() ? std::string(" |\n") : fmt::format("; `[{}.<name>]` |\n", kind.part);
  }
  return out;
}

}  // namespace app
