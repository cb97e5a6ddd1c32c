#include "app/export/one_area.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/export/run_names.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// Whether the run holds a breakdown of an area, be it without draws.
bool holds_breakdown(const StoredRun& run, const std::string& area, const NeededBreakdown& needed) {
  const auto& layout = run.layout();
  for (std::uint32_t s = 0; s < layout.series().size(); ++s)
    if (const auto& own = layout.series()[s];
        own.area == area && own.breakdown == needed.second && layout.metric_of(s).name == needed.first)
      return true;
  return false;
}

/// Breakdowns that a run keeps of its area, in its own order.
std::vector<std::string> breakdowns_kept(const StoredRun& run) {
  std::vector<std::string> out;
  for (const auto& series : run.layout().series())
    if (series.area == run.area() && std::find(out.begin(), out.end(), series.breakdown) == out.end())
      out.push_back(series.breakdown);
  return out;
}

/// Those of which the run keeps less than of all together, as it does of no region; all but the whole where
/// the run keeps as much of each.
std::vector<std::string> authorities_of(const StoredRun& run) {
  std::map<std::string, std::set<std::string>> breakdowns;
  for (const auto& series : run.layout().series()) breakdowns[series.area].insert(series.breakdown);
  const auto all = run.areas();
  std::vector<std::string> out;
  for (const auto& name : all)
    if (breakdowns[name].size() < breakdowns[all.front()].size()) out.push_back(name);
  return out.empty() ? std::vector<std::string>(all.begin() + 1, all.end()) : out;
}

/// What of a run of several its area is. Where the run keeps as much of areas as of regions its figures do
/// not say so, and its configuration may.
std::string kind_of_area(const StoredRun& run) {
  const RunNames names(run);
  if (names.note().empty()) return names.area(run.area()) != nullptr ? "one of the areas" : "a region";
  const auto authorities = authorities_of(run);
  const bool found = std::find(authorities.begin(), authorities.end(), run.area()) != authorities.end();
  if (!found) return "a region";
  return authorities.size() + 1 < run.areas().size() ? "one of the areas" : "an area or a region";
}

}  // namespace

std::unique_ptr<const StoredRun> run_of_one_area(const std::filesystem::path& folder, const std::string& area,
                                                 const std::string& what,
                                                 const std::vector<NeededBreakdown>& needed) {
  auto opened = std::make_unique<const StoredRun>(folder, area);
  const StoredRun& run = *opened;
  const auto& all = run.areas();
  if (all.size() == 1) return opened;
  const auto authorities = authorities_of(run);
  if (std::find(authorities.begin(), authorities.end(), run.area()) == authorities.end())
    throw UserError(folded_fault(
        fmt::format("{}: is a run of several areas, and {} is of one authority: name it with --area ({})",
                    folder.string(), what, some_of(authorities))));
  auto breakdowns = breakdowns_kept(run);
  const auto before = breakdowns.size();
  for (const auto& one : needed)
    if (!holds_breakdown(run, run.area(), one) && holds_breakdown(run, all.front(), one) &&
        std::find(breakdowns.begin(), breakdowns.end(), one.second) == breakdowns.end())
      breakdowns.push_back(one.second);
  if (breakdowns.size() == before) return opened;
  std::string missing, list;
  for (std::size_t i = before; i < breakdowns.size(); ++i)
    missing += (i == before ? "" : ", ") + breakdowns[i];
  for (const auto& breakdown : breakdowns) list += (list.empty() ? "\"" : ", \"") + breakdown + "\"";
  throw UserError(folded_fault(fmt::format(
      "{}: keeps of {} no figures by {}, which {} needs; run it again with area_breakdowns = [{}]",
      folder.string(), run.area(), missing, what, list)));
}

std::string area_note(const StoredRun& run) {
  if (run.areas().size() == 1) return {};
  if (run.area() == run.areas().front())
    return fmt::format("Of {}: all areas of the run together.", run.area());
  return fmt::format("Of {}, {} of a run of {}.", run.area(), kind_of_area(run), run.areas().front());
}

}  // namespace app
