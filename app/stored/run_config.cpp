// The configuration that a finished run was made from, read anew from its files.

#include "app/stored/run_config.hpp"

#include <fmt/format.h>

#include <map>

#include "app/run/ensemble_run.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// The options of `sendcast run ...`, as repeat_command wrote them.
std::optional<RunOptions> options_of(const std::vector<std::string>& words) {
  if (words.size() < 3 || words[0] != "sendcast" || words[1] != "run") return {};
  RunWords run;
  run.choice.config = words[2];
  const std::map<std::string_view, std::string RunWords::*> options{
      {"-n", &RunWords::replicates},
      {"--seed", &RunWords::seed},
      {"--design", &RunWords::design},
      {"--store", &RunWords::store},
      {"--contributions", &RunWords::contributions}};
  for (std::size_t i = 3; i < words.size(); ++i) {
    const std::string& word = words[i];
    run.layers = run.layers || word == "--layers";
    run.no_discrepancy = run.no_discrepancy || word == "--no-discrepancy";
    if (word == "--layers" || word == "--no-discrepancy") continue;
    if (i + 1 == words.size()) return {};
    const std::string& value = words[++i];
    if (word == "--scenario")
      run.choice.scenarios.emplace_back(value);
    else if (word == "--set")
      run.choice.settings.push_back(value);
    else if (const auto option = options.find(word); option != options.end())
      run.*option->second = value;
    else
      return {};
  }
  return run_options(run);
}

}  // namespace

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> out;
  bool quoted = false, inside = false;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == ' ' && !quoted) {
      inside = false;
      continue;
    }
    if (!inside) out.emplace_back();
    inside = true;
    if (c == '\'')
      quoted = !quoted;
    else if (c == '\\' && !quoted && i + 1 < command.size())
      out.back() += command[++i];
    else
      out.back() += c;
  }
  return out;
}

RunConfig config_of(const StoredRun& run) {
  return recorded_run(run.manifest().command, run.info().config_digest);
}

RunConfig recorded_run(const std::string& command, const std::string& config_digest) {
  RunConfig out;
  try {
    const auto options = options_of(words_of(command));
    if (!options) {
      out.why_not = "its manifest does not say how it was made";
      return out;
    }
    out.options = *options;
    auto loaded = load(options->choice);
    if (!loaded.config) {
      out.why_not = fmt::format("{} cannot be read from here, or has faults: sendcast check says which",
                                options->choice.config.string());
      return out;
    }
    if (sim::config_digest(manifest_inputs(*loaded.config), digest_settings(*options)) != config_digest) {
      out.changed = true;
      out.why_not =
          fmt::format("{} or a file under it has changed since the run", options->choice.config.string());
      return out;
    }
    out.config = std::move(loaded.config);
  } catch (const UserError& error) {
    out.why_not = error.what();
  }
  return out;
}

}  // namespace app
