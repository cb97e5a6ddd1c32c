// `sendcast check`: everything that is wrong with configurations, or what they hold.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/config_outline.hpp"
#include "app/exit_codes.hpp"
#include "app/load.hpp"
#include "app/run/change_options.hpp"
#include "app/terminal.hpp"
#include "sim/config_files.hpp"

namespace app {
namespace {

struct Words {
  std::vector<std::filesystem::path> configs;
  ConfigChoice choice;
  bool quiet = false;
};

int check(const Words& words) {
  std::vector<sim::Diagnostic> faults;
  std::string outlines;
  sim::ConfigFiles files;  // areas have the national ones in common
  for (const auto& config : words.configs) {
    ConfigChoice choice = words.choice;
    choice.config = config;
    const auto loaded = load(choice, files);
    faults.insert(faults.end(), loaded.faults.begin(), loaded.faults.end());
    if (!loaded.config) continue;
    outlines += (outlines.empty() ? "" : "\n") + config_outline(*loaded.config);
    for (const auto& note : loaded.notes) outlines += folded(note, "  note: ", "    ");
  }
  if (!words.quiet) print(outlines);
  if (faults.empty()) return exit_done;
  print_error(faults_text(faults));
  return exit_input;
}

}  // namespace

void add_check(CLI::App& app, Action& action) {
  auto words = std::make_shared<Words>();
  CLI::App* c = app.add_subcommand("check", "Check configurations and say what they hold");
  c->add_option("CONFIG", words->configs, "Configurations (TOML)")->required();
  add_changes(*c, words->choice);
  c->add_flag("-q,--quiet", words->quiet, "Print nothing but faults");
  c->callback([&action, words] { action = [words] { return check(*words); }; });
}

}  // namespace app
