// `sendcast man` and `sendcast completion`: what other programs are told of the commands.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/shell/completion.hpp"
#include "app/shell/man_page.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/manifest.hpp"

namespace app {

void add_man(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("man", "Print the manual page (sendcast man | man -l -)");
  c->callback([&app, &action] {
    action = [&app] {
      print(man_page(command_tree(app), sim::program_version()));
      return exit_done;
    };
  });
}

void add_completion(CLI::App& app, Action& action) {
  auto shell = std::make_shared<std::string>();
  CLI::App* c = app.add_subcommand(
      "completion", "Print what the Tab key completes; bash: source <(sendcast completion bash)");
  c->add_option("SHELL", *shell, "bash, zsh or fish")->required();
  c->callback([&app, &action, shell] {
    action = [&app, shell] {
      const auto tree = command_tree(app);
      if (*shell == "bash")
        print(bash_completion(tree));
      else if (*shell == "zsh")
        print(zsh_completion(tree));
      else if (*shell == "fish")
        print(fish_completion(tree));
      else
        throw UserError(fmt::format("completion {}: choose bash, zsh or fish", *shell));
      return exit_done;
    };
  });
}

}  // namespace app
