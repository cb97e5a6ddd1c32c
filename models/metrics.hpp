#pragma once
// What a run reports: every metric declared once, with its unit, its kind of period and its breakdowns.

#include <string_view>
#include <vector>

#include "sim/layout.hpp"

namespace models {

enum class Metric : std::size_t {
  population_0_25,
  population_2_18,
  ehcp_stock,
  sen_support_stock,
  requests,
  refused_to_assess,
  refused_to_issue,
  assessments_decided,
  assessment_backlog,
  new_plans,
  plans_new_in_years_7_8,
  plans_issued_undisputed,
  plans_issued_in_20_weeks,
  plans_issued_excl_exceptions,
  plans_issued_in_20_weeks_excl_exceptions,
  plans_over_a_year,
  appeals_lodged,
  appeals,
  plans_ceased,
  ended_at_gate,
  transferred_in,
  transferred_out,
  reviews_due,
  reviews_in_time,
  reviews_held,
  reviews_amended,
  moves_sought,
  identified,
  support_ended,
  placement_stock,
  inmss_stock,
  inmss_stock_pre16,
  inmss_stock_post16,
  plans_pre16,
  plans_post16,
  inmss_new,
  post16_stock,
  ehe_with_plan,
  place_demand,
  place_demand_january,
  places_filled_january,
  place_shortfall_january,
  places_commissioned,
  places_filled,
  places_over_number,
  over_number_directed,
  place_shortfall,
  waiting_for_place,
  place_candidates,
  place_served,
  overflow,
  overflow_to_independent,
  place_waiting,
  phase_transfers,
  phase_transfers_named,
  unplaced_1_september,
  moves_mainstream_to_special,
  moves_special_to_mainstream,
  year_7_transfers,
  children_supported,
  adult_care_transfers,
  travel_children,
  travel_spend,
  intervention_cost,
  hnb_income,
  hnb_spend,
  unexplained_base,
  in_year_position,
  cumulative_deficit,
  cumulative_deficit_excl_advance,
  deficit_financing_cost,
  general_fund_exposure,
  savings_planned,
  savings_delivered,
  savings_shortfall,
  savings_planned_simulated,
  risk_events,
  risk_cost,
  independent_spend,
  placement_spend,
  placement_days,
  plans_at_start_of_year,
  plans_at_end_of_year,
  count_
};

enum class By : std::size_t {
  total,
  age_group,
  stage,
  need,
  placement,
  school_phase,
  line,
  reason,
  mode,
  outcome,
  dispute,
  source,
  pathway,
  year_of_age,
  placement_phase,
  placement_need,
  placement_phase_need,
  placement_age_group,
  origin_group,
  intervention,
  saving,
  risk,
  count_
};

/// The breakdown as files name it.
std::string_view name_of(By by);

/// A metric that stages count, as the engine knows it, and the breakdowns it is counted by.
struct StoredMetric {
  Metric id;
  sim::Metric about;
  std::vector<By> by;
};

/// In the order of the results.
const std::vector<StoredMetric>& stored_metrics();
/// Ratios of stored metrics, made in each replicate; they follow the stored ones.
const std::vector<sim::Metric>& ratio_metrics();
/// All metrics, for `describe` and the documentation.
std::vector<sim::Metric> metric_dictionary();

}  // namespace models
