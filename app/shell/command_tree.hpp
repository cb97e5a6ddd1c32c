#pragma once
// The commands and their options as plain values, for whatever is written from them: the manual page, the
// completion of shells.

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace app {

struct CommandOption {
  std::vector<std::string> names;  ///< "-n", "--replicates"; of a positional: none
  std::string value, text;         ///< what it takes ("N"; empty: nothing), what it does
  std::string positional;          ///< "CONFIG"
  bool required = false, repeated = false;
};

struct CommandEntry {
  std::string name, text;
  std::vector<CommandOption> options;  ///< positionals first
};

/// Of the program itself (name "sendcast") and then of each command, in their order.
std::vector<CommandEntry> command_tree(const CLI::App& program);

/// The words that an option or positional is one of; empty if any will do.
std::vector<std::string_view> choices_of(const CommandEntry& command, const CommandOption& option);

/// True for an option or positional that takes a file or folder.
bool takes_path(const CommandOption& option);

}  // namespace app
