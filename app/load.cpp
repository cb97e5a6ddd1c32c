// From the files named on the command line to a checked configuration, or to everything that is wrong with
// them.

#include "app/load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/goal/goals.hpp"
#include "app/load_areas.hpp"
#include "app/user_error.hpp"
#include "models/check_whole.hpp"
#include "models/measures.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/config_files.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/stated.hpp"

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

/// What only a configuration of several areas has.
std::vector<sim::Diagnostic> settings_of_wholes(const sim::Config& config) {
  std::vector<sim::Diagnostic> faults;
  for (const auto& id : config.members("link"))
    faults.push_back({config.origin(fmt::format("link.{}.areas", id)),
                      fmt::format("[link.{}] is in a configuration of one area", id),
                      "areas are linked in the file of the whole", ""});
  if (!config.text_list("only").empty())
    faults.push_back({config.origin("only"), "`only` is in a configuration of one area",
                      "it chooses among the areas of a folder", "name the folder: areas = \"...\""});
  return faults;
}

/// Correlations in the file of a whole, which draws nothing but what its areas do.
std::vector<sim::Diagnostic> own_correlations(const ConfigChoice& choice, sim::ConfigFiles& files) {
  const auto file = files.toml(choice.config, sim::folder_of(choice.config));
  const auto* read = std::get_if<0>(&file);
  if (!read || !(*read)->content) return {};
  const auto* list = (*read)->content->find("correlations");
  if (!list || list->items.empty()) return {};
  return {{list->items.front().place.shown(), "correlations are set for the whole",
           "its areas draw their assumptions, each with the correlations that it reads",
           "move them to a file that the areas extend, or lay them over all with --scenario"}};
}

struct ReadAsOneOrWhole {
  sim::ConfigResult read;
  bool whole = false;  ///< of several areas, or meant to be
};

/// Faults are those of the reading that was meant: what a whole need not say is no fault of one.
ReadAsOneOrWhole read_one_or_whole(const ConfigChoice& choice, sim::ConfigFiles& files, ReadAs as) {
  const auto changes = overrides(choice.settings);
  auto read = sim::read_config(files, choice.config, models::schema(), choice.scenarios, changes);
  if (as == ReadAs::area) return {std::move(read), false};
  if (read.config) {
    const bool whole = !read.config->text("areas").empty();
    return {std::move(read), whole};
  }
  const std::vector<std::string> areas{"areas"};
  const bool misspelt = std::any_of(read.faults.begin(), read.faults.end(), [&](const sim::Diagnostic& f) {
    return f.suggestion == sim::did_you_mean("areas", areas);
  });
  sim::ConfigFiles own;  // one schema for each
  const auto& schema = models::schema_of_whole();
  if (!misspelt && !sim::states(own, choice.config, schema, choice.scenarios, changes, "areas"))
    return {std::move(read), false};
  return {sim::read_config(own, choice.config, schema, choice.scenarios, changes), true};
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

Loaded load_one(const ConfigChoice& choice, sim::ConfigFiles& files, ReadAs as) {
  auto [read, whole] = read_one_or_whole(choice, files, as);
  Loaded result;
  if (whole) result.faults = own_correlations(choice, files);
  if (!read.config) {
    result.faults.insert(result.faults.end(), read.faults.begin(), read.faults.end());
    sim::sort_faults(result.faults);
    return result;
  }
  const auto structure_faults =
      whole ? models::check_whole(*read.config) : models::check_structure(*read.config);
  result.faults.insert(result.faults.end(), structure_faults.begin(), structure_faults.end());
  if (!whole && as == ReadAs::own)
    for (auto& fault : settings_of_wholes(*read.config)) result.faults.push_back(std::move(fault));
  if (!choice.scenarios.empty()) {
    sim::ConfigFiles own;  // one schema for each
    const auto alone = sim::read_config(whole ? own : files, choice.config,
                                        whole ? models::schema_of_whole() : models::schema(), {}, {});
    if (alone.config && alone.config->text("area") != read.config->text("area"))
      result.faults.push_back(of_another_area(*alone.config, *read.config));
  }
  // What a whole aims at is looked for in the figures of its areas, when they are known.
  if (!whole && as == ReadAs::own && result.faults.empty()) {
    const models::Structure structure(*read.config);
    look_for_figures(*read.config, models::Measures(structure).layout(), result);
  }
  if (!whole && result.faults.empty()) {
    const auto notes = models::notes_on(*read.config);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
  }
  if (result.faults.empty())
    result.config = std::move(read.config);
  else
    sim::sort_faults(result.faults);
  return result;
}

void look_for_figures(const sim::Config& config, const sim::Layout& layout, Loaded& into) {
  for (auto&& faults : {check_goals(config, layout), config_discrepancies(config, layout)})
    into.faults.insert(into.faults.end(), faults.begin(), faults.end());
  const auto outside = goals_outside(config, layout);
  into.notes.insert(into.notes.end(), outside.begin(), outside.end());
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
