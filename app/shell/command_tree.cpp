// The commands and their options as plain values.

#include "app/shell/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace app {
namespace {

CommandOption entry_of(const CLI::Option& option) {
  CommandOption out;
  for (const auto& name : option.get_snames()) out.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) out.names.push_back("--" + name);
  if (out.names.empty()) out.positional = option.get_name();
  if (option.get_items_expected_max() > 0 && out.positional.empty()) {  // no flag
    out.value = option.get_type_name();
    if (out.value.empty()) out.value = "VALUE";
    for (char& c : out.value)
      if (c == ' ') c = '_';
  }
  out.text = option.get_description();
  out.required = option.get_required();
  out.repeated = option.get_items_expected_max() > 1 ||
                 option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  return out;
}

CommandEntry entry_of(const CLI::App& command, const std::string& name) {
  CommandEntry out{name, command.get_description(), {}};
  for (const auto* option : command.get_options()) out.options.push_back(entry_of(*option));
  std::stable_sort(out.options.begin(), out.options.end(), [](const auto& a, const auto& b) {
    return !a.positional.empty() && b.positional.empty();
  });
  return out;
}

/// Commands within commands too ("export open-data").
void add(const CLI::App& command, const std::string& name, std::vector<CommandEntry>& out) {
  out.push_back(entry_of(command, name));
  for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; }))
    add(*sub, name + " " + sub->get_name(), out);
}

}  // namespace

std::vector<CommandEntry> command_tree(const CLI::App& program) {
  std::vector<CommandEntry> out;
  add(program, program.get_name(), out);
  return out;
}

std::vector<std::string_view> choices_of(const CommandEntry& command, const CommandOption& option) {
  struct Choices {
    std::string_view command, option;  ///< "" of every command; a positional by its name
    std::vector<std::string_view> words;
  };
  static const std::vector<Choices> known{
      {"sendcast completion", "SHELL", {"bash", "zsh", "fish"}},
      {"sendcast describe",
       "TOPIC",
       {"parameters", "metrics", "placements", "stages", "levers", "interventions"}},
      {"sendcast bridge", "--of", {"spend", "position", "deficit", "plans"}},
      {"sendcast sensitivity", "--design", {"sobol", "morris"}},
      {"", "--design", {"sobol", "lhs", "mc"}},
      {"", "--store", {"full", "headline"}},
  };
  for (const auto& c : known) {
    const bool own = c.option == option.positional ||
                     std::find(option.names.begin(), option.names.end(), c.option) != option.names.end();
    if (own && (c.command.empty() || c.command == command.name)) return c.words;
  }
  return {};
}

bool takes_path(const CommandOption& option) {
  static constexpr std::string_view paths[] = {"FILE",    "DIR",  "FOLDER", "RUN", "CONFIG",
                                               "SUBJECT", "PATH", "FILES",  "RUNS"};
  const std::string& word = option.positional.empty() ? option.value : option.positional;
  return std::any_of(std::begin(paths), std::end(paths), [&](std::string_view p) { return word == p; });
}

}  // namespace app
