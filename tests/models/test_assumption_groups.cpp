// Every assumption that can be uncertain has a group that an analyst would look for it in.

#include "models/assumption_groups.hpp"
#include "tests/catch.hpp"

using models::AssumptionGroup;
using models::group_of;

TEST_CASE("Assumptions are in the groups that analysts expect") {
  for (const auto* name :
       {"population.births_level", "request.local_level", "request.trend", "cease.local_level",
        "dispute.appeal_rate[ceasing]", "transfer.in_local", "review.on_time", "placement.mainstream.first",
        "placement.resourced.later_need[ASD,default]", "support.prevalence", "support.exit_rate[5-10]",
        "child.looked_after_share"})
    CHECK(group_of(name) == AssumptionGroup::demand);
  for (const auto* name :
       {"placement.mainstream.unit_cost", "placement.inmss_day.inflation", "money.inflation_shock",
        "placement.state_special.interim_cost", "income.allocation.growth", "cost.other_high_needs.growth",
        "travel.inflation", "support.unit_cost", "placement.state_special.travel_share",
        "placement.state_special.place_funding[2020-21]"})
    CHECK(group_of(name) == AssumptionGroup::cost);
  for (const auto* name :
       {"intervention.brokerage.act.fees_day.by", "intervention.travel-training.yearly_cost",
        "saving.ws1_schools_block.delivered", "risk.reviews-disputed.draw"})
    CHECK(group_of(name) == AssumptionGroup::policy);
  for (const auto* name :
       {"provision.special_in_borough.over_number", "placement.resourced.waits_when_full",
        "placement.state_special.places_growth", "provision.special_in_borough.places[2024]"})
    CHECK(group_of(name) == AssumptionGroup::places);
}

TEST_CASE("Groups have names") {
  for (const auto g : models::assumption_groups) {
    CHECK_FALSE(models::name_of(g).empty());
    CHECK(models::title_of(g).substr(1) == models::name_of(g).substr(1));
  }
}
