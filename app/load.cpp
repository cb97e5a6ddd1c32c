// From the files named on the command line to a checked configuration, or to everything that is wrong with
// them.

#include "app/load.hpp"

#include <fmt/format.h>

#include "app/goal/goals.hpp"
#include "app/load_areas.hpp"
#include "app/user_error.hpp"
#include "models/measures.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/config_files.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"

namespace app {

namespace {

/// Entries of [discrepancy] that name no metric.
std::vector<sim::Diagnostic> config_discrepancies(const sim::Config& config, const sim::Layout& layout) {
  std::vector<sim::Diagnostic> faults;
  std::vector<std::string> known;
  for (const auto& m : layout.metrics()) known.push_back(m.name);
  for (const auto& id : config.members("discrepancy"))
    if (!layout.find_metric(id))
      faults.push_back({config.origin(fmt::format("discrepancy.{}.relative_sd", id)),
                        fmt::format("[discrepancy.{}]: there is no metric {}", id, sim::quote(id)),
                        "the id is a metric of summary.csv", sim::did_you_mean(id, known)});
  return faults;
}

/// What was learnt of one area (a posterior, a fit) extends that area: laid over another it would put the one
/// in the place of the other.
sim::Diagnostic of_another_area(const sim::Config& config, const sim::Config& with_scenario) {
  return {with_scenario.origin("area"),
          fmt::format("the scenario is of {}, the configuration of {}",
                      sim::quote(with_scenario.text("area")), sim::quote(config.text("area"))),
          "a scenario is laid over an area and cannot change it",
          "run the scenario's own file as the configuration"};
}

}  // namespace

std::vector<sim::Override> overrides(const std::vector<std::string>& settings) {
  std::vector<sim::Override> out;
  for (const std::string& setting : settings) {
    const auto at = setting.find('=');
    if (at == std::string::npos || at == 0)
      throw UserError(
          fmt::format("--set {}: write name=value, for example --set request.trend=0.05", setting));
    const auto trimmed = [](const std::string& text) {
      const auto first = text.find_first_not_of(' ');
      if (first == std::string::npos) return std::string();
      return text.substr(first, text.find_last_not_of(' ') - first + 1);
    };
    out.push_back({trimmed(setting.substr(0, at)), trimmed(setting.substr(at + 1))});
  }
  return out;
}

Loaded load(const ConfigChoice& choice) {
  sim::ConfigFiles files;
  return load(choice, files);
}

Loaded load(const ConfigChoice& choice, sim::ConfigFiles& files) {
  return with_areas(load_one(choice, files), choice, files);
}

Loaded load_one(const ConfigChoice& choice, sim::ConfigFiles& files, bool goals) {
  const auto changes = overrides(choice.settings);
  auto read = sim::read_config(files, choice.config, models::schema(), choice.scenarios, changes);
  if (!read.config) {
    sim::ConfigFiles own;
    auto whole = sim::read_config(own, choice.config, models::schema_of_whole(), choice.scenarios, changes);
    if (whole.config && !whole.config->text("areas").empty()) read = std::move(whole);
  }
  if (!read.config) return {{}, std::move(read.faults), {}};
  Loaded result;
  // A configuration of several areas has no children and no places of its own.
  const bool one_area = read.config->text("areas").empty();
  if (one_area) result.faults = models::check_structure(*read.config);
  if (one_area)
    for (const auto& id : read.config->members("link"))
      result.faults.push_back({read.config->origin(fmt::format("link.{}.areas", id)),
                               fmt::format("[link.{}] is in a configuration of one area", id),
                               "areas are linked in the file of the whole", ""});
  if (!choice.scenarios.empty()) {
    const auto alone = sim::read_config(files, choice.config, models::schema(), {}, {});
    if (alone.config && alone.config->text("area") != read.config->text("area"))
      result.faults.push_back(of_another_area(*alone.config, *read.config));
  }
  if (goals && result.faults.empty()) {
    const models::Structure structure(*read.config);
    const models::Measures measures(structure);
    result.faults = check_goals(*read.config, measures.layout());
    for (const auto& metric : config_discrepancies(*read.config, measures.layout()))
      result.faults.push_back(metric);
    result.notes = goals_outside(*read.config, measures.layout());
  }
  if (one_area && result.faults.empty()) {
    const auto notes = models::notes_on(*read.config);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
  }
  if (result.faults.empty())
    result.config = std::move(read.config);
  else
    sim::sort_faults(result.faults);
  return result;
}

std::string faults_text(const std::vector<sim::Diagnostic>& faults) {
  return sim::to_string(faults) + fmt::format("{} fault{}\n", faults.size(), faults.size() == 1 ? "" : "s");
}

std::string label_of(const sim::ScenarioLabel& scenario) {
  return scenario.name.empty() ? std::filesystem::path(scenario.path).stem().string() : scenario.name;
}

std::string scenario_name(const sim::Config& config) {
  std::string name = config.text("scenario");
  for (const auto& scenario : config.scenarios()) name += " + " + label_of(scenario);
  return name;
}

}  // namespace app
