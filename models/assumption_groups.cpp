// Families of parameters by what they are about; the parameters of a placement type fall into three groups.

#include "models/assumption_groups.hpp"

#include <algorithm>

namespace models {
namespace {

struct Rule {
  std::string_view begins;
  AssumptionGroup group;
};
constexpr Rule families[] = {
    {"intervention.", AssumptionGroup::policy}, {"saving.", AssumptionGroup::policy},
    {"risk.", AssumptionGroup::policy},         {"money.", AssumptionGroup::cost},
    {"travel.", AssumptionGroup::cost},         {"income.", AssumptionGroup::cost},
    {"cost.", AssumptionGroup::cost},           {"contribution.", AssumptionGroup::cost},
    {"provision.", AssumptionGroup::places}};

/// Endings of what placement types and provisions say of money and of places.
constexpr Rule endings[] = {{"cost", AssumptionGroup::cost},
                            {"cost_need", AssumptionGroup::cost},
                            {"cost_severity", AssumptionGroup::cost},
                            {"cost_sigma", AssumptionGroup::cost},
                            {"inflation", AssumptionGroup::cost},
                            {"place_funding", AssumptionGroup::cost},
                            {"travel_share", AssumptionGroup::cost},
                            {"places_growth", AssumptionGroup::places},
                            {"waits_when_full", AssumptionGroup::places},
                            {"over_number", AssumptionGroup::places},
                            {"places", AssumptionGroup::places}};

}  // namespace

std::string_view name_of(AssumptionGroup g) {
  constexpr std::string_view names[] = {"demand", "cost", "policy", "places"};
  return names[static_cast<std::size_t>(g)];
}

std::string_view title_of(AssumptionGroup g) {
  constexpr std::string_view titles[] = {"Demand", "Cost", "Policy", "Places"};
  return titles[static_cast<std::size_t>(g)];
}

AssumptionGroup group_of(std::string_view assumption) {
  const std::string_view name = assumption.substr(0, assumption.find('['));
  const bool of_type = name.starts_with("placement.") || name.starts_with("provision.");
  if (of_type || name.starts_with("support."))
    for (const auto& rule : endings)
      if (name.ends_with(rule.begins)) return rule.group;
  for (const auto& rule : families)
    if (name.starts_with(rule.begins)) return rule.group;
  return AssumptionGroup::demand;
}

}  // namespace models
