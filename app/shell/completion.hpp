#pragma once
// What a shell completes on the Tab key, written from the commands.

#include <string>
#include <vector>

#include "app/shell/command_tree.hpp"

namespace app {

std::string bash_completion(const std::vector<CommandEntry>& commands);
std::string zsh_completion(const std::vector<CommandEntry>& commands);
std::string fish_completion(const std::vector<CommandEntry>& commands);

}  // namespace app
