// A finished run's own model again.

#include "app/rerun.hpp"

#include <fmt/format.h>

#include "app/ensemble_run.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

UserError cannot(const StoredRun& run, const std::string& why) {
  return UserError(fmt::format("{}: cannot be simulated again: {}", run.folder().string(), why));
}

}  // namespace

std::vector<std::string> shell_words(const std::string& line) {
  std::vector<std::string> out;
  bool within = false, quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (!quoted && c == ' ') {
      within = false;
      continue;
    }
    if (!within) out.emplace_back();
    within = true;
    if (c == '\'')
      quoted = !quoted;
    else if (c == '\\' && !quoted && i + 1 < line.size())
      out.back() += line[++i];
    else
      out.back() += c;
  }
  return out;
}

Rerun rerun_of(const StoredRun& run) {
  const auto words = shell_words(run.manifest().command);
  if (words.size() < 3 || words[1] != "run")
    throw cannot(run, "its manifest does not say which command made it");
  RunWords again;
  again.choice.config = words[2];
  for (std::size_t i = 3; i + 1 < words.size(); ++i) {
    if (words[i] == "--scenario")
      again.choice.scenarios.emplace_back(words[++i]);
    else if (words[i] == "--set")
      again.choice.settings.push_back(words[++i]);
  }
  again.replicates = std::to_string(run.info().planned);
  again.seed = std::to_string(run.info().seed);
  again.design = run.info().design;
  again.store = std::string(sim::to_string(run.info().mode));
  std::error_code none;
  for (const auto* files : {&again.choice.scenarios})
    for (const auto& file : *files)
      if (!fs::exists(file, none))
        throw cannot(run, fmt::format("{} is not found from here; start from the folder in which it was made",
                                      file.string()));
  if (!fs::exists(again.choice.config, none))
    throw cannot(run, fmt::format("{} is not found from here; start from the folder in which it was made",
                                  again.choice.config.string()));
  auto loaded = load(again.choice);
  if (!loaded.config) throw cannot(run, "its files have faults now\n" + faults_text(loaded.faults));
  Rerun out{run_options(again), std::move(*loaded.config)};
  if (run_info(out.options, out.config).config_digest != run.info().config_digest)
    throw cannot(run, "its configuration has changed since; run it again first");
  return out;
}

}  // namespace app
