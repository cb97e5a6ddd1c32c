#pragma once
// The options that change a configuration without editing it, the same for every command that reads one.

#include "app/load.hpp"

namespace CLI {
class App;
}

namespace app {

/// Adds --scenario and --set.
void add_changes(CLI::App& command, ConfigChoice& choice);

}  // namespace app
