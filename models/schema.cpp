#include "models/schema.hpp"

#include <limits>
#include <string>
#include <vector>

#include "models/axes.hpp"

namespace models {
namespace {

using sim::FieldKind;
constexpr double inf = std::numeric_limits<double>::infinity();

template <class Labels>
sim::Axis axis(std::string name, const Labels& labels) {
  sim::Axis a{.name = std::move(name), .labels = {}};
  for (auto label : labels) a.labels.emplace_back(label);
  return a;
}

std::vector<sim::Axis> axes() {
  sim::Axis age{.name = "age", .labels = {}};
  for (std::size_t a = 0; a < ages; ++a) age.labels.push_back(std::to_string(a));
  sim::Axis year{.name = "year", .labels = {}, .ordered_years = true};
  for (int y = first_year; y <= last_year; ++y) year.labels.push_back(std::to_string(y));
  return {age, year, axis("need", needs), axis("severity", severities), axis("group", groups), axis("phase", phases),
          axis("reason", reasons), axis("dispute", disputes), axis("outcome", outcomes), axis("mode", modes)};
}

using Specs = std::vector<sim::ParamSpec>;

Specs population() {
  return {
      {"population.residents", {"age"}, "people", 0, 1e7, {}, "Residents by age at 31 August before the start."},
      {"population.births", {"year"}, "people", 0, 1e7, {}, "Residents aged 0 at 31 August of the year."},
      {"population.births_level", {}, "ratio", 0, 10, 1, "Multiplier on births after the start (assumption)."},
      {"population.net_migration", {"age"}, "per year", -0.9, 5, 0, "Net migration a year on reaching the age, as a share of the cohort."},
      {"population.migration_level", {}, "ratio", -5, 5, 1, "Multiplier on net migration (assumption)."},
      {"population.migration_shock_sd", {}, "per year", 0, 0.2, 0, "Standard deviation of the local yearly shock added to net migration at every age."},
  };
}

Specs identification() {
  return {
      {"identification.rate", {"age"}, "per year", 0, 1, {}, "Probability in a year that a resident without identified SEN moves to SEN support."},
      {"identification.level", {"year"}, "ratio", 0, 10, 1, "Multiplier on the identification rate by calendar year."},
      {"identification.need_mix", {"age", "need"}, "weight", 0, inf, {}, "Primary need of children identified at the age (un-normalised)."},
      {"identification.severity_mix", {"severity"}, "weight", 0, inf, {}, "Severity of children identified (un-normalised); fixed for life."},
      {"identification.earlier_years", {}, "years", -5, 5, 0, "Early identification: years by which identification is brought forward (the age moves, not only the rate)."},
      {"child.looked_after_share", {}, "share", 0, 1, 0, "Share of children with SEND who are looked after: they come before phase transfers in the queue for places."},
  };
}

Specs early_support() {
  return {
      {"support.prevalence", {"age"}, "share", 0, 1, {}, "Share of residents on SEN support at the start, by age."},
      {"support.exit_rate", {"age"}, "per year", 0, 1, {}, "Probability in a year that SEN support ends because needs are met."},
      {"support.exit_severity", {"severity"}, "ratio", 0, 20, 1, "Multiplier on the exit hazard by severity."},
      {"support.package_capacity", {"year"}, "children per year", 0, inf, 0, "Packages of early support that can start in an academic year, beside SEN support."},
      {"support.package_from_age", {}, "years", 0, 25, 0, "Youngest academic age at which a package may start."},
      {"support.package_to_age", {}, "years", 0, 25, 25, "Oldest academic age at which a package may start."},
      {"support.package_need", {"need"}, "0 or 1", 0, 1, 1, "Primary needs that are eligible for a package."},
      {"support.package_effect", {}, "ratio", 0, 5, 1, "Multiplier on the request hazard while a package has its full effect."},
      {"support.package_lag", {}, "terms", 0, 12, 0, "Terms from the start of a package until it has an effect."},
      {"support.package_terms", {}, "terms", 0, 60, 3, "Terms of full effect."},
      {"support.package_fade", {}, "terms", 0, 60, 3, "Terms over which the effect then fades to none, linearly on the log scale."},
      {"support.package_cost", {}, "GBP per child", 0, 1e6, 0, "Cost of one package, paid in the term in which it starts."},
      {"support.package_fixed_cost", {"year"}, "GBP per year", 0, 1e9, 0, "Fixed cost of the service by financial year."},
      {"support.unit_cost", {}, "GBP per child per year", 0, 1e6, 0, "High-needs money per child on SEN support (most is met by schools: default none)."},
  };
}

Specs request() {
  return {
      {"request.rate_support", {"age"}, "per year", 0, 1, {}, "Probability in a year that a child on SEN support has an EHC needs assessment requested, at level 1."},
      {"request.rate_direct", {"age"}, "per year", 0, 1, {}, "Probability in a year that a child not on SEN support has a request, at level 1."},
      {"request.need", {"need"}, "ratio", 0, 50, 1, "Multiplier on the request hazard from SEN support by need."},
      {"request.severity", {"severity"}, "ratio", 0, 50, 1, "Multiplier on the request hazard from SEN support by severity."},
      {"request.need_mix_direct", {"age", "need"}, "weight", 0, inf, {}, "Primary need of direct requests by age (un-normalised)."},
      {"request.severity_mix_direct", {"severity"}, "weight", 0, inf, {}, "Severity of direct requests (un-normalised)."},
      {"request.level", {"year"}, "ratio", 0, 20, {}, "National level of request rates by calendar year (2024 = 1)."},
      {"request.local_level", {}, "ratio", 0.01, 20, 1, "This area's request rates relative to the national level."},
      {"request.level_known_to", {}, "year", 2010, 2060, {}, "Last calendar year whose level is known; the trend starts after it."},
      {"request.trend", {}, "per year", -0.5, 0.5, {}, "Yearly log growth of request rates after level_known_to (assumption, held for the horizon)."},
      {"request.trend_damping", {}, "per year", 0, 1, 1, "Each further year keeps this share of the trend (1: undamped)."},
      {"request.shock_national", {}, "log sd", 0, 1, {}, "Log standard deviation of the national year effect on requests."},
      {"request.shock_local", {}, "log sd", 0, 1, {}, "Log standard deviation of the local year effect on requests."},
      {"request.parent_share", {"age"}, "share", 0, 1, {}, "Share of requests made by parents or young people; the rest by schools and others."},
      {"request.again", {}, "ratio", 0, 10, 1, "Multiplier on the request hazard of a child who was refused before."},
  };
}

Specs assessment() {
  return {
      {"assessment.assess", {"age"}, "share", 0, 1, {}, "P(assess | decided), by age at request."},
      {"assessment.issue", {"age"}, "share", 0, 1, {}, "P(plan issued | assessed), by age at request."},
      {"assessment.decided_in_6_weeks", {}, "share", 0, 1, {}, "Share of requests decided within 6 weeks."},
      {"assessment.within_20_weeks", {"year"}, "share", 0.001, 0.999, {}, "Share of plans issued within 20 weeks when no request waits for an assessor, by calendar year of request."},
      {"assessment.over_a_year", {"year"}, "share", 0, 0.9, {}, "Share of plans issued after more than a year when no request waits for an assessor."},
      {"assessment.exceptions", {}, "share", 0, 1, {}, "Share of late plans to which a statutory exception applies."},
      {"assessment.capacity", {"year"}, "assessments per year", 0, inf, inf, "Assessments that can start in an academic year (educational psychologists), spread evenly by day."},
  };
}

Specs dispute() {
  return {
      {"dispute.appeal_rate", {"dispute"}, "share", 0, 1, {}, "Share of appealable decisions that go to mediation or appeal."},
      {"dispute.outcome", {"dispute", "outcome"}, "weight", 0, inf, {}, "Outcome mix of disputes (un-normalised); all but for_authority give the family what was asked."},
      {"dispute.decided_in_term", {}, "share", 0.01, 1, {}, "Probability that an open dispute is decided in a term (waiting time)."},
  };
}

Specs plan_flows() {
  return {
      {"transfer.out_rate", {"age"}, "per year", 0, 1, {}, "Probability in a year that a plan moves to another authority, by age."},
      {"transfer.in_rate", {"age"}, "per resident per year", 0, 1, {}, "Plans that move in from other authorities per resident of the age, at level 1."},
      {"transfer.in_level", {"year"}, "ratio", 0, 20, 1, "Multiplier on plans that move in, by calendar year."},
      {"transfer.in_local", {}, "ratio", 0, 20, 1, "This area's inward transfers relative to the national rate."},
      {"review.on_time", {}, "share", 0, 1, {}, "Share of annual reviews held when due (within 12 months)."},
      {"review.catch_up", {}, "share", 0.01, 1, {}, "Probability that an overdue review is held in a term."},
      {"review.amend", {}, "share", 0, 1, {}, "Share of reviews held that amend the plan."},
      {"review.seek_move", {"group", "age"}, "share", 0, 1, {}, "Share of reviews held at which a change of placement is sought."},
      {"review.seek_need", {"need"}, "ratio", 0, 20, 1, "Multiplier on seek_move by need."},
      {"review.seek_severity", {"severity"}, "ratio", 0, 20, 1, "Multiplier on seek_move by severity."},
      {"phase.ncy", {"phase"}, "NCY", -9, 30, {}, "National curriculum year that a phase transfer enters (-9: this area has none)."},
      {"cease.rate", {"age"}, "per year", 0, 1, {}, "Probability that a plan ceases (other than by transfer): in a year at the age; from cease.end_of_year_from, on moving to the age at 31 August."},
      {"cease.end_of_year_from", {}, "years", 0, 26, 16, "Age from which plans cease at the end of the academic year only."},
      {"cease.level", {"year"}, "ratio", 0, 10, {}, "Multiplier on cease rates by calendar year (2024 = 1)."},
      {"cease.local_level", {}, "ratio", 0, 10, 1, "This area's cease rates relative to the national level."},
      {"cease.shock_national", {}, "log sd", 0, 1, 0, "Log standard deviation of the national year effect on ceasing."},
      {"cease.reason", {"age", "reason"}, "weight", 0, inf, {}, "Reasons for ceasing by age (un-normalised)."},
      {"cease.adult_care_share", {"severity"}, "share", 0, 1, {}, "Share of those who leave at 18 or later who move to adult care by a managed transfer."},
  };
}

Specs stock() {
  return {
      {"stock.plans", {}, "plans", 0, 1e6, {}, "Plans at the start, after that day's leavers."},
      {"stock.age", {"age"}, "weight", 0, inf, {}, "Age margin of the plans at the start (scaled to stock.plans)."},
      {"stock.need", {"need"}, "weight", 0, inf, {}, "Need margin of the plans at the start (scaled to stock.plans)."},
  };
}

Specs money() {
  return {
      {"money.base_year", {}, "financial year", 2010, 2060, {}, "Financial year whose published spend is reconciled, by its first calendar year."},
      {"money.base_spend", {}, "GBP", 0, 1e12, {}, "Published high-needs spend of the base year, before savings (0: not reconciled)."},
      {"money.unexplained_growth", {}, "per year", -0.5, 0.5, 0, "Yearly growth of unexplained_base (assumption)."},
      {"money.price_base", {}, "financial year", 2010, 2060, {}, "Financial year in whose prices unit costs are stated, by its first calendar year."},
      {"money.inflation_shock", {}, "log sd", 0, 0.5, 0, "Log standard deviation of the national yearly shock on every unit cost."},
      {"money.import_export", {}, "GBP per place per year", 0, 1e5, 6000, "Adjustment paid for each place bought elsewhere and received for each place used by others."},
      {"money.given_spend", {"year"}, "GBP", 0, 1e12, 0, "Published spend path, used when spend = \"given\"."},
      {"money.opening_deficit", {}, "GBP", -1e12, 1e12, 0, "Cumulative DSG deficit at the start of the first financial year (positive: deficit)."},
      {"money.interest_rate", {}, "per year", 0, 0.5, 0, "Interest on the cumulative deficit, borne outside the DSG."},
      {"money.override_ends", {}, "financial year", 2010, 2060, 2027, "Last financial year in which the accounting override keeps the deficit off the general fund (2027: until 31 March 2028)."},
      {"money.override_share", {}, "share", 0, 1, 1, "Share of the cumulative deficit that falls on the general fund when the override ends."},
      {"money.deficit_limit", {"year"}, "GBP", -1e12, 1e12, 1e12, "Limit on the cumulative deficit (reserves) by financial year."},
      {"contribution.share", {}, "share", 0, 1, 0, "Share of independent fees met by health and social care."},
  };
}

Specs travel() {
  return {
      {"travel.mode_mix", {"mode"}, "weight", 0, inf, {}, "Mode of travel of children with travel assistance (un-normalised)."},
      {"travel.unit_cost", {"mode"}, "GBP per child per year", 0, 1e5, {}, "Cost of travel by mode, at the price base."},
      {"travel.inflation", {}, "per year", -0.5, 0.5, 0, "Yearly growth of travel costs."},
      {"travel.severity", {"severity"}, "ratio", 0, 10, 1, "Multiplier on the share with travel assistance by severity."},
      {"travel.to_age", {}, "years", 0, 25, 25, "Oldest academic age with travel assistance."},
  };
}

sim::FamilySpec placement() {
  return {
      .name = "placement",
      .text = "A placement type: its group, un-normalised choice weights, costs and overflow rule. One file each.",
      .params =
          {
              {"first", {"age"}, "weight", 0, inf, 0, "Choice weight at a first placement by age."},
              {"first_need", {"need"}, "ratio", 0, inf, 1, "Multiplier on the first-placement weight by need."},
              {"move", {"group", "age"}, "weight", 0, inf, 0, "Choice weight when a review seeks a move, by origin group and age."},
              {"transfer", {"phase", "group"}, "weight", 0, inf, 0, "Choice weight at a phase transfer, by point and origin group."},
              {"later_need", {"need"}, "ratio", 0, inf, 1, "Multiplier on move and transfer weights by need."},
              {"severity", {"severity"}, "ratio", 0, inf, 1, "Multiplier on every choice weight by severity."},
              {"appeal", {}, "weight", 0, inf, 0, "Choice weight when a placement appeal asks for another school."},
              {"from_age", {}, "years", 0, 25, 0, "Youngest academic age that the type can take."},
              {"to_age", {}, "years", 0, 25, 25, "Oldest academic age that the type can take."},
              {"stock", {}, "weight", 0, inf, 0, "Plans in the type at the start (scaled to stock.plans over all types)."},
              {"stock_age", {"age"}, "weight", 0, inf, 0, "Share of plans of the age that are in the type (seed of the starting table; mix of plans that move in)."},
              {"stock_need", {"need"}, "weight", 0, inf, 1, "Relative frequency of the need in the type (seed of the starting table)."},
              {"waits_when_full", {}, "share", 0, 1, 0, "Share of children who, when no place is free, wait where they are instead of taking another type (never at a phase transfer)."},
              {"unit_cost", {}, "GBP per year", 0, 1e6, 0, "Mean yearly cost to the high needs block of a child in the type, at the price base (place funding apart)."},
              {"cost_need", {"need"}, "ratio", 0, 20, 1, "Multiplier on unit_cost by need."},
              {"cost_severity", {"severity"}, "ratio", 0, 20, 1, "Multiplier on unit_cost by severity."},
              {"cost_sigma", {}, "log sd", 0, 2, 0, "Log standard deviation of the child's own cost factor (mean 1, kept for life)."},
              {"inflation", {}, "per year", -0.5, 0.5, 0, "Yearly growth of unit_cost (assumption)."},
              {"place_funding", {}, "GBP per place per year", 0, 1e6, 0, "Funding of a commissioned place that is filled."},
              {"empty_place_funding", {}, "GBP per place per year", 0, 1e6, 0, "Funding of a commissioned place that is not filled."},
              {"over_number_cost", {}, "GBP per place per year", 0, 1e6, 0, "Cost of a place over number."},
              {"interim_cost", {}, "GBP per year", 0, 1e6, 0, "Yearly cost of a child who waits for a place of this type, beside the placement held meanwhile."},
              {"places_growth", {}, "per year", -0.5, 0.5, 0, "Yearly growth of every provision of the type after its last stated year (assumption)."},
              {"travel_share", {}, "share", 0, 1, 0, "Share of children in the type with travel assistance."},
          },
      .fields =
          {
              {"title", FieldKind::text, true, "", {}, "Name for people."},
              {"group", FieldKind::text, true, "", {groups.begin(), groups.end()}, "Origin group of its children."},
              {"line", FieldKind::text, true, "", {}, "Ledger line that its unit costs fall on."},
              {"finite", FieldKind::boolean, false, "false", {}, "Whether places are limited by the area's provisions."},
              {"inmss", FieldKind::boolean, false, "false", {}, "Independent or non-maintained special school: counted in independent_share."},
              {"payment", FieldKind::text, false, "monthly", {"monthly", "school_term"}, "Payment profile: by month, or by school term (a third each, leavers pay the term out)."},
              {"when_full", FieldKind::text_list, false, "", {}, "Types offered when no place is free."},
              {"awaiting", FieldKind::boolean, false, "false", {}, "The one type that holds children with a plan and no place."},
              {"pathway", FieldKind::text, false, "none", {"none", "school", "college", "specialist", "work_based", "not_in_education", "other"}, "Post-16 pathway in post16_stock."},
              {"home_educated", FieldKind::boolean, false, "false", {}, "Counted in ehe_with_plan."},
          },
      .from_folder = true};
}

sim::FamilySpec provision() {
  return {.name = "provision",
          .text = "A finite provision: places of one placement type for a range of years, in this area or outside it.",
          .params =
              {
                  {"places", {"year"}, "places", 0, inf, {}, "Physical (commissioned) places by academic year."},
                  {"used_by_others", {"year"}, "places", 0, inf, 0, "Places used by other authorities' children."},
                  {"bought_elsewhere", {"year"}, "places", 0, inf, 0, "Places bought in other areas."},
                  {"over_number", {}, "share", 0, 1, 0, "Over-number tolerance as a share of the places for residents."},
                  {"from_ncy", {}, "NCY", -4, 21, -4, "Youngest national curriculum year."},
                  {"to_ncy", {}, "NCY", -4, 21, 21, "Oldest national curriculum year."},
                  {"delay", {}, "years", 0, 10, 0, "Delay of every change of places after the start (openings can slip)."},
              },
          .fields =
              {
                  {"placement", FieldKind::text, true, "", {}, "Placement type whose places these are."},
                  {"needs", FieldKind::text_list, false, "", {}, "Designated needs (empty: all)."},
                  {"in_area", FieldKind::boolean, false, "true", {}, "In this area, or outside it."},
                  {"title", FieldKind::text, false, "", {}, "Name for people."},
              },
          .from_folder = false};
}

std::vector<sim::FamilySpec> ledger_families() {
  const std::vector<sim::FieldSpec> goal_fields{
      {"metric", FieldKind::text, true, "", {}, "Metric in summary.csv."},
      {"period", FieldKind::text, true, "", {}, "Period as written in summary.csv."},
      {"breakdown", FieldKind::text, false, "total", {}, "Breakdown."},
      {"category", FieldKind::text, false, "total", {}, "Category."},
      {"title", FieldKind::text, false, "", {}, "Text for people."},
      {"source", FieldKind::text, false, "", {}, "Where the figure is published."},
  };
  auto target_fields = goal_fields;
  target_fields.push_back({"aim", FieldKind::text, false, "at_most", {"at_most", "at_least"}, "Whether the target is a ceiling or a floor."});
  return {
      {.name = "income",
       .text = "An income line of the high needs block.",
       .params = {{"amount", {"year"}, "GBP", -1e12, 1e12, 0, "Amount by financial year."},
                  {"growth", {}, "per year", -0.5, 0.5, 0, "Yearly growth after growth_from (assumption)."},
                  {"growth_from", {}, "financial year", 2010, 2060, 2060, "Last financial year whose amount is stated."}},
       .fields = {{"kind", FieldKind::text, true, "", {"allocation", "block_transfer", "other_dsg_blocks", "one_off", "advance"}, "An advance is repayable: the cumulative deficit is shown with and without it."},
                  {"title", FieldKind::text, false, "", {}, "Name for people."}},
       .from_folder = false},
      {.name = "cost",
       .text = "A spend line that is not tied to a child's plan.",
       .params = {{"amount", {"year"}, "GBP", -1e12, 1e12, 0, "Amount by financial year, at its own prices."},
                  {"growth", {}, "per year", -0.5, 0.5, 0, "Yearly growth after growth_from (assumption)."},
                  {"growth_from", {}, "financial year", 2010, 2060, 2060, "Last financial year whose amount is stated."}},
       .fields = {{"title", FieldKind::text, false, "", {}, "Name for people."}},
       .from_folder = false},
      {.name = "saving",
       .text = "A cash line of a savings programme.",
       .params = {{"amount", {"year"}, "GBP", -1e12, 1e12, 0, "Planned saving by financial year; zero in years without one."},
                  {"delivered", {}, "share", 0, 2, 1, "Share delivered (assumption, held for the horizon)."}},
       .fields = {{"title", FieldKind::text, false, "", {}, "Name for people."}},
       .from_folder = false},
      {.name = "target",
       .text = "A target of the area's plan; the run reports the chance that it is met.",
       .params = {{"value", {}, "unit of the metric", -1e12, 1e12, {}, "The target."}},
       .fields = target_fields,
       .from_folder = false},
      {.name = "outturn",
       .text = "What really happened; the run reports the percentile of the forecast at which it lies.",
       .params = {{"value", {}, "unit of the metric", -1e12, 1e12, {}, "The outturn."}},
       .fields = goal_fields,
       .from_folder = false},
  };
}

std::vector<sim::FieldSpec> fields() {
  return {
      {"area", FieldKind::text, true, "", {}, "Name of the area."},
      {"area_code", FieldKind::text, false, "", {}, "Nine-character ONS code of the area."},
      {"scenario", FieldKind::text, false, "baseline", {}, "Name of the scenario in summary.csv."},
      {"description", FieldKind::text, false, "", {}, "What the file is."},
      {"start", FieldKind::date, true, "", {}, "First day: 1 September, 1 January or 1 April."},
      {"years", FieldKind::integer, false, "10", {}, "Years simulated, 1 to 40."},
      {"spend", FieldKind::text, false, "simulated", {"simulated", "given"}, "Whether spend is simulated or a published path is taken."},
      {"population_year", FieldKind::integer, false, "0", {}, "Year of the population figures, for the record."},
  };
}

sim::Schema make() {
  sim::Schema s;
  s.axes = axes();
  for (const auto& part : {population(), identification(), early_support(), request(), assessment(), dispute(), plan_flows(),
                           stock(), money(), travel()})
    s.params.insert(s.params.end(), part.begin(), part.end());
  s.fields = fields();
  s.families.push_back(placement());
  s.families.push_back(provision());
  for (auto& family : ledger_families()) s.families.push_back(std::move(family));
  return s;
}

}  // namespace

const sim::Schema& schema() {
  static const sim::Schema declared = make();
  return declared;
}

}  // namespace models
