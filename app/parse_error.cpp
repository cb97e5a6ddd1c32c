// A command line that cannot be understood: what is wrong with it, and what was probably meant.

#include "app/parse_error.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "sim/nearest_name.hpp"

namespace app {
namespace {

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> out;
  for (const CLI::Option* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) out.push_back("--" + name);
    for (const auto& name : option->get_snames()) out.push_back("-" + name);
  }
  return out;
}

std::vector<std::string> command_names(const CLI::App& cli) {
  std::vector<std::string> out;
  for (const CLI::App* command : cli.get_subcommands([](const CLI::App*) { return true; }))
    out.push_back(command->get_name());
  return out;
}

}  // namespace

std::string parse_error_text(const CLI::App& cli, const CLI::Error& error, int argc,
                             const char* const* argv) {
  const auto commands = command_names(cli);
  const std::string first = argc > 1 ? argv[1] : "";
  const bool known = std::find(commands.begin(), commands.end(), first) != commands.end();
  if (!known) {
    std::string list;
    for (const auto& name : commands) list += (list.empty() ? "" : ", ") + name;
    if (first.empty()) return fmt::format("sendcast: a command is needed: {}\nSee: sendcast --help\n", list);
    const std::string hint = sim::did_you_mean(first, first[0] == '-' ? option_names(cli) : commands);
    return fmt::format("sendcast: there is no command '{}'{}\nCommands: {}. See: sendcast --help\n", first,
                       hint.empty() ? "" : "; " + hint, list);
  }
  const CLI::App* command = cli.get_subcommand(first);
  std::string called = first;
  const auto inner = command_names(*command);
  if (argc > 2 && std::find(inner.begin(), inner.end(), argv[2]) != inner.end()) {
    command = command->get_subcommand(argv[2]);
    called += fmt::format(" {}", argv[2]);
  }
  const auto options = option_names(*command);
  std::string text = fmt::format("sendcast: {}\n", error.what());
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    for (int i = 2; i < argc; ++i) {
      const std::string word = argv[i];
      const std::string name = word.substr(0, word.find('='));
      if (name.size() < 2 || name[0] != '-' ||
          std::find(options.begin(), options.end(), name) != options.end())
        continue;
      if (const auto hint = sim::did_you_mean(name, options); !hint.empty())
        text += fmt::format("  {}: {}\n", name, hint);
    }
  }
  return text + fmt::format("See: sendcast {} --help\n", called);
}

std::string empty_option_text(const CLI::App& cli) {
  for (const CLI::App* command : cli.get_subcommands()) {
    if (auto text = empty_option_text(*command); !text.empty()) return text;
    for (const CLI::Option* option : command->get_options()) {
      const auto& words = option->results();
      if (option->get_positional() || option->check_lname("out") ||
          std::find(words.begin(), words.end(), "") == words.end())
        continue;
      return fmt::format("sendcast: {} '': is empty; leave it out or give it a value\n",
                         option->get_lnames().empty() ? "-" + option->get_snames().front()
                                                      : "--" + option->get_lnames().front());
    }
  }
  return {};
}

}  // namespace app
