// Whose an uncertain assumption is in a run of several areas.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/config_draws.hpp"
#include "sim/says_of_whole.hpp"

namespace sim {
namespace {

/// "request.shock_local": true; "localised": false.
bool differs_between_areas(std::string_view name) {
  constexpr std::string_view word = "local";
  for (auto at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
    const auto is_end = [&](std::size_t i) {
      return i >= name.size() || name[i] == '.' || name[i] == '_' || name[i] == '[';
    };
    if ((at == 0 || is_end(at - 1)) && is_end(at + word.size())) return true;
  }
  return false;
}

/// What is put on the figures of the whole, and on those of none of its areas.
bool is_of_sums(std::string_view name) { return name.starts_with("discrepancy_by_year."); }

/// Where an assumption is stated: the same place has the same value.
using Stated = std::tuple<std::string, std::string, int>;
Stated stated(const Assumption& a, const Origin& origin) { return {a.name, origin.file, origin.line}; }

}  // namespace

bool says_of_whole(const Config& whole, std::string_view name) {
  const auto& all = whole.assumptions();
  const auto of_name = [&](const Assumption& a) { return a.name == name; };
  const auto found = std::find_if(all.begin(), all.end(), of_name);
  if (found == all.end()) return false;
  const auto& file = found->origin.file;
  const auto is_file = [&](const ScenarioLabel& s) { return s.path == file; };
  if (file.starts_with("--") || std::any_of(whole.scenarios().begin(), whole.scenarios().end(), is_file))
    return true;
  for (std::size_t i = 0; i < whole.areas().size(); ++i)
    for (const auto& input : whole.areas()[i].inputs())
      if (whole.origin_in_area(i, {input.path, 0}).file == file) return false;
  return file != "(default)";
}

std::vector<AreaAssumption> area_assumptions(const Config& config, bool points) {
  const auto& areas = config.areas();
  std::map<Stated, std::size_t> stating;              // how many areas
  std::map<std::string, std::vector<Stated>> places;  // by name: those that several areas share
  std::set<std::string> stated_by_areas;
  for (std::size_t i = 0; i < areas.size(); ++i)
    for (const auto& a : areas[i].assumptions()) {
      if (is_of_sums(a.name)) continue;
      stated_by_areas.insert(a.name);
      if (const auto s = stated(a, config.origin_in_area(i, a.origin)); ++stating[s] == 2)
        places[a.name].push_back(s);
    }
  std::map<Stated, std::size_t> of_all;
  std::vector<AreaAssumption> shared, own;
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const auto& area = areas[i];
    for (const auto& a : area.assumptions()) {
      if (is_of_sums(a.name) || (a.value.is_point() && !points)) continue;
      auto cells = a.cells;
      for (auto& cell : cells) cell += before;
      const auto origin = config.origin_in_area(i, a.origin);
      const auto s = stated(a, origin);
      if (stating[s] < 2 || differs_between_areas(a.name)) {
        own.push_back({area.text("area") + ": " + a.name, &area, {i}, &a, origin, std::move(cells)});
        continue;
      }
      const auto [found, fresh] = of_all.emplace(s, shared.size());
      if (fresh) {
        const bool alone = places[a.name].front() == s;  // of another layer it is named after that
        shared.push_back({alone ? a.name : to_string(origin) + ": " + a.name, nullptr, {}, &a, origin, {}});
      }
      auto& all = shared[found->second];
      all.areas.push_back(i);
      all.cells.insert(all.cells.end(), cells.begin(), cells.end());
    }
    before += static_cast<std::uint32_t>(area.base().size());
  }
  for (const auto& a : config.assumptions()) {  // what the whole alone says
    if (is_of_sums(a.name) && !says_of_whole(config, a.name)) continue;
    if (stated_by_areas.contains(a.name) || (a.value.is_point() && !points)) continue;
    auto cells = a.cells;
    for (auto& cell : cells) cell += before;
    shared.push_back({a.name, nullptr, {}, &a, a.origin, std::move(cells)});
  }
  shared.insert(shared.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  return shared;
}

}  // namespace sim
