// `sendcast fit`: counts of flows to a layer of configuration.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/fit/fit.hpp"
#include "app/load.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

struct Words {
  ConfigChoice choice;
  fs::path flows, out;
  FitOptions options;
  bool replace = false;
};

/// Beside the configuration unless it is named; never over what somebody wrote by hand.
fs::path target(const Words& words) {
  auto out = words.out.empty() ? words.choice.config.parent_path() / "fitted.toml" : words.out;
  std::error_code error;
  if (fs::is_directory(out, error))
    throw UserError(fmt::format("{}: is a folder; name a file", out.string()));
  if (fs::exists(out, error) && fs::equivalent(out, words.choice.config, error))
    throw UserError(fmt::format("{}: is the configuration itself", out.string()));
  if (fs::exists(out, error) && !words.replace)
    throw UserError(fmt::format("{}: exists; choose another -o, or --replace", out.string()));
  return out;
}

/// Whole or not at all, and only what `check` accepts.
void write_checked(const fs::path& out, const std::string& layer) {
  const fs::path part = out.string() + ".part.toml";
  sim::write_text(part, layer);
  const auto loaded = load({part, {}, {}});
  if (!loaded.config) {
    std::error_code ignored;
    fs::remove(part, ignored);
    auto faults = loaded.faults;
    for (auto& fault : faults)  // as the file would be called
      if (fault.where.file == part.string()) fault.where.file = out.string();
    throw UserError(
        fmt::format("{}: these counts make no layer that `check` accepts; nothing was written\n{}",
                    out.string(), faults_text(faults)));
  }
  fs::rename(part, out);
}

int fit_command(const Words& words) {
  if (!(words.options.keep > 0 && words.options.keep <= 1))
    throw UserError(
        fmt::format("--keep {}: write a share above 0 and up to 1, for example 0.8", words.options.keep));
  const auto out = target(words);
  const auto loaded = load(words.choice);
  auto faults = loaded.faults;
  Flows flows;
  if (loaded.config) {
    flows = read_flows(words.flows, *loaded.config);
    faults = flows.faults;
  }
  if (!faults.empty()) {
    print_error(faults_text(faults));
    return exit_input;
  }
  const auto result = fit(*loaded.config, flows.flows, words.options, words.flows.string());
  if (!result.faults.empty()) {
    print_error(faults_text(result.faults));
    return exit_input;
  }
  if (result.rows.empty() && result.mixes.empty())
    throw UserError(
        fmt::format("{}: no count is left to learn from{}", words.flows.string(),
                    result.later > 0 ? fmt::format("; all are later than {}", words.options.last_year) : ""));
  std::error_code error;
  const auto folder = out.parent_path().empty() ? fs::path(".") : out.parent_path();
  const auto base = fs::proximate(words.choice.config, folder, error).generic_string();
  write_checked(out, fitted_toml(result, base, words.flows.filename().string()));
  print(fit_text(result));
  print("\n" + folded(fmt::format("Written to {}: a configuration that extends {}.", out.string(), base)));
  return exit_done;
}

}  // namespace

void add_fit(CLI::App& app, Action& action) {
  auto words = std::make_shared<Words>();
  CLI::App* c = app.add_subcommand("fit", "Learn an area's rates and shares from counts of flows");
  c->add_option("CONFIG", words->choice.config, "Configuration of the area (TOML)")->required();
  c->add_option("--flows", words->flows, "Counts: parameter,year,age,category,events,exposure")->required();
  c->add_option("--keep", words->options.keep, "What a count is worth a year later")->capture_default_str();
  c->add_option("--until", words->options.last_year, "Use no count of a later year");
  c->add_option("-o,--out", words->out, "File to write (default: fitted.toml beside CONFIG)");
  c->add_flag("--replace", words->replace, "Replace that file");
  c->callback([&action, words] { action = [words] { return fit_command(*words); }; });
}

}  // namespace app
