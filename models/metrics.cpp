#include "models/metrics.hpp"

#include <array>
#include <string>

#include "sim/term_clock.hpp"

namespace models {
namespace {

using sim::PeriodType;
using sim::Unit;
using enum By;
constexpr auto jan = PeriodType::january;
constexpr auto sep = PeriodType::september;
constexpr auto term = PeriodType::term_end;
constexpr auto cal = PeriodType::calendar_year;
constexpr auto aca = PeriodType::academic_year;
constexpr auto fin = PeriodType::financial_year;
constexpr bool headline = true;

StoredMetric stored(Metric id, std::string name, Unit unit, PeriodType period, std::vector<By> by,
                    std::string text, bool is_headline) {
  return {id,
          {.name = std::move(name),
           .unit = unit,
           .period_type = period,
           .headline = is_headline,
           .text = std::move(text)},
          std::move(by)};
}

StoredMetric count(Metric id, std::string name, PeriodType period, std::vector<By> by, std::string text,
                   bool is_headline = false) {
  return stored(id, std::move(name), Unit::count, period, std::move(by), std::move(text), is_headline);
}

StoredMetric money(Metric id, std::string name, PeriodType period, std::vector<By> by, std::string text,
                   bool is_headline = false) {
  return stored(id, std::move(name), Unit::pence, period, std::move(by), std::move(text), is_headline);
}

sim::Metric ratio(std::string name, Unit unit, PeriodType period, std::string top, std::string bottom,
                  double scale, std::string text, bool is_headline = false) {
  return {.name = std::move(name),
          .unit = unit,
          .period_type = period,
          .headline = is_headline,
          .text = std::move(text),
          .numerator = std::move(top),
          .denominator = std::move(bottom),
          .scale = scale};
}

}  // namespace

std::string_view name_of(By by) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(By::count_)> names{
      "total",
      "age_group",
      "stage",
      "need",
      "placement",
      "phase",
      "line",
      "reason",
      "mode",
      "outcome",
      "dispute",
      "source",
      "pathway",
      "age",
      "placement_phase",
      "placement_need",
      "placement_phase_need",
      "placement_age_group",
      "origin_group",
      "intervention",
      "saving",
      "risk"};
  return names[static_cast<std::size_t>(by)];
}

const std::vector<StoredMetric>& stored_metrics() {
  using enum Metric;
  static const std::vector<StoredMetric> all{
      count(population_0_25, "population_0_25", jan, {total}, "Residents aged 0 to 25."),
      count(population_2_18, "population_2_18", jan, {total}, "Residents aged 2 to 18."),
      count(ehcp_stock, "ehcp_stock", jan, {total, age_group, stage, need, year_of_age},
            "Plans maintained on the January census day, by age at 31 August before.", headline),
      count(plans_at_start_of_year, "plans_at_start_of_year", aca, {total},
            "Plans on 31 August, before that day's leavers; after them where the run starts on 1 September."),
      count(plans_at_end_of_year, "plans_at_end_of_year", aca, {total},
            "Plans on 31 August of the next year, before that day's leavers."),
      count(sen_support_stock, "sen_support_stock", jan, {total, age_group, need},
            "Children on SEN support, those in assessment or in dispute over a refusal included.", headline),
      count(identified, "identified", cal, {total, age_group, need}, "Children newly placed on SEN support."),
      count(support_ended, "sen_support_ended", cal, {total, age_group},
            "Children whose SEN support ended because needs were met."),
      count(requests, "requests", cal, {total, age_group, source}, "Requests for an EHC needs assessment.",
            headline),
      count(refused_to_assess, "refused_to_assess", cal, {total, age_group},
            "Requests refused (decision not to assess)."),
      count(refused_to_issue, "refused_to_issue", cal, {total, age_group},
            "Assessments that ended without a plan."),
      count(assessments_decided, "assessments_started", cal, {total}, "Assessments started."),
      count(assessment_backlog, "assessment_backlog", term, {total},
            "Children whose assessment was agreed and had not started at the end of the term."),
      count(new_plans, "new_plans", cal, {total, age_group, need, placement, year_of_age},
            "Plans issued for the first time.", headline),
      count(plans_new_in_years_7_8, "plans_new_in_years_7_8", cal, {total},
            "Plans issued to children in national curriculum years 7 and 8."),
      count(plans_issued_undisputed, "plans_issued_undisputed", cal, {total},
            "Plans issued by an assessment, those that mediation or a tribunal brought left out: the base of "
            "timeliness."),
      count(plans_issued_in_20_weeks, "plans_issued_in_20_weeks", cal, {total},
            "Of these, within 20 weeks of the request."),
      count(plans_issued_excl_exceptions, "plans_issued_excl_exceptions", cal, {total},
            "Of plans_issued_undisputed, those to which no statutory exception applies."),
      count(plans_issued_in_20_weeks_excl_exceptions, "plans_issued_in_20_weeks_excl_exceptions", cal,
            {total}, "Of these, within 20 weeks."),
      count(plans_over_a_year, "plans_issued_after_a_year", cal, {total},
            "Plans issued more than a year after the request."),
      count(appeals_lodged, "appeals_lodged", cal, {total, dispute},
            "Disputes that go to mediation or appeal."),
      count(appeals, "appeals", cal, {total, outcome}, "Disputes decided, by outcome.", headline),
      count(plans_ceased, "plans_ceased", cal, {total, age_group, reason},
            "Plans ceased other than by transfer to another authority.", headline),
      count(ended_at_gate, "plans_ended_at_gate", cal, {total, age_group, need},
            "Of these, under the reason `other`: plans not issued anew at a phase transfer because the child "
            "may no longer hold one. Only in runs with a policy gate."),
      count(transferred_in, "plans_transferred_in", cal, {total, age_group},
            "Plans moved in from other authorities."),
      count(transferred_out, "plans_transferred_out", cal, {total, age_group},
            "Plans moved out to other authorities."),
      count(adult_care_transfers, "transfers_to_adult_care", cal, {total},
            "Young people of 18 or over who leave a plan for adult social care by a managed transfer."),
      count(reviews_due, "annual_reviews_due", aca, {total}, "Annual reviews that fell due."),
      count(reviews_in_time, "annual_reviews_in_time", aca, {total},
            "Annual reviews held in the term in which they fell due."),
      count(reviews_held, "annual_reviews_held", aca, {total}, "Annual reviews held."),
      count(reviews_amended, "annual_reviews_amended", aca, {total}, "Annual reviews that amended the plan."),
      count(moves_sought, "moves_sought", aca, {total, origin_group},
            "Annual reviews at which a change of placement was sought."),
      count(placement_stock, "placement_stock", jan,
            {placement, placement_age_group, placement_phase, placement_need},
            "Plans by placement on the January census day.", headline),
      count(inmss_stock, "inmss_stock", jan, {total, age_group, year_of_age},
            "Plans in independent and non-maintained special schools."),
      count(inmss_stock_pre16, "inmss_stock_pre16", jan, {total}, "Of these, under 16."),
      count(inmss_stock_post16, "inmss_stock_post16", jan, {total}, "Of these, 16 and over."),
      count(plans_pre16, "plans_pre16", jan, {total}, "Plans of children under 16."),
      count(plans_post16, "plans_post16", jan, {total}, "Plans of young people of 16 and over."),
      count(inmss_new, "inmss_new_plans", cal, {total},
            "New plans first placed in independent and non-maintained special schools."),
      count(post16_stock, "post16_stock", jan, {pathway},
            "Plans of young people of 16 and over, by pathway."),
      count(ehe_with_plan, "ehe_with_plan", jan, {total}, "Home-educated children with a plan."),
      count(place_demand, "place_demand", sep,
            {placement, placement_phase, placement_need, placement_phase_need},
            "Children whose stored preference is the finite type, wherever they sit, after the September "
            "allocation.",
            headline),
      count(places_filled, "places_filled", sep, {placement, placement_phase, placement_need},
            "Children in the finite type after the September allocation.", headline),
      count(
          place_shortfall, "place_shortfall", sep, {placement, placement_phase, placement_need},
          "Children who prefer the finite type and are not in it: overflowed and waiting. Nobody on the day "
          "the run starts, when everybody is taken to prefer where they are.",
          headline),
      count(place_demand_january, "place_demand_january", jan, {placement},
            "As place_demand, on the January census day."),
      count(places_filled_january, "places_filled_january", jan, {placement},
            "As places_filled, on the January census day."),
      count(place_shortfall_january, "place_shortfall_january", jan, {placement},
            "As place_shortfall, on the January census day."),
      count(places_commissioned, "places_commissioned", sep, {placement},
            "Places for residents in the academic year."),
      count(places_over_number, "places_over_number", sep, {placement},
            "Children over the commissioned number."),
      count(over_number_directed, "places_over_tolerance", sep, {placement},
            "Children above the over-number tolerance as well: directed by a tribunal, moved in from another "
            "authority, or in place when places fell."),
      count(waiting_for_place, "waiting_for_place", term, {total, placement},
            "Children waiting for a place of the type."),
      count(place_candidates, "place_candidates", term, {placement},
            "Children who asked for the finite type in the term's allocation."),
      count(place_served, "place_served", term, {placement}, "Candidates placed in it."),
      count(overflow, "place_overflowed", term, {placement},
            "Candidates placed in another type because it was full."),
      count(place_waiting, "place_left_waiting", term, {placement}, "Candidates left waiting."),
      count(overflow_to_independent, "overflow_to_independent", aca, {total},
            "Candidates for a full type who took an independent or non-maintained special school."),
      count(phase_transfers, "phase_transfers", sep, {total},
            "Children with a plan at a phase transfer; not of the day on which the run starts, before which "
            "they moved."),
      count(phase_transfers_named, "phase_transfers_named", sep, {total},
            "Of these, with a place and no overdue review at the deadline."),
      count(unplaced_1_september, "unplaced_1_september", sep, {total, age_group, need},
            "Children with a plan and no place on 1 September: none while a type without limits takes those "
            "whom full ones cannot.",
            headline),
      count(year_7_transfers, "year_7_from_mainstream", sep, {placement},
            "Children who left a mainstream school at the Year 7 transfer, by placement."),
      count(moves_mainstream_to_special, "moves_mainstream_to_special", cal, {total},
            "Moves from mainstream to special schools."),
      count(moves_special_to_mainstream, "moves_special_to_mainstream", cal, {total},
            "Moves from special schools to mainstream."),
      count(children_supported, "children_supported", aca, {total, intervention},
            "Packages of early support started."),
      count(travel_children, "travel_children", jan, {total, mode}, "Children with travel assistance."),
      money(travel_spend, "travel_spend", fin, {total, mode}, "Spend on travel (outside the DSG)."),
      money(intervention_cost, "intervention_cost", fin, {total, intervention},
            "Cost of early support and of interventions."),
      money(hnb_income, "hnb_income", fin, {total, line}, "High needs block income.", headline),
      money(hnb_spend, "hnb_spend", fin, {total, line}, "High needs block spend, by ledger line.", headline),
      money(unexplained_base, "unexplained_base", fin, {total},
            "Published spend of the base year that the bottom-up build does not explain, carried forward.",
            headline),
      money(independent_spend, "independent_spend", fin, {total},
            "Spend on independent and non-maintained special schools."),
      money(placement_spend, "placement_spend", fin, {placement},
            "Unit costs paid, by placement (place funding apart)."),
      count(placement_days, "placement_days", fin, {placement}, "Child-days in the placement."),
      money(in_year_position, "in_year_position", fin, {total}, "Spend less income: deficits are positive.",
            headline),
      money(cumulative_deficit, "cumulative_deficit", fin, {total},
            "Cumulative DSG deficit, advances counted as income.", headline),
      money(cumulative_deficit_excl_advance, "cumulative_deficit_excl_advance", fin, {total},
            "Cumulative deficit with repayable advances counted as debt."),
      money(deficit_financing_cost, "deficit_financing_cost", fin, {total},
            "Interest on the cumulative deficit (outside the DSG)."),
      money(general_fund_exposure, "general_fund_exposure", fin, {total},
            "Cumulative deficit that falls on the general fund once the accounting override has ended."),
      money(savings_planned, "savings_planned", fin, {total, saving}, "Cash savings planned."),
      money(savings_delivered, "savings_delivered", fin, {total, saving, line},
            "Cash savings delivered; by the ledger line that they come off, too."),
      money(savings_shortfall, "savings_shortfall", fin, {total, saving},
            "Cash savings planned less those delivered."),
      money(savings_planned_simulated, "savings_planned_simulated", fin, {total, saving},
            "Savings planned in lines that interventions realise; what they save is a difference between "
            "runs (contributions.csv)."),
      count(risk_events, "risk_events", fin, {total, risk},
            "Events of the risk register in force in the year."),
      money(risk_cost, "risk_cost", fin, {total, risk},
            "Costs that events of the risk register bring by themselves."),
  };
  return all;
}

const std::vector<sim::Metric>& ratio_metrics() {
  static const std::vector<sim::Metric> all{
      ratio("ehcp_per_1000_0_25", Unit::per_1000, jan, "ehcp_stock", "population_0_25", 1000,
            "Plans per 1,000 residents aged 0 to 25."),
      ratio("ehcp_per_1000_2_18", Unit::per_1000, jan, "ehcp_stock", "population_2_18", 1000,
            "Plans (all ages) per 1,000 residents aged 2 to 18."),
      ratio("independent_share", Unit::share, jan, "inmss_stock", "ehcp_stock", 1,
            "INMSS plans as a share of all plans.", headline),
      ratio("independent_share_pre16", Unit::share, jan, "inmss_stock_pre16", "plans_pre16", 1,
            "INMSS share of plans under 16."),
      ratio("independent_share_post16", Unit::share, jan, "inmss_stock_post16", "plans_post16", 1,
            "INMSS share of plans at 16 and over."),
      ratio("independent_share_new", Unit::share, cal, "inmss_new_plans", "new_plans", 1,
            "INMSS share of new plans."),
      ratio("independent_spend_share", Unit::share, fin, "independent_spend", "hnb_spend", 1,
            "INMSS spend as a share of high needs block spend.", headline),
      ratio("plans_within_20_weeks_all", Unit::share, cal, "plans_issued_in_20_weeks",
            "plans_issued_undisputed", 1,
            "Share of plans issued by an assessment within 20 weeks, exceptions included.", headline),
      ratio("plans_within_20_weeks_excl_exceptions", Unit::share, cal,
            "plans_issued_in_20_weeks_excl_exceptions", "plans_issued_excl_exceptions", 1,
            "Share of plans issued by an assessment within 20 weeks, exceptions excluded."),
      ratio("annual_reviews_on_time", Unit::share, aca, "annual_reviews_in_time", "annual_reviews_due", 1,
            "Share of annual reviews held when due."),
      ratio("phase_transfers_named_by_deadline", Unit::share, sep, "phase_transfers_named", "phase_transfers",
            1, "Share of phase transfers named by the statutory date."),
      ratio("unit_cost", Unit::pence, fin, "placement_spend", "placement_days", sim::days_per_year,
            "Mean yearly cost to the high needs block of a plan in the placement, place funding apart."),
  };
  return all;
}

std::vector<sim::Metric> metric_dictionary() {
  std::vector<sim::Metric> all;
  for (const auto& metric : stored_metrics()) all.push_back(metric.about);
  all.insert(all.end(), ratio_metrics().begin(), ratio_metrics().end());
  return all;
}

}  // namespace models
