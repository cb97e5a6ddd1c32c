#include "models/measures.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

namespace models {
namespace {

using sim::PeriodType;
using sim::Unit;
constexpr auto jan = PeriodType::january;
constexpr auto sep = PeriodType::september;
constexpr auto term = PeriodType::term_end;
constexpr auto cal = PeriodType::calendar_year;
constexpr auto aca = PeriodType::academic_year;
constexpr auto fin = PeriodType::financial_year;

struct Declared {
  Metric id;
  std::string_view name;
  Unit unit;
  PeriodType period;
  bool headline;
  std::vector<By> by;
  std::string_view text;
};

const std::vector<Declared>& declared() {
  using enum Metric;
  static const std::vector<Declared> all{
      {population_0_25, "population_0_25", Unit::count, jan, false, {By::total}, "Residents aged 0 to 25."},
      {population_2_18, "population_2_18", Unit::count, jan, false, {By::total}, "Residents aged 2 to 18."},
      {ehcp_stock,
       "ehcp_stock",
       Unit::count,
       jan,
       true,
       {By::total, By::age_group, By::stage, By::need, By::year_of_age},
       "Plans maintained on the January census day, by age at 31 August before."},
      {plans_at_start_of_year,
       "plans_at_start_of_year",
       Unit::count,
       aca,
       false,
       {By::total},
       "Plans on 31 August, before that day's leavers; after them where the run starts on 1 September."},
      {plans_at_end_of_year,
       "plans_at_end_of_year",
       Unit::count,
       aca,
       false,
       {By::total},
       "Plans on 31 August of the next year, before that day's leavers."},
      {sen_support_stock,
       "sen_support_stock",
       Unit::count,
       jan,
       true,
       {By::total, By::age_group, By::need},
       "Children on SEN support, cases in assessment included."},
      {identified,
       "identified",
       Unit::count,
       cal,
       false,
       {By::total, By::age_group, By::need},
       "Children newly placed on SEN support."},
      {support_ended,
       "sen_support_ended",
       Unit::count,
       cal,
       false,
       {By::total, By::age_group},
       "Children whose SEN support ended because needs were met."},
      {requests,
       "requests",
       Unit::count,
       cal,
       true,
       {By::total, By::age_group, By::source},
       "Requests for an EHC needs assessment."},
      {refused_to_assess,
       "refused_to_assess",
       Unit::count,
       cal,
       false,
       {By::total, By::age_group},
       "Requests refused (decision not to assess)."},
      {refused_to_issue,
       "refused_to_issue",
       Unit::count,
       cal,
       false,
       {By::total, By::age_group},
       "Assessments that ended without a plan."},
      {assessments_decided,
       "assessments_started",
       Unit::count,
       cal,
       false,
       {By::total},
       "Assessments started."},
      {assessment_backlog,
       "assessment_backlog",
       Unit::count,
       term,
       false,
       {By::total},
       "Children whose assessment was agreed and had not started at the end of the term."},
      {new_plans,
       "new_plans",
       Unit::count,
       cal,
       true,
       {By::total, By::age_group, By::need, By::placement, By::year_of_age},
       "Plans issued for the first time."},
      {plans_new_in_years_7_8,
       "plans_new_in_years_7_8",
       Unit::count,
       cal,
       false,
       {By::total},
       "Plans issued to children in national curriculum years 7 and 8."},
      {plans_issued_in_20_weeks,
       "plans_issued_in_20_weeks",
       Unit::count,
       cal,
       false,
       {By::total},
       "Plans issued within 20 weeks of the request."},
      {plans_issued_excl_exceptions,
       "plans_issued_excl_exceptions",
       Unit::count,
       cal,
       false,
       {By::total},
       "Plans issued to which no statutory exception applies."},
      {plans_issued_in_20_weeks_excl_exceptions,
       "plans_issued_in_20_weeks_excl_exceptions",
       Unit::count,
       cal,
       false,
       {By::total},
       "Of these, within 20 weeks."},
      {plans_over_a_year,
       "plans_issued_after_a_year",
       Unit::count,
       cal,
       false,
       {By::total},
       "Plans issued more than a year after the request."},
      {appeals_lodged,
       "appeals_lodged",
       Unit::count,
       cal,
       false,
       {By::total, By::dispute},
       "Disputes that go to mediation or appeal."},
      {appeals, "appeals", Unit::count, cal, true, {By::total, By::outcome}, "Disputes decided, by outcome."},
      {plans_ceased,
       "plans_ceased",
       Unit::count,
       cal,
       true,
       {By::total, By::age_group, By::reason},
       "Plans ceased other than by transfer to another authority."},
      {transferred_in,
       "plans_transferred_in",
       Unit::count,
       cal,
       false,
       {By::total, By::age_group},
       "Plans moved in from other authorities."},
      {transferred_out,
       "plans_transferred_out",
       Unit::count,
       cal,
       false,
       {By::total, By::age_group},
       "Plans moved out to other authorities."},
      {adult_care_transfers,
       "transfers_to_adult_care",
       Unit::count,
       cal,
       false,
       {By::total},
       "Young people of 18 or over who leave a plan for adult social care by a managed transfer."},
      {reviews_due,
       "annual_reviews_due",
       Unit::count,
       aca,
       false,
       {By::total},
       "Annual reviews that fell due."},
      {reviews_in_time,
       "annual_reviews_in_time",
       Unit::count,
       aca,
       false,
       {By::total},
       "Annual reviews held in the term in which they fell due."},
      {reviews_held, "annual_reviews_held", Unit::count, aca, false, {By::total}, "Annual reviews held."},
      {reviews_amended,
       "annual_reviews_amended",
       Unit::count,
       aca,
       false,
       {By::total},
       "Annual reviews that amended the plan."},
      {moves_sought,
       "moves_sought",
       Unit::count,
       aca,
       false,
       {By::total, By::origin_group},
       "Annual reviews at which a change of placement was sought."},
      {placement_stock,
       "placement_stock",
       Unit::count,
       jan,
       true,
       {By::placement},
       "Plans by placement on the January census day."},
      {inmss_stock,
       "inmss_stock",
       Unit::count,
       jan,
       false,
       {By::total, By::age_group, By::year_of_age},
       "Plans in independent and non-maintained special schools."},
      {inmss_stock_pre16, "inmss_stock_pre16", Unit::count, jan, false, {By::total}, "Of these, under 16."},
      {inmss_stock_post16,
       "inmss_stock_post16",
       Unit::count,
       jan,
       false,
       {By::total},
       "Of these, 16 and over."},
      {plans_pre16, "plans_pre16", Unit::count, jan, false, {By::total}, "Plans of children under 16."},
      {plans_post16,
       "plans_post16",
       Unit::count,
       jan,
       false,
       {By::total},
       "Plans of young people of 16 and over."},
      {inmss_new,
       "inmss_new_plans",
       Unit::count,
       cal,
       false,
       {By::total},
       "New plans first placed in independent and non-maintained special schools."},
      {post16_stock,
       "post16_stock",
       Unit::count,
       jan,
       false,
       {By::pathway},
       "Plans of young people of 16 and over, by pathway."},
      {ehe_with_plan,
       "ehe_with_plan",
       Unit::count,
       jan,
       false,
       {By::total},
       "Home-educated children with a plan."},
      {place_demand,
       "place_demand",
       Unit::count,
       sep,
       true,
       {By::placement, By::placement_phase, By::placement_need},
       "Children whose stored preference is the finite type, wherever they sit, after the September "
       "allocation."},
      {places_filled,
       "places_filled",
       Unit::count,
       sep,
       true,
       {By::placement, By::placement_phase, By::placement_need},
       "Children in the finite type after the September allocation."},
      {place_shortfall,
       "place_shortfall",
       Unit::count,
       sep,
       true,
       {By::placement, By::placement_phase, By::placement_need},
       "Children who prefer the finite type and are not in it: overflowed and waiting."},
      {place_demand_january,
       "place_demand_january",
       Unit::count,
       jan,
       false,
       {By::placement},
       "As place_demand, on the January census day."},
      {places_filled_january,
       "places_filled_january",
       Unit::count,
       jan,
       false,
       {By::placement},
       "As places_filled, on the January census day."},
      {place_shortfall_january,
       "place_shortfall_january",
       Unit::count,
       jan,
       false,
       {By::placement},
       "As place_shortfall, on the January census day."},
      {places_commissioned,
       "places_commissioned",
       Unit::count,
       sep,
       false,
       {By::placement},
       "Places for residents in the academic year."},
      {places_over_number,
       "places_over_number",
       Unit::count,
       sep,
       false,
       {By::placement},
       "Children over the commissioned number."},
      {over_number_directed,
       "places_over_tolerance",
       Unit::count,
       sep,
       false,
       {By::placement},
       "Children above the over-number tolerance as well: directed by a tribunal, or in place when places "
       "fell."},
      {waiting_for_place,
       "waiting_for_place",
       Unit::count,
       term,
       false,
       {By::total, By::placement},
       "Children waiting for a place of the type."},
      {place_candidates,
       "place_candidates",
       Unit::count,
       term,
       false,
       {By::placement},
       "Children who asked for the finite type in the term's allocation."},
      {place_served, "place_served", Unit::count, term, false, {By::placement}, "Candidates placed in it."},
      {overflow,
       "place_overflowed",
       Unit::count,
       term,
       false,
       {By::placement},
       "Candidates placed in another type because it was full."},
      {place_waiting,
       "place_left_waiting",
       Unit::count,
       term,
       false,
       {By::placement},
       "Candidates left waiting."},
      {overflow_to_independent,
       "overflow_to_independent",
       Unit::count,
       aca,
       false,
       {By::total},
       "Candidates for a full type who took an independent or non-maintained special school."},
      {phase_transfers,
       "phase_transfers",
       Unit::count,
       sep,
       false,
       {By::total},
       "Children with a plan at a phase transfer."},
      {phase_transfers_named,
       "phase_transfers_named",
       Unit::count,
       sep,
       false,
       {By::total},
       "Of these, with a place and no overdue review at the deadline."},
      {unplaced_1_september,
       "unplaced_1_september",
       Unit::count,
       sep,
       true,
       {By::total, By::age_group, By::need},
       "Children with a plan and no place on 1 September: none while a type without limits takes those whom "
       "full ones cannot."},
      {year_7_transfers,
       "year_7_from_mainstream",
       Unit::count,
       sep,
       false,
       {By::placement},
       "Children who left a mainstream school at the Year 7 transfer, by placement."},
      {moves_mainstream_to_special,
       "moves_mainstream_to_special",
       Unit::count,
       cal,
       false,
       {By::total},
       "Moves from mainstream to special schools."},
      {moves_special_to_mainstream,
       "moves_special_to_mainstream",
       Unit::count,
       cal,
       false,
       {By::total},
       "Moves from special schools to mainstream."},
      {children_supported,
       "children_supported",
       Unit::count,
       aca,
       false,
       {By::total},
       "Packages of early support started."},
      {travel_children,
       "travel_children",
       Unit::count,
       jan,
       false,
       {By::total, By::mode},
       "Children with travel assistance."},
      {travel_spend,
       "travel_spend",
       Unit::pence,
       fin,
       false,
       {By::total, By::mode},
       "Spend on travel (outside the DSG)."},
      {intervention_cost,
       "intervention_cost",
       Unit::pence,
       fin,
       false,
       {By::total},
       "Cost of early support."},
      {hnb_income, "hnb_income", Unit::pence, fin, true, {By::total, By::line}, "High needs block income."},
      {hnb_spend,
       "hnb_spend",
       Unit::pence,
       fin,
       true,
       {By::total, By::line},
       "High needs block spend, by ledger line."},
      {unexplained_base,
       "unexplained_base",
       Unit::pence,
       fin,
       true,
       {By::total},
       "Published spend of the base year that the bottom-up build does not explain, carried forward."},
      {independent_spend,
       "independent_spend",
       Unit::pence,
       fin,
       false,
       {By::total},
       "Spend on independent and non-maintained special schools."},
      {placement_spend,
       "placement_spend",
       Unit::pence,
       fin,
       false,
       {By::placement},
       "Unit costs paid, by placement (place funding apart)."},
      {placement_days,
       "placement_days",
       Unit::count,
       fin,
       false,
       {By::placement},
       "Child-days in the placement."},
      {in_year_position,
       "in_year_position",
       Unit::pence,
       fin,
       true,
       {By::total},
       "Spend less income: deficits are positive."},
      {cumulative_deficit,
       "cumulative_deficit",
       Unit::pence,
       fin,
       true,
       {By::total},
       "Cumulative DSG deficit, advances counted as income."},
      {cumulative_deficit_excl_advance,
       "cumulative_deficit_excl_advance",
       Unit::pence,
       fin,
       false,
       {By::total},
       "Cumulative deficit with repayable advances counted as debt."},
      {deficit_financing_cost,
       "deficit_financing_cost",
       Unit::pence,
       fin,
       false,
       {By::total},
       "Interest on the cumulative deficit (outside the DSG)."},
      {general_fund_exposure,
       "general_fund_exposure",
       Unit::pence,
       fin,
       false,
       {By::total},
       "Cumulative deficit that falls on the general fund once the accounting override has ended."},
      {savings_planned, "savings_planned", Unit::pence, fin, false, {By::total}, "Cash savings planned."},
      {savings_delivered,
       "savings_delivered",
       Unit::pence,
       fin,
       false,
       {By::total},
       "Cash savings delivered."},
  };
  return all;
}

std::vector<sim::Metric> shares() {
  const auto share = [](std::string name, PeriodType p, bool headline, std::string top, std::string bottom,
                        double scale, std::string text) {
    return sim::Metric{.name = std::move(name),
                       .unit = Unit::share,
                       .period_type = p,
                       .headline = headline,
                       .text = std::move(text),
                       .numerator = std::move(top),
                       .denominator = std::move(bottom),
                       .scale = scale};
  };
  return {
      share("ehcp_per_1000_0_25", jan, false, "ehcp_stock", "population_0_25", 1000,
            "Plans per 1,000 residents aged 0 to 25."),
      share("ehcp_per_1000_2_18", jan, false, "ehcp_stock", "population_2_18", 1000,
            "Plans (all ages) per 1,000 residents aged 2 to 18."),
      share("independent_share", jan, true, "inmss_stock", "ehcp_stock", 1,
            "INMSS plans as a share of all plans."),
      share("independent_share_pre16", jan, false, "inmss_stock_pre16", "plans_pre16", 1,
            "INMSS share of plans under 16."),
      share("independent_share_post16", jan, false, "inmss_stock_post16", "plans_post16", 1,
            "INMSS share of plans at 16 and over."),
      share("independent_share_new", cal, false, "inmss_new_plans", "new_plans", 1,
            "INMSS share of new plans."),
      share("independent_spend_share", fin, true, "independent_spend", "hnb_spend", 1,
            "INMSS spend as a share of high needs block spend."),
      share("plans_within_20_weeks_all", cal, true, "plans_issued_in_20_weeks", "new_plans", 1,
            "Share of plans issued within 20 weeks, exceptions included."),
      share("plans_within_20_weeks_excl_exceptions", cal, false, "plans_issued_in_20_weeks_excl_exceptions",
            "plans_issued_excl_exceptions", 1, "Share of plans issued within 20 weeks, exceptions excluded."),
      share("annual_reviews_on_time", aca, false, "annual_reviews_in_time", "annual_reviews_due", 1,
            "Share of annual reviews held when due."),
      share("phase_transfers_named_by_deadline", sep, false, "phase_transfers_named", "phase_transfers", 1,
            "Share of phase transfers named by the statutory date."),
      share("unit_cost", fin, false, "placement_spend", "placement_days", sim::days_per_year / 100.0,
            "Mean yearly cost to the high needs block of a plan in the placement (pounds; place funding "
            "apart)."),
  };
}

std::vector<std::string> strings(auto&& labels) {
  std::vector<std::string> out;
  for (const auto& l : labels) out.emplace_back(l);
  return out;
}

std::vector<std::string> type_names(const Structure& s, bool finite_only) {
  std::vector<std::string> out;
  for (const auto& t : s.types)
    if (!finite_only || t.finite) out.push_back(t.id);
  return out;
}

std::vector<std::string> crossed(const std::vector<std::string>& a, auto&& labels) {
  std::vector<std::string> out;
  for (const auto& x : a)
    for (const auto& y : labels) out.push_back(x + "/" + std::string(y));
  return out;
}

std::vector<std::string> categories(const Structure& s, Metric m, By by) {
  const bool finite = m == Metric::place_demand || m == Metric::places_filled ||
                      m == Metric::place_shortfall || m == Metric::places_commissioned ||
                      m == Metric::place_demand_january || m == Metric::places_filled_january ||
                      m == Metric::place_shortfall_january || m == Metric::places_over_number ||
                      m == Metric::over_number_directed || m == Metric::waiting_for_place ||
                      m == Metric::place_candidates || m == Metric::place_served || m == Metric::overflow ||
                      m == Metric::place_waiting;
  switch (by) {
    case By::total:
      return {"total"};
    case By::age_group:
      return strings(age_groups);
    case By::stage:
      return strings(stages);
    case By::need:
      return strings(needs);
    case By::placement:
      return type_names(s, finite);
    case By::school_phase:
      return strings(school_phases);
    case By::line: {
      if (m != Metric::hnb_income) return s.lines;
      std::vector<std::string> ids;
      for (const auto& line : s.income) ids.push_back(line.id);
      return ids;
    }
    case By::reason:
      return strings(reasons);
    case By::mode:
      return strings(modes);
    case By::outcome:
      return strings(outcomes);
    case By::dispute:
      return strings(disputes);
    case By::source:
      return {"parent", "school"};
    case By::pathway:
      return strings(pathways);
    case By::year_of_age: {
      std::vector<std::string> out;
      for (std::size_t a = 0; a < ages; ++a) out.push_back(std::to_string(a));
      return out;
    }
    case By::placement_phase:
      return crossed(type_names(s, true), school_phases);
    case By::placement_need:
      return crossed(type_names(s, true), needs);
    case By::origin_group:
      return strings(groups);
    case By::count_:
      break;
  }
  throw std::logic_error("unknown breakdown");
}

std::string_view breakdown_name(By by) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(By::count_)> names{
      "total",           "age_group",      "stage",       "need",    "placement", "phase",   "line",
      "reason",          "mode",           "outcome",     "dispute", "source",    "pathway", "age",
      "placement_phase", "placement_need", "origin_group"};
  return names[static_cast<std::size_t>(by)];
}

/// The year (or term) in which term t of the clock is counted, and how many terms make it complete.
struct Counted {
  int year;
  int terms;
};

std::optional<Counted> counted(PeriodType type, const sim::Term& t) {
  switch (type) {
    case jan:
      if (t.season != sim::Season::autumn) return std::nullopt;
      return Counted{t.calendar_year + 1, 1};
    case sep:
      if (t.season != sim::Season::autumn) return std::nullopt;
      return Counted{t.calendar_year, 1};
    case cal:
      return Counted{t.calendar_year, 3};
    case aca:
      return Counted{t.academic_year, 3};
    case fin:
      return Counted{t.financial_year, 3};
    case term:
      break;
  }
  return std::nullopt;
}

std::string period_name(PeriodType type, int year) {
  return type == aca || type == fin ? sim::spanning_year(year) : std::to_string(year);
}

}  // namespace

Measures::Measures(const Structure& s) {
  std::array<std::vector<std::string>, 6> names;
  for (const auto type : {jan, sep, cal, aca, fin, term}) {
    auto& index = period_[static_cast<std::size_t>(type)];
    auto& labels = names[static_cast<std::size_t>(type)];
    index.assign(s.clock.size(), -1);
    static constexpr std::array<std::string_view, 3> seasons{"autumn", "spring", "summer"};
    if (type == term) {
      for (std::size_t t = 0; t < s.clock.size(); ++t) {
        index[t] = static_cast<int>(t);
        labels.push_back(std::to_string(s.clock[t].calendar_year) + "-" +
                         std::string(seasons[static_cast<std::size_t>(s.clock[t].season)]));
      }
      continue;
    }
    // A year is reported when the run holds all of its terms. The first financial year is reported too if the
    // run starts inside it, with the months before the start at the starting stock (see accrual).
    for (std::size_t t = 0; t < s.clock.size();) {
      const auto here = counted(type, s.clock[t]);
      if (!here) {
        ++t;
        continue;
      }
      std::size_t end = t;
      while (end < s.clock.size() && counted(type, s.clock[end]) &&
             counted(type, s.clock[end])->year == here->year)
        ++end;
      const bool ends_inside =
          end < s.clock.size() || (type == fin && s.clock[end - 1].season == sim::Season::spring) ||
          (type == cal && s.clock[end - 1].season == sim::Season::autumn) ||
          (type == aca && s.clock[end - 1].season == sim::Season::summer) || here->terms == 1;
      const bool complete =
          static_cast<int>(end - t) == here->terms || (type == fin && t == 0 && ends_inside);
      if (complete) {
        for (std::size_t u = t; u < end; ++u) index[u] = static_cast<int>(labels.size());
        if (type == fin) financial_years_.push_back(here->year);
        labels.push_back(period_name(type, here->year));
      }
      t = end;
    }
  }
  for (auto& row : base_) row.fill(none);
  for (const auto& d : declared()) {
    const auto m = static_cast<std::size_t>(d.id);
    type_[m] = d.period;
    const auto& labels = names[static_cast<std::size_t>(d.period)];
    const auto metric = layout_.add_metric({.name = std::string(d.name),
                                            .unit = d.unit,
                                            .period_type = d.period,
                                            .headline = d.headline,
                                            .text = std::string(d.text),
                                            .numerator = {},
                                            .denominator = {}});
    for (const By by : d.by) {
      bool first = true;
      for (const auto& category : categories(s, d.id, by)) {
        const auto series =
            layout_.add_series(metric, std::string(breakdown_name(by)), category, labels, s.area);
        if (first) base_[m][static_cast<std::size_t>(by)] = series;
        first = false;
      }
    }
  }
  for (auto& share : shares()) layout_.add_metric(std::move(share));
  layout_.derive_shares();
}

std::vector<sim::Metric> metric_dictionary() {
  std::vector<sim::Metric> all;
  for (const auto& d : declared())
    all.push_back({.name = std::string(d.name),
                   .unit = d.unit,
                   .period_type = d.period,
                   .headline = d.headline,
                   .text = std::string(d.text),
                   .numerator = {},
                   .denominator = {}});
  for (auto& share : shares()) all.push_back(std::move(share));
  return all;
}

}  // namespace models
