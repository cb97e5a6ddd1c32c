// Counts that are too small to be shown.

#include "app/import/suppress.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace app {
namespace {

/// A table of two breakdowns: what is taken out of it could be worked out from its margins.
bool is_crossed(const std::string& breakdown) { return breakdown.find("_by_") != std::string::npos; }

}  // namespace

long suppress_small(Panel& panel, Authority& area, int smallest) {
  if (smallest <= 1) return 0;
  struct Cell {
    std::pair<std::uint32_t, int> key;
    double value;
  };
  std::map<std::tuple<std::string, std::string, int>, std::vector<Cell>> tables;
  for (const auto& [key, fact] : area.facts) {
    const Series& series = panel.series(key.first);
    if (series.clock != Clock::mid_year)
      tables[{series.measure, series.breakdown, key.second}].push_back({key, fact.value});
  }
  long hidden = 0;
  for (auto& [name, cells] : tables) {
    std::stable_sort(cells.begin(), cells.end(),
                     [](const Cell& a, const Cell& b) { return a.value < b.value; });
    std::size_t small = 0, suppressed = 0;
    const auto first = static_cast<std::size_t>(
        std::find_if(cells.begin(), cells.end(), [](const Cell& c) { return c.value > 0; }) - cells.begin());
    while (first + small < cells.size() && cells[first + small].value < smallest) ++small;
    if (small > 0 && is_crossed(std::get<1>(name))) small = cells.size() - first;
    if (small == 1 && std::get<1>(name) != "total" && first + 1 < cells.size()) small = 2;
    for (; suppressed < small; ++suppressed) area.facts.erase(cells[first + suppressed].key);
    hidden += static_cast<long>(suppressed);
  }
  return hidden;
}

}  // namespace app
