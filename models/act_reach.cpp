#include "models/act_reach.hpp"

#include <algorithm>
#include <utility>

#include "models/schema.hpp"

namespace models {
namespace {

/// Why no act can change a parameter in the course of a run, by the end of its name; the longest match
/// counts.
constexpr std::string_view start_only = "it describes the start of the run", path = effect_adds_up,
                           fixed = "it states how other figures are given";
constexpr std::pair<std::string_view, std::string_view> beyond_reach[] = {
    {"population.", path},
    {"support.prevalence", start_only},
    {"support.package_lag", fixed},
    {"support.package_terms", fixed},
    {"support.package_fade", fixed},
    {"request.level_known_to", fixed},
    {"request.trend", path},
    {"request.shock", path},
    {"cease.shock", path},
    {"calibration.", fixed},
    {"discrepancy_by_year.", fixed},
    {"stock.", start_only},
    {"money.base_", fixed},
    {"money.price_base", fixed},
    {"money.inflation_shock", path},
    {"money.unexplained_growth", path},
    {"money.opening_deficit", start_only},
    {"money.grant_", fixed},
    {"travel.inflation", path},
    {"year_effect.", path},
};
/// The same of members of families.
constexpr std::pair<std::string_view, std::string_view> beyond_reach_of_members[] = {
    {"stock", start_only},     {"national_stock", start_only},
    {"stock_age", start_only}, {"stock_need", start_only},
    {"inflation", path},       {"places_growth", path},
    {"delay", path},           {"growth", path},
    {"growth_from", fixed},
};

}  // namespace

std::string_view why_beyond_reach(const std::string& name) {
  for (const auto& [start, why] : beyond_reach)
    if (name.starts_with(start)) return why;
  const auto family = name.substr(0, name.find('.'));
  if (!sim::find_family(schema(), family)) return {};
  for (const auto& [last, why] : beyond_reach_of_members)
    if (name.substr(name.rfind('.') + 1) == last) return why;
  if (std::find(changeable.begin(), changeable.end(), family) == changeable.end())
    return "it is nothing that happens";
  return {};
}

}  // namespace models
