#include "app/run/overdrawn.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/figures.hpp"
#include "models/ledger_parts.hpp"

namespace app {
namespace {

/// Share of the replicates in which a line is below nought and would not be without what is saved off it.
double share_overdrawn(const std::vector<double>& left, const std::vector<double>& saved) {
  std::size_t n = 0;
  for (std::size_t r = 0; r < left.size(); ++r) n += left[r] < 0 && left[r] + saved[r] >= 0;
  return static_cast<double>(n) / static_cast<double>(left.size());
}

}  // namespace

std::vector<std::string> overdrawn_lines(const sim::StoreReader& store, const std::string& area) {
  std::vector<std::string> notes;
  const sim::Layout& layout = store.layout();
  for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
    const auto& saved = layout.series()[s];
    if (layout.metric_of(s).name != "savings_delivered" || saved.breakdown != "line" ||
        saved.category == models::savings_line)
      continue;
    const auto spend = layout.find_series("hnb_spend", "line", saved.category, area);
    if (!spend || !store.has_draws(s) || !store.has_draws(*spend)) continue;
    std::string first, last;
    double most = 0;
    const auto& years = layout.periods(s);
    for (std::uint32_t y = 0; y < years.size(); ++y) {
      const double share = share_overdrawn(store.values(*spend, y), store.values(s, y));
      if (share == 0) continue;
      if (first.empty()) first = years[y];
      last = years[y];
      most = std::max(most, share);
    }
    if (first.empty()) continue;
    const bool once = first == last;
    notes.push_back(
        fmt::format("savings take more off the line {} than is on it in {}{}{} ({} {} of "
                    "replicates): its spend is below nought there",
                    saved.category, first, once ? "" : " to ", once ? "" : last, once ? "in" : "in up to",
                    per_cent(most)));
  }
  return notes;
}

}  // namespace app
