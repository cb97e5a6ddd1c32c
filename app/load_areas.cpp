// The areas of a configuration that speaks for several: a folder each, in one folder.

#include "app/load_areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>
#include <variant>

#include "models/country.hpp"
#include "models/discrepancy_metrics.hpp"
#include "models/measures.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/area_dependence.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/says_of_whole.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_areas = 1000;

/// What is called area.toml in each folder of a folder, in the order of their names: a file that cannot be
/// read (a link to nowhere, a folder, a pipe) is a fault when it is, and no area that nobody misses.
std::vector<fs::path> area_files(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> out;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (std::error_code none;
        fs::symlink_status(at->path() / "area.toml", none).type() != fs::file_type::not_found)
      out.push_back(at->path() / "area.toml");
  std::sort(out.begin(), out.end());
  return out;
}

/// Settings of a whole in an area's own file; what a scenario of the whole says is read with each area too.
std::vector<sim::Diagnostic> of_wholes(const sim::Config& whole, const sim::Config& area) {
  std::vector<sim::Diagnostic> faults;
  for (const char* field : {"areas", "only"})
    if (area.origin(field) != whole.origin(field) &&
        (!area.text(field).empty() || !area.text_list(field).empty()))
      faults.push_back({area.origin(field),
                        fmt::format("{} is set in an area of a run of several", sim::quote(field)),
                        "it is a setting of the whole", "take the line out"});
  const auto& links = whole.members("link");
  for (const auto& id : area.members("link")) {
    const auto name = fmt::format("link.{}.areas", id);
    if (std::find(links.begin(), links.end(), id) == links.end() || area.origin(name) != whole.origin(name))
      faults.push_back({area.origin(name), fmt::format("[link.{}] is in the file of an area", id),
                        "areas are linked in the file of the whole", ""});
  }
  return faults;
}

/// A name as one reads it who does not tell capitals from small letters, those of Latin-1 among them.
std::string small_letters(std::string name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    const bool after_c3 = i > 0 && static_cast<unsigned char>(name[i - 1]) == 0xC3;
    if ((byte >= 'A' && byte <= 'Z') || (after_c3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97))
      name[i] = static_cast<char>(byte + 0x20);
  }
  return name;
}

/// Names that several areas, regions or the whole would share, and keys of random numbers that would clash.
std::vector<sim::Diagnostic> clashes(const sim::Config& whole, const std::vector<sim::Config>& areas,
                                     const std::vector<fs::path>& paths) {
  std::vector<sim::Diagnostic> faults;
  std::map<std::string, std::string> names{{small_letters(whole.text("area")), "the whole"}}, spelt;
  std::map<std::uint16_t, std::string> keys;
  for (std::size_t a = 0; a < areas.size(); ++a) {
    const auto& region = areas[a].text("region");
    if (region.empty()) continue;
    if (const auto [other, fresh] = spelt.emplace(small_letters(region), region);
        !fresh && other->second != region)
      faults.push_back(
          {areas[a].origin("region"),
           fmt::format("there are the regions {} and {}", sim::quote(other->second), sim::quote(region)),
           "names that differ only in capitals are taken for one another",
           "write both alike, or give one another name"});
    if (small_letters(region) == small_letters(whole.text("area")))
      faults.push_back({areas[a].origin("region"),
                        fmt::format("the region {} has the name of the whole", sim::quote(region)),
                        "areas, regions and the whole are told apart by their names",
                        "give the whole another name (area = ...), or leave the region out"});
    names.emplace(small_letters(region), "a region");
  }
  for (std::size_t a = 0; a < areas.size(); ++a) {
    const sim::Config& area = areas[a];
    const auto& name = area.text("area");
    const auto at = [&](const char* field) { return area.origin(field); };
    if (const auto [found, fresh] =
            names.emplace(small_letters(name), paths[a].parent_path().filename().string());
        !fresh)
      faults.push_back({at("area"),
                        fmt::format("the area is called {}, and so is {}", sim::quote(name), found->second),
                        "areas, regions and the whole are told apart by their names, whatever their capitals",
                        "give it another name"});
    else if (const auto [other, own] = keys.emplace(models::Structure(area).area_key, name); !own)
      faults.push_back({at("area"),
                        fmt::format("{} and {} would have the same random numbers", sim::quote(name),
                                    sim::quote(other->second)),
                        "their names have one hash", "write one of the names in another way"});
    for (auto& fault : of_wholes(whole, area)) faults.push_back(std::move(fault));
  }
  return faults;
}

/// A region that an option or a scenario would give to every area.
std::vector<sim::Diagnostic> one_region(const sim::Config& whole, const ConfigChoice& choice) {
  const auto& at = whole.origin("region");
  const bool by_option = at.file.starts_with("--");
  const bool by_scenario =
      std::any_of(choice.scenarios.begin(), choice.scenarios.end(),
                  [&](const fs::path& file) { return file.lexically_normal().generic_string() == at.file; });
  if (!by_option && !by_scenario) return {};
  return {{at,
           fmt::format("region = {} would put all areas into one region", sim::quote(whole.text("region"))),
           "a region is a setting of the area that lies in it", "set it in the files of the areas"}};
}

/// "Ash", "Ash and Birch", "Ash, Birch and 3 more".
std::string names_listed(const std::vector<std::string>& names) {
  if (names.size() == 1) return names[0];
  if (names.size() == 2) return names[0] + " and " + names[1];
  return fmt::format("{}, {} and {} more", names[0], names[1], names.size() - 2);
}

/// Areas that do not cover the time of the whole. One line that many read is one fault.
std::vector<sim::Diagnostic> other_times(const sim::Config& whole, const std::vector<sim::Config>& areas) {
  std::vector<sim::Diagnostic> faults;
  for (const std::string field : {"start", "years"}) {
    std::map<std::tuple<std::string, int, std::string>, std::vector<std::string>> of_line;
    for (const auto& area : areas) {
      const auto& at = area.origin(field);
      if (area.text(field) != whole.text(field))
        of_line[{at.file, at.line, area.text(field)}].push_back(area.text("area"));
    }
    for (const auto& [where, names] : of_line) {
      const auto& [file, line, text] = where;
      faults.push_back(
          {{file, line},
           fmt::format("{}: {} is {}, that of the whole is {}", names_listed(names), field, text,
                       whole.text(field)),
           "all areas of a run cover the same time",
           fmt::format("leave it to the file they extend, or set {} = {}", field, whole.text(field))});
    }
  }
  return faults;
}

/// What the whole says of children, places and money: its areas say that, or a file that they extend.
std::vector<sim::Diagnostic> idle_settings(const sim::Config& whole, const fs::path& file) {
  std::vector<sim::Diagnostic> faults;
  std::set<std::string> named;
  for (const auto& a : whole.assumptions()) {
    const auto name = a.name.substr(0, a.name.find('['));
    constexpr std::array own_names{"link.", "discrepancy", "target.", "outturn."};
    if (a.origin.file != file.filename().string() ||
        std::any_of(own_names.begin(), own_names.end(),
                    [&](const char* start) { return name.starts_with(start); }))
      continue;
    if (named.insert(name).second)
      faults.push_back(
          {a.origin,
           fmt::format("{} is set for the whole, which has no children and no money of its own", name),
           "the areas say it, each in its file or together in one that they extend",
           "move it there, or lay it over all areas with --set or --scenario"});
  }
  for (const auto& by : whole.text_list("area_breakdowns")) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < static_cast<std::size_t>(models::By::count_); ++i)
      known.emplace_back(models::name_of(static_cast<models::By>(i)));
    if (std::find(known.begin(), known.end(), by) == known.end())
      faults.push_back({whole.origin("area_breakdowns"),
                        fmt::format("there is no breakdown {}", sim::quote(by)),
                        "breakdowns are those of summary.csv", sim::did_you_mean(by, known)});
  }
  return faults;
}

/// Links between areas that are not there, or that are in two of them, and places of types that there are
/// not.
std::vector<sim::Diagnostic> link_faults(const sim::Config& whole, const std::vector<sim::Config>& areas,
                                         const std::set<std::string>& left_out) {
  std::vector<sim::Diagnostic> faults;
  std::vector<std::string> names;
  for (const auto& area : areas) names.push_back(area.text("area"));
  std::map<std::string, std::string> link_of;
  for (const auto& id : whole.members("link")) {
    const auto fault = [&](const char* field, std::string problem, std::string why, std::string suggestion) {
      faults.push_back({whole.origin(fmt::format("link.{}.{}", id, field)),
                        fmt::format("[link.{}]: {}", id, problem), std::move(why), std::move(suggestion)});
    };
    const auto& members = whole.text_list("link", id, "areas");
    if (members.size() < 2) fault("areas", "a link is of two areas or more", "", "");
    for (const auto& name : members) {
      if (left_out.contains(name))
        fault("areas", fmt::format("{} is left out by `only`", sim::quote(name)),
              "linked areas are run together", "name it in `only`, or take it out of the link");
      else if (std::find(names.begin(), names.end(), name) == names.end())
        fault("areas", fmt::format("there is no area {}", sim::quote(name)),
              "names are those of the files area.toml", sim::did_you_mean(name, names));
      else if (const auto [found, fresh] = link_of.emplace(name, id); !fresh)
        fault("areas", fmt::format("{} is in [link.{}] already", sim::quote(name), found->second),
              "an area is in one link at most", "");
    }
    for (const auto& type : whole.text_list("link", id, "places")) {
      const auto& types = whole.members("placement");
      if (std::find(types.begin(), types.end(), type) == types.end())
        fault("places", fmt::format("there is no placement type {}", sim::quote(type)), "",
              sim::did_you_mean(type, types));
      else if (!whole.boolean("placement", type, "finite"))
        fault("places", fmt::format("{} has no limit", sim::quote(type)),
              "only places that are limited are lent", "");
    }
  }
  return faults;
}

/// Correlations that the whole reads and none of its areas does, from a file that it extends.
std::vector<sim::Diagnostic> idle_correlations(const sim::Config& whole,
                                               const std::vector<sim::Config>& areas, const fs::path& file) {
  std::set<std::pair<std::string, std::string>> drawn;
  for (const auto& area : areas)
    for (const auto& c : area.correlations()) drawn.insert(std::minmax(c.a, c.b));
  std::vector<sim::Diagnostic> faults;
  for (const auto& c : whole.correlations())
    if (!drawn.contains(std::minmax(c.a, c.b)))
      faults.push_back({{file.lexically_normal().generic_string(), 0},
                        fmt::format("the correlation of {} and {} is of the whole alone", sim::quote(c.a),
                                    sim::quote(c.b)),
                        "it stands in a file that the whole extends, and no area reads it",
                        "let the areas extend that file too, or lay it over all with --scenario"});
  return faults;
}

/// What areas' forecasts missed is learnt from one area at a time and is not put on their sum, where misses
/// partly cancel out.
std::vector<std::string> idle_discrepancies(const sim::Config& all) {
  std::string metrics;
  for (const auto metric : models::discrepancy_metrics)
    if (const auto name = fmt::format("discrepancy_by_year.{}", metric);
        all.base()[all.slot(name).offset] > 0 && !sim::says_of_whole(all, name))
      metrics += fmt::format("{}{}", metrics.empty() ? "" : ", ", metric);
  if (metrics.empty()) return {};
  return {
      fmt::format("what past forecasts missed (discrepancy_by_year: {}) is of single areas and is put on "
                  "no figure of {}; state it of the whole in [discrepancy_by_year] of its own file",
                  metrics, all.text("area"))};
}

/// What a folder offers before its areas are read.
struct FolderArea {
  fs::path path;
  std::string name, region;
};

/// As the file itself says it; a file that leaves its name to one that it extends is read for it.
FolderArea folder_area(const fs::path& path, const ConfigChoice& choice, sim::ConfigFiles& files) {
  FolderArea out{path, "", ""};
  const auto text = [&](const sim::TomlValue& document, const char* key) {
    const auto* value = document.find(key);
    return value && value->is(sim::TomlValue::Kind::text) ? value->text : std::string();
  };
  const auto file = files.toml(path, sim::folder_of(path));
  if (const auto* read = std::get_if<0>(&file); read && (*read)->content) {
    out.name = text(*(*read)->content, "area");
    out.region = text(*(*read)->content, "region");
  }
  if (!out.name.empty() && !out.region.empty()) return out;
  ConfigChoice one = choice;
  one.config = path;
  if (const auto area = load_one(one, files, ReadAs::area); area.config)
    out = {path, area.config->text("area"), area.config->text("region")};
  return out;
}

/// The files of the areas that are run, and the names of the others. A file that cannot be read is among
/// them, so that its faults are shown.
struct ChosenAreas {
  std::vector<fs::path> paths;
  std::set<std::string> left_out = {};
};
ChosenAreas chosen_areas(std::vector<fs::path> paths, const sim::Config& whole, const ConfigChoice& choice,
                         sim::ConfigFiles& files, std::vector<sim::Diagnostic>& faults) {
  const auto& only = whole.text_list("only");
  if (only.empty()) return {std::move(paths)};
  ChosenAreas out;
  std::set<std::string> known;
  const std::set<std::string> wanted(only.begin(), only.end());
  for (const auto& path : paths) {
    const auto area = folder_area(path, choice, files);
    known.insert({area.name, area.region});
    if (area.name.empty() || wanted.contains(area.name) || wanted.contains(area.region))
      out.paths.push_back(path);
    else
      out.left_out.insert(area.name);
  }
  known.erase("");
  const std::vector<std::string> names(known.begin(), known.end());
  for (const auto& name : wanted)
    if (!known.contains(name))
      faults.push_back({whole.origin("only"),
                        fmt::format("only: there is no area or region {}", sim::quote(name)),
                        fmt::format("names are those of the files area.toml in {}", whole.text("areas")),
                        sim::did_you_mean(name, names)});
  return out;
}

/// The settings that are of areas, too: the others name the whole, or tie its areas together.
std::vector<std::string> settings_of_areas(const std::vector<std::string>& settings) {
  std::vector<std::string> out;
  for (const auto& setting : settings) {
    const auto name = overrides({setting}).front().name;
    if (name != "area" && name != "areas" && name != "only" && name != "area_breakdowns" &&
        !name.starts_with("link."))
      out.push_back(setting);
  }
  return out;
}

}  // namespace

Loaded with_areas(Loaded whole, const ConfigChoice& choice, sim::ConfigFiles& files) {
  if (!whole.config || whole.config->text("areas").empty()) return whole;
  const sim::Config& config = *whole.config;
  const fs::path root = choice.config.parent_path();
  const fs::path folder = config.text("areas");
  std::error_code error;
  auto paths = area_files(root / folder, error);
  Loaded out;
  if (error || paths.empty() || paths.size() > most_areas) {
    out.faults.push_back(
        {config.origin("areas"),
         fmt::format("areas = {}: {}", sim::quote(folder.string()),
                     error ? "the folder cannot be read: " + error.message()
                     : paths.empty()
                         ? std::string("there is no folder with a file area.toml in it")
                         : fmt::format("{} files; at most {} are read", paths.size(), most_areas)),
         "each folder in it is an area", ""});
    return out;
  }
  out.faults = one_region(config, choice);
  ConfigChoice one = choice;
  one.settings = settings_of_areas(choice.settings);
  const auto chosen = chosen_areas(std::move(paths), config, one, files, out.faults);
  paths = chosen.paths;
  std::vector<sim::Config> areas;
  std::vector<fs::path> folders;
  for (const auto& path : paths) folders.push_back(folder / path.parent_path().filename());
  for (const auto& path : paths) {
    one.config = path;
    auto area = load_one(one, files, ReadAs::area);
    out.faults.insert(out.faults.end(), area.faults.begin(), area.faults.end());
    if (area.config) areas.push_back(std::move(*area.config));
  }
  if (out.faults.empty()) {
    out.faults = clashes(config, areas, paths);
    for (auto&& more :
         {other_times(config, areas), link_faults(config, areas, chosen.left_out),
          idle_settings(config, choice.config), idle_correlations(config, areas, choice.config)})
      out.faults.insert(out.faults.end(), more.begin(), more.end());
  }
  if (!out.faults.empty()) {
    sim::sort_faults(out.faults);
    return out;
  }
  sim::Config all(config, std::move(areas), folders);
  for (const auto& fault : sim::check_area_dependence(all))
    out.faults.push_back({config.origin("areas"), fault.problem,
                          "what holds for each area does not hold for all together", fault.suggestion});
  if (!out.faults.empty()) return out;
  out.notes = std::move(whole.notes);
  for (auto& note : idle_discrepancies(all)) out.notes.push_back(std::move(note));
  look_for_figures(all, models::country_layout(all), out);
  if (!out.faults.empty()) {
    sim::sort_faults(out.faults);
    return out;
  }
  out.config = std::move(all);
  return out;
}

}  // namespace app
