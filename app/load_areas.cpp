// The areas of a configuration that speaks for several: a folder each, in one folder.

#include "app/load_areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "models/measures.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/area_dependence.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_areas = 1000;

/// The file area.toml of each folder in a folder, in the order of their names.
std::vector<fs::path> area_files(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> out;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (std::error_code none; fs::is_regular_file(at->path() / "area.toml", none))
      out.push_back(at->path() / "area.toml");
  std::sort(out.begin(), out.end());
  return out;
}

/// Names that several areas, regions or the whole would share, keys of random numbers that would clash, and
/// areas that do not cover the same time.
std::vector<sim::Diagnostic> clashes(const sim::Config& whole, const std::vector<sim::Config>& areas,
                                     const std::vector<fs::path>& paths) {
  std::vector<sim::Diagnostic> faults;
  std::map<std::string, std::string> names{{whole.text("area"), "the whole"}};
  std::map<std::uint16_t, std::string> keys;
  for (std::size_t a = 0; a < areas.size(); ++a) {
    const auto& region = areas[a].text("region");
    if (region.empty()) continue;
    if (region == whole.text("area"))
      faults.push_back({areas[a].origin("region"),
                        fmt::format("the region {} has the name of the whole", sim::quote(region)),
                        "areas, regions and the whole are told apart by their names",
                        "give the whole another name (area = ...), or leave the region out"});
    names.emplace(region, "a region");
  }
  for (std::size_t a = 0; a < areas.size(); ++a) {
    const sim::Config& area = areas[a];
    const auto& name = area.text("area");
    const auto at = [&](const char* field) { return area.origin(field); };
    if (const auto [found, fresh] = names.emplace(name, paths[a].parent_path().filename().string()); !fresh)
      faults.push_back(
          {at("area"), fmt::format("the area is called {}, and so is {}", sim::quote(name), found->second),
           "areas, regions and the whole are told apart by their names", "give it another name"});
    else if (const auto [other, own] = keys.emplace(models::Structure(area).area_key, name); !own)
      faults.push_back({at("area"),
                        fmt::format("{} and {} would have the same random numbers", sim::quote(name),
                                    sim::quote(other->second)),
                        "their names have one hash", "write one of the names in another way"});
    for (const char* field : {"start", "years"})
      if (area.text(field) != whole.text(field))
        faults.push_back(
            {at(field),
             fmt::format("{} is {}, that of the whole is {}", field, area.text(field), whole.text(field)),
             "all areas of a run cover the same time",
             fmt::format("leave it to the file they extend, or set {} = {}", field, whole.text(field))});
    if (!area.text("areas").empty())
      faults.push_back(
          {at("areas"), "an area of a run of several has areas of its own", "", "take the line out"});
  }
  return faults;
}

/// What the whole says of children, places and money: its areas say that, or a file that they extend.
std::vector<sim::Diagnostic> idle_settings(const sim::Config& whole, const fs::path& file) {
  std::vector<sim::Diagnostic> faults;
  std::set<std::string> named;
  for (const auto& a : whole.assumptions()) {
    const auto name = a.name.substr(0, a.name.find('['));
    if (a.origin.file != file.filename().string() || name.starts_with("link.") ||
        name.starts_with("discrepancy"))
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
std::vector<sim::Diagnostic> link_faults(const sim::Config& whole, const std::vector<sim::Config>& areas) {
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
      if (std::find(names.begin(), names.end(), name) == names.end())
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

}  // namespace

Loaded with_areas(Loaded whole, const ConfigChoice& choice, sim::ConfigFiles& files) {
  if (!whole.config || whole.config->text("areas").empty()) return whole;
  const sim::Config& config = *whole.config;
  const fs::path root = choice.config.parent_path();
  const fs::path folder = config.text("areas");
  std::error_code error;
  const auto paths = area_files(root / folder, error);
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
  std::vector<sim::Config> areas;
  std::vector<fs::path> folders;
  for (const auto& path : paths) folders.push_back(folder / path.parent_path().filename());
  for (const auto& path : paths) {
    ConfigChoice one = choice;
    one.config = path;
    auto area = load_one(one, files, false);
    out.faults.insert(out.faults.end(), area.faults.begin(), area.faults.end());
    if (area.config) areas.push_back(std::move(*area.config));
  }
  if (out.faults.empty()) {
    out.faults = clashes(config, areas, paths);
    for (auto& fault : link_faults(config, areas)) out.faults.push_back(std::move(fault));
    for (auto& fault : idle_settings(config, choice.config)) out.faults.push_back(std::move(fault));
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
  out.config = std::move(all);
  return out;
}

}  // namespace app
