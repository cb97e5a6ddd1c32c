// What somebody wants changed, as settings and as a scenario file.

#include "app/serve/wishes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/run/run_options.hpp"
#include "sim/manifest.hpp"

namespace app {
namespace {

constexpr const char* evidence = "source = \"Chosen in the workbench\", reliability = \"red\"";

const OfferedPlaces& places_of(const Choices& choices, const std::string& id) {
  return *std::find_if(choices.places.begin(), choices.places.end(),
                       [&](const auto& p) { return p.id == id; });
}

/// The whole table of a provision: as stated, with what was wished; the years between carry the last number.
std::string places_table(const OfferedPlaces& p, const std::map<int, double>& wished) {
  const int last = std::max(p.last_stated, wished.rbegin()->first);
  std::string out;
  double now = -1;
  for (std::size_t i = 0; i < p.places.size(); ++i) {
    const int year = p.first_year + static_cast<int>(i);
    if (year > last) break;
    const auto it = wished.find(year);
    const bool stated = year <= p.last_stated || i == 0;
    const double places = it != wished.end() ? it->second : stated ? p.places[i] : now;
    if (it == wished.end() && !stated) continue;
    now = places;
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", year, places);
  }
  return fmt::format("{{ {}, {} }}", out, evidence);
}

std::string listed(const std::map<std::string, bool>& switched) {
  std::string out;
  for (const auto& [id, on] : switched)
    if (on) out += (out.empty() ? "\"" : ", \"") + id + "\"";
  return out;
}

}  // namespace

std::vector<sim::Override> settings_of(const Wishes& w, const Choices& choices) {
  std::vector<sim::Override> out;
  if (const auto on = listed(w.switched); !on.empty()) out.push_back({"interventions", "[" + on + "]"});
  for (const auto& [id, on] : w.switched)
    if (!on) out.push_back({fmt::format("intervention.{}.dose", id), "0"});
  for (const auto& [id, term] : w.starts)
    out.push_back({fmt::format("intervention.{}.start", id), '"' + term + '"'});
  for (const auto& [name, value] : w.assumptions)
    out.push_back({name, fmt::format("{{ value = {}, {} }}", value, evidence)});
  for (const auto& [id, wished] : w.places)
    out.push_back({fmt::format("provision.{}.places", id), places_table(places_of(choices, id), wished)});
  return out;
}

std::vector<std::string> words_of_run(const Wishes& w, const Choices& choices) {
  std::vector<std::string> out;
  for (const auto& s : settings_of(w, choices)) out.push_back(s.name + "=" + s.value);
  if (w.changed())  // a text of JSON is one of TOML
    out.push_back("scenario=" + nlohmann::json(choices.area.scenario + " + " + w.name).dump());
  return out;
}

std::string scenario_toml(const Wishes& w, const Choices& choices) {
  const std::string file = shell_word(choices.area.file.string());
  std::string out = fmt::format(
      "# Saved by the workbench of sendcast {}, over {}. Runs with\n"
      "#   sendcast run {} --scenario THIS-FILE -n {} --seed {}\n"
      "name = \"{}\"\ndescription = \"Saved by the workbench\"\n",
      sim::program_version(), choices.area.id, file, w.run.replicates, w.run.seed, w.name);
  for (const auto& s : settings_of(w, choices)) out += fmt::format("{} = {}\n", s.name, s.value);
  return out;
}

}  // namespace app
