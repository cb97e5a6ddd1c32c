#include "models/measures.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/periods.hpp"

namespace models {
namespace {

std::vector<std::string> strings(auto&& labels) { return {labels.begin(), labels.end()}; }

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

/// The lines of the savings programme that a metric speaks of, or the events of the register.
std::vector<std::string> programme(const Structure& s, Metric m) {
  std::vector<std::string> ids;
  if (m == Metric::risk_events || m == Metric::risk_cost)
    for (const auto& risk : s.risks) ids.push_back(risk.id);
  else
    for (const auto& saving : s.savings)
      if (saving.simulated == (m == Metric::savings_planned_simulated)) ids.push_back(saving.id);
  return ids;
}

/// Metrics of which a run without such lines and events says nothing, not even nought.
bool only_with_programme(Metric m) {
  return m == Metric::savings_shortfall || m == Metric::savings_planned_simulated ||
         m == Metric::risk_events || m == Metric::risk_cost;
}

std::vector<std::string> categories(const Structure& s, Metric m, By by) {
  if (only_with_programme(m) && programme(s, m).empty()) return {};
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
      std::vector<std::string> ids;
      if (m == Metric::hnb_spend) return s.lines;
      if (m == Metric::savings_delivered)
        for (const auto line : s.saving_lines) ids.push_back(s.lines[line]);
      else
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
    case By::placement_age_group:
      return crossed(type_names(s, finite), age_groups);
    case By::placement_phase:
      return crossed(type_names(s, finite), school_phases);
    case By::placement_need:
      return crossed(type_names(s, finite), needs);
    case By::placement_phase_need:
      return crossed(crossed(type_names(s, finite), school_phases), needs);
    case By::origin_group:
      return strings(groups);
    case By::intervention: {
      std::vector<std::string> ids;
      for (const auto& i : s.interventions) ids.push_back(i.id);
      return ids;
    }
    case By::saving:
    case By::risk:
      return programme(s, m);
    case By::count_:
      break;
  }
  throw std::logic_error("unknown breakdown");
}

/// The figures of a published ledger: those that nothing simulated enters.
bool published(Metric m) {
  switch (m) {
    case Metric::hnb_income:
    case Metric::hnb_spend:
    case Metric::in_year_position:
    case Metric::cumulative_deficit:
    case Metric::cumulative_deficit_excl_advance:
    case Metric::deficit_financing_cost:
    case Metric::general_fund_exposure:
    case Metric::savings_planned:
    case Metric::savings_delivered:
    case Metric::savings_shortfall:
    case Metric::savings_planned_simulated:
    case Metric::risk_events:
    case Metric::risk_cost:
      return true;
    default:
      return false;
  }
}

/// What the phase transfers of a 1 September are counted by. Those of the day on which a run starts happened
/// before it.
bool of_phase_transfers(Metric m) {
  return m == Metric::phase_transfers || m == Metric::phase_transfers_named || m == Metric::year_7_transfers;
}

}  // namespace

std::string Measures::shape(const Structure& s) {
  std::string out = std::to_string(s.spend_given) + std::to_string(s.gated) + std::to_string(s.clock.size());
  for (std::size_t t = 0; t < s.clock.size(); ++t)
    out +=
        ' ' + std::to_string(s.clock[t].academic_year) + std::to_string(static_cast<int>(s.clock[t].season));
  const auto list = [&out](const std::vector<std::string>& ids) {
    out += '\n';
    for (const auto& id : ids) out += id + ' ';
  };
  list(type_names(s, false));
  list(type_names(s, true));
  list(s.lines);
  for (const Metric m : {Metric::hnb_income, Metric::savings_delivered}) list(categories(s, m, By::line));
  list(categories(s, Metric::ehcp_stock, By::intervention));
  for (const Metric m : {Metric::savings_planned, Metric::savings_planned_simulated, Metric::risk_events})
    list(programme(s, m));
  return out;
}

Measures::Measures(const Structure& s) {
  using sim::PeriodType;
  std::array<std::vector<std::string>, 8> names;
  for (const auto type : {PeriodType::january, PeriodType::september, PeriodType::term_end,
                          PeriodType::calendar_year, PeriodType::academic_year, PeriodType::financial_year}) {
    Periods periods = periods_of(type, s.clock);
    period_[static_cast<std::size_t>(type)] = std::move(periods.of_term);
    names[static_cast<std::size_t>(type)] = std::move(periods.names);
    if (type == PeriodType::financial_year) financial_years_ = std::move(periods.years);
  }
  const auto septembers = static_cast<std::size_t>(PeriodType::september);
  const bool starts_then = s.clock[0].season == sim::Season::autumn;
  names[later_septembers].assign(names[septembers].begin() + starts_then, names[septembers].end());
  for (const int at : period_[septembers])
    period_[later_septembers].push_back(std::max(at - starts_then, -1));
  period_[no_periods].assign(s.clock.size(), -1);
  std::array<std::size_t, static_cast<std::size_t>(Metric::count_)> lists{};
  for (const auto& [id, about, breakdowns] : stored_metrics()) {
    const auto m = static_cast<std::size_t>(id);
    const bool reported = (!s.spend_given || published(id)) && (s.gated || id != Metric::ended_at_gate);
    lists[m] = !reported                ? no_periods
               : of_phase_transfers(id) ? later_septembers
                                        : static_cast<std::size_t>(about.period_type);
    const auto& labels = names[lists[m]];
    const auto metric = layout_.add_metric(about);
    if (!reported) continue;
    for (const By by : breakdowns) {
      bool first = true;
      for (const auto& category : categories(s, id, by)) {
        const auto series = layout_.add_series(metric, std::string(name_of(by)), category, labels, s.area);
        if (first)
          columns_[m][static_cast<std::size_t>(by)] = {layout_.column(series, 0),
                                                       static_cast<std::uint32_t>(labels.size())};
        first = false;
      }
    }
  }
  for (std::size_t t = 0; t < s.clock.size(); ++t)
    for (const auto list : lists) at_.push_back(period_[list][t]);
  for (const auto& ratio : ratio_metrics()) layout_.add_metric(ratio);
  layout_.derive_ratios();
}

}  // namespace models
