#pragma once
// What a run reports: every metric declared once, with its breakdowns, and the columns where stages count.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/structure.hpp"
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
  plans_issued_in_20_weeks,
  plans_issued_excl_exceptions,
  plans_issued_in_20_weeks_excl_exceptions,
  plans_over_a_year,
  appeals_lodged,
  appeals,
  plans_ceased,
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
  origin_group,
  count_
};

class Measures {
 public:
  explicit Measures(const Structure& s);
  const sim::Layout& layout() const { return layout_; }

  /// Index of the period in which something that happens in term t is counted, or -1 where the run holds no
  /// complete period. January: the census that follows the autumn term.
  int period(sim::PeriodType type, std::size_t t) const { return period_[static_cast<std::size_t>(type)][t]; }
  int period_of(Metric m, std::size_t t) const { return period(type_[static_cast<std::size_t>(m)], t); }
  /// The column of a category at a period index.
  std::uint32_t column(Metric m, By by, std::size_t category, int at) const {
    return layout_.column(base_[static_cast<std::size_t>(m)][static_cast<std::size_t>(by)] +
                              static_cast<std::uint32_t>(category),
                          static_cast<std::uint32_t>(at));
  }
  bool has(Metric m, By by) const {
    return base_[static_cast<std::size_t>(m)][static_cast<std::size_t>(by)] != none;
  }
  /// Financial years of the run, the first possibly begun before it, by first calendar year.
  const std::vector<int>& financial_years() const { return financial_years_; }

 private:
  static constexpr std::uint32_t none = 0xffffffffU;
  sim::Layout layout_;
  std::array<std::array<std::uint32_t, static_cast<std::size_t>(By::count_)>,
             static_cast<std::size_t>(Metric::count_)>
      base_{};
  std::array<sim::PeriodType, static_cast<std::size_t>(Metric::count_)> type_{};
  std::array<std::vector<int>, 6> period_;
  std::vector<int> financial_years_;
};

/// Adds to the columns of one replicate: integers for the simulation, doubles for the expected-value engine.
template <class Number>
class Recorder {
 public:
  Recorder(const Measures& measures, std::span<Number> row) : measures_(&measures), row_(row) {}
  void add(Metric m, By by, std::size_t category, std::size_t t, Number x) {
    if (const int at = measures_->period_of(m, t); at >= 0) row_[measures_->column(m, by, category, at)] += x;
  }
  void add_at(Metric m, By by, std::size_t category, int at, Number x) {
    if (at >= 0) row_[measures_->column(m, by, category, at)] += x;
  }
  const Measures& measures() const { return *measures_; }
  std::span<Number> row() const { return row_; }

 private:
  const Measures* measures_;
  std::span<Number> row_;
};

/// All metrics as declared, for `describe` and the documentation: stored ones and shares made of them.
std::vector<sim::Metric> metric_dictionary();

}  // namespace models
