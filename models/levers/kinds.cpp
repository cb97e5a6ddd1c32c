#include "models/levers/kinds.hpp"

#include <algorithm>

namespace models {
namespace {

const std::vector<LeverKind>& table() {
  static const std::vector<LeverKind> kinds{
      {"rate",
       "Rates of identification, of requests and of moves between areas",
       {"identification.rate",
        "identification.level",
        "identification.need_mix",
        "identification.severity_mix",
        "support.exit_rate",
        "support.exit_severity",
        "request.rate_support",
        "request.rate_direct",
        "request.need",
        "request.severity",
        "request.need_mix_direct",
        "request.severity_mix_direct",
        "request.level",
        "request.local_level",
        "request.parent_share",
        "request.again",
        "transfer.out_rate",
        "transfer.out_local",
        "transfer.in_rate",
        "transfer.in_level",
        "transfer.in_local"}},
      {"age-of-identification", "Age of identification", {"identification.earlier_years"}},
      {"package",
       "Packages of support",
       {"support.package_capacity", "support.package_from_age", "support.package_to_age",
        "support.package_need", "support.package_effect", "support.package_cost"},
       "package"},
      {"support-without-plan",
       "Mainstream support without a plan: notional and targeted funding",
       {"support.unit_cost", "support.package_fixed_cost"}},
      {"preference-first",
       "Preference at the first placement",
       {"placement.*.first", "placement.*.first_local", "placement.*.first_need"}},
      {"preference-review",
       "Preference at a review",
       {"placement.*.move", "review.seek_move", "review.seek_need", "review.seek_severity"}},
      {"preference-phase", "Preference at a phase transfer", {"placement.*.transfer", "phase.ncy"}},
      {"preference-any",
       "Preference on every occasion",
       {"placement.*.later_need", "placement.*.severity", "placement.*.from_age", "placement.*.to_age",
        "placement.*.appeal", "placement.*.waits_when_full", "child.looked_after_share"}},
      {"places",
       "Places added or removed, with an opening that can slip",
       {"provision.*.places", "provision.*.bought_elsewhere", "provision.*.from_ncy", "provision.*.to_ncy"},
       "provision"},
      {"own-residents", "Share of local places taken by own residents", {"provision.*.used_by_others"}},
      {"place-clauses",
       "Clauses for places over number and places not filled",
       {"provision.*.over_number", "placement.*.place_funding", "placement.*.empty_place_funding",
        "placement.*.over_number_cost", "placement.*.interim_cost"}},
      {"fee",
       "Unit cost or fee, day and residential",
       {"placement.*.unit_cost", "placement.*.cost_need", "placement.*.cost_severity",
        "placement.*.cost_sigma", "placement.*.cost_ceiling", "money.import_export"}},
      {"assessment",
       "Assessment capacity, timeliness and policy of refusal",
       {"assessment.assess", "assessment.assess_local", "assessment.issue", "assessment.issue_local",
        "assessment.decided_in_6_weeks", "assessment.within_20_weeks", "assessment.over_a_year",
        "assessment.exceptions", "assessment.capacity"}},
      {"dispute",
       "Disputes: how many, how decided, how fast",
       {"dispute.appeal_rate", "dispute.outcome", "dispute.decided_in_term"}},
      {"review",
       "Review programme: timeliness, amendment, ceasing",
       {"review.on_time", "review.catch_up", "review.amend", "cease.rate", "cease.level",
        "cease.local_level"}},
      {"post-16",
       "Leaving after 16: reasons, end of course, adult care",
       {"cease.reason", "cease.end_of_year_from", "cease.adult_care_share"}},
      {"contribution", "Contribution from health or care", {"contribution.share"}},
      {"recharge", "Recharge of alternative provision or other places to schools", {"placement.*.recharged"}},
      {"income", "Block transfers, grants and other income", {"income.*.amount"}, "income"},
      {"other-spend",
       "Spend that is not tied to plans, and cash savings",
       {"cost.*.amount", "saving.*.amount", "saving.*.delivered"}},
      {"travel",
       "Travel options",
       {"travel.mode_mix", "travel.unit_cost", "travel.severity", "travel.to_age",
        "placement.*.travel_share"}},
      {"gate",
       "Policy gate: who may hold a plan, decided at which phase transfers",
       {"eligibility.share", "eligibility.at_phase", "eligibility.group", "eligibility.at_issue"}},
      {"accounts",
       "Published spend, interest and the accounting override",
       {"money.given_spend", "money.interest_rate", "money.override_ends", "money.override_share"}},
  };
  return kinds;
}

/// "placement.inmss_day.first" is "placement.*.first".
bool matches(std::string_view pattern, std::string_view name) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  const auto head = pattern.substr(0, star), tail = pattern.substr(star + 1);
  return name.size() > head.size() + tail.size() && name.starts_with(head) && name.ends_with(tail);
}

}  // namespace

std::span<const LeverKind> lever_kinds() { return table(); }

const LeverKind* lever_kind_of(std::string_view parameter) {
  for (const auto& kind : table())
    if (std::ranges::any_of(kind.parameters, [&](auto pattern) { return matches(pattern, parameter); }))
      return &kind;
  return nullptr;
}

const LeverKind* lever_kind_of_part(std::string_view part) {
  for (const auto& kind : table())
    if (!kind.part.empty() && kind.part == part) return &kind;
  return nullptr;
}

}  // namespace models
