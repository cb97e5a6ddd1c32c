#pragma once
// The manual page, sendcast(1).

#include <string>
#include <vector>

#include "app/shell/command_tree.hpp"

namespace app {

/// In the language of man: `sendcast man | man -l -` shows it.
std::string man_page(const std::vector<CommandEntry>& commands, const std::string& version);

}  // namespace app
