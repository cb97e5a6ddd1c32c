#include "app/run/change_options.hpp"

#include <CLI/CLI.hpp>

namespace app {

void add_changes(CLI::App& command, ConfigChoice& choice) {
  const auto repeated = [](CLI::Option* option, const char* type) {
    option->type_name(type)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  repeated(command.add_option("--scenario", choice.scenarios,
                              "Scenario file laid over the configuration; may be repeated"),
           "FILE");
  repeated(
      command.add_option("--set", choice.settings, "Change one parameter; VALUE is TOML; may be repeated"),
      "NAME=VALUE");
}

}  // namespace app
