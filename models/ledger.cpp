// The ledger of the high needs block: every pound of spend in one line, income, position, deficit and what
// follows.
#include <algorithm>

#include "models/accounts.hpp"

namespace models {
namespace {

/// The area's own money line in a financial year, in pence, grown after its last stated year.
double stated(Values v, const MoneyLine& line, int fy) {
  const int last = static_cast<int>(std::lround(v(line.growth_from)));
  const int from = std::min(fy, last);
  return 100 * v(line.amount, year_index(from)) * std::pow(1 + v(line.growth), fy - from);
}

template <class Number>
class Ledger {
 public:
  Ledger(const Structure& s, Course& course, Accounts<Number>& a, Recorder<Number>& record)
      : s_(s), course_(course), v_(course.rates().v), a_(a), record_(record) {}

  void close() {
    const auto& years = record_.measures().financial_years();
    const int first = s_.clock[0].financial_year;
    for (const int fy : years) {
      course_.enter_year(fy);
      fixed_costs(static_cast<std::size_t>(fy - first), fy);
    }
    reconcile(first);
    Number deficit = rounded<Number>(100 * v_(s_.slot.opening_deficit)), advances = 0;
    note_eligible(first - 1, deficit);
    for (std::size_t i = 0; i < years.size(); ++i)
      close_year(static_cast<int>(i), years[i], static_cast<std::size_t>(years[i] - first), deficit,
                 advances);
  }

 private:
  Number& line(std::size_t f, FixedLine l) { return a_.line[f][static_cast<std::size_t>(l)]; }

  void fixed_costs(std::size_t f, int fy) {
    for (std::size_t c = 0; c < s_.costs.size(); ++c)
      a_.line[f][s_.cost_line[c]] += rounded<Number>(stated(v_, s_.costs[c], fy));
    double fees = 0;  // independent ones that are not recharged: nobody pays for what another has paid
    for (std::size_t i = 0; i < s_.types.size(); ++i) {
      const double spend = static_cast<double>(a_.placement_spend[f][i]),
                   recharged = v_(s_.types[i].recharged);
      line(f, FixedLine::contributions) -= rounded<Number>(recharged * spend);
      if (s_.types[i].inmss) fees += (1 - recharged) * spend;
    }
    line(f, FixedLine::contributions) -= rounded<Number>(v_(s_.slot.contribution) * fees);
  }

  Number independent(std::size_t f) const {
    Number sum = 0;
    for (std::size_t i = 0; i < s_.types.size(); ++i)
      if (s_.types[i].inmss) sum += a_.placement_spend[f][i];
    return sum;
  }

  Number bottom_up(std::size_t f) const {
    Number sum = 0;
    for (const Number x : a_.line[f]) sum += x;
    return sum;
  }

  /// The published base-year spend less the bottom-up spend is a line of its own, carried forward with its
  /// growth.
  void reconcile(int first) {
    const int base = static_cast<int>(std::lround(v_(s_.slot.base_year)));
    const auto at = base - first;
    if (v_(s_.slot.base_spend) <= 0 || at < 0 || at >= static_cast<int>(a_.line.size())) return;
    const Number gap =
        rounded<Number>(100 * v_(s_.slot.base_spend)) - bottom_up(static_cast<std::size_t>(at));
    for (std::size_t f = 0; f < a_.line.size(); ++f)
      line(f, FixedLine::unexplained_base) = rounded<Number>(
          static_cast<double>(gap) * std::pow(1 + v_(s_.slot.unexplained_growth), static_cast<int>(f) - at));
  }

  void savings(int i, std::size_t f, int fy) {
    const int first = record_.measures().financial_years().front();
    for (std::size_t k = 0; k < s_.savings.size(); ++k) {
      const auto& saving = s_.savings[k];
      const Number planned = rounded<Number>(saving.planned(v_, fy));
      const auto record = [&](Metric m, Number pence) {
        record_.add_at(m, By::saving, s_.place_among_its_kind(k), i, pence);
        record_.add_at(m, By::total, 0, i, pence);
      };
      if (saving.simulated) {
        record(Metric::savings_planned_simulated, planned);
        continue;
      }
      const Number delivered = rounded<Number>(saving.arriving(v_, fy, first));
      a_.line[f][saving.line] -= delivered;
      record(Metric::savings_planned, planned);
      record(Metric::savings_delivered, delivered);
      record(Metric::savings_shortfall, planned - delivered);
      const auto line = std::ranges::find(s_.saving_lines, saving.line) - s_.saving_lines.begin();
      record_.add_at(Metric::savings_delivered, By::line, static_cast<std::size_t>(line), i, delivered);
    }
  }

  /// What the events of the register cost by themselves; like interventions, beside what is reconciled.
  void events(int i, std::size_t f, int fy) {
    for (std::size_t k = 0; k < s_.risks.size(); ++k) {
      const Number cost = rounded<Number>(course_.risk_cost(k, fy));
      const Number there = rounded<Number>(course_.in_force(k, fy));
      a_.line[f][s_.risks[k].line] += cost;
      const auto record = [&](Metric m, Number x) {
        record_.add_at(m, By::risk, k, i, x);
        record_.add_at(m, By::total, 0, i, x);
      };
      record(Metric::risk_cost, cost);
      record(Metric::risk_events, there);
    }
  }

  /// An income in a financial year, in pence.
  double of_year(const MoneyLine& income, int fy) const {
    if (income.grant)
      return fy == static_cast<int>(std::lround(v_(s_.slot.grant_paid_in)))
                 ? v_(s_.slot.grant_share) * eligible_
                 : 0;
    if (income.intervention)
      return 100 * course_.dose_at_end(*income.intervention, fy) * v_(income.amount, year_index(fy));
    return stated(v_, income, fy);
  }

  /// The deficit at the end of a year; that of the year to which a grant counts is what it is reckoned from.
  void note_eligible(int fy, Number deficit) {
    if (fy <= v_(s_.slot.grant_accrued_to))
      eligible_ = std::max(0.0, static_cast<double>(deficit) - 100 * v_(s_.slot.grant_excluded));
  }

  Number income(int i, int fy, Number& advances) {
    Number sum = 0;
    for (std::size_t k = 0; k < s_.income.size(); ++k) {
      const auto& from = s_.income[k];
      const Number x = rounded<Number>(of_year(from, fy));
      record_.add_at(Metric::hnb_income, By::line, k, i, x);
      if (s_.income[k].kind == IncomeKind::advance) advances += x;
      sum += x;
    }
    record_.add_at(Metric::hnb_income, By::total, 0, i, sum);
    return sum;
  }

  /// Beside what is reconciled: a published spend of the base year did not hold the cost of what is planned.
  Number interventions(int i, std::size_t f, int fy) {
    Number sum = 0;
    for (std::size_t k = 0; k < s_.interventions.size(); ++k) {
      const Number cost = rounded<Number>(course_.cost(k, fy)) + a_.packages[f][k];
      a_.line[f][s_.interventions[k].line] += cost;
      record_.add_at(Metric::intervention_cost, By::intervention, k, i, cost);
      sum += cost;
    }
    return sum;
  }

  void close_year(int i, int fy, std::size_t f, Number& deficit, Number& advances) {
    course_.enter_year(fy);
    const Number cost = interventions(i, f, fy);
    events(i, f, fy);
    if (s_.spend_given) {
      std::fill(a_.line[f].begin(), a_.line[f].end(), Number{});
      line(f, FixedLine::published_spend) = rounded<Number>(100 * v_(s_.slot.given_spend, year_index(fy)));
    }
    savings(i, f, fy);
    Number spend = 0;
    for (std::size_t l = 0; l < s_.lines.size(); ++l) {
      record_.add_at(Metric::hnb_spend, By::line, l, i, a_.line[f][l]);
      spend += a_.line[f][l];
    }
    record_.add_at(Metric::hnb_spend, By::total, 0, i, spend);
    record_.add_at(Metric::unexplained_base, By::total, 0, i, line(f, FixedLine::unexplained_base));
    record_.add_at(Metric::intervention_cost, By::total, 0, i, line(f, FixedLine::early_support) + cost);
    record_.add_at(Metric::independent_spend, By::total, 0, i, independent(f));
    const double financed = std::max(0.0, static_cast<double>(deficit));
    record_.add_at(Metric::deficit_financing_cost, By::total, 0, i,
                   rounded<Number>(financed * v_(s_.slot.interest_rate)));
    const Number position = spend - income(i, fy, advances);
    deficit += position;
    note_eligible(fy, deficit);
    record_.add_at(Metric::in_year_position, By::total, 0, i, position);
    record_.add_at(Metric::cumulative_deficit, By::total, 0, i, deficit);
    record_.add_at(Metric::cumulative_deficit_excl_advance, By::total, 0, i, deficit + advances);
    if (fy > v_(s_.slot.override_ends))
      record_.add_at(
          Metric::general_fund_exposure, By::total, 0, i,
          rounded<Number>(std::max(0.0, static_cast<double>(deficit)) * v_(s_.slot.override_share)));
    for (std::size_t k = 0; k < s_.types.size(); ++k) {
      record_.add_at(Metric::placement_spend, By::placement, k, i, a_.placement_spend[f][k]);
      record_.add_at(Metric::placement_days, By::placement, k, i, a_.placement_days[f][k]);
    }
    for (std::size_t m = 0; m < modes.size(); ++m) {
      record_.add_at(Metric::travel_spend, By::mode, m, i, a_.travel[f][m]);
      record_.add_at(Metric::travel_spend, By::total, 0, i, a_.travel[f][m]);
    }
  }

  const Structure& s_;
  Course& course_;
  Values v_;
  Accounts<Number>& a_;
  Recorder<Number>& record_;
  double eligible_ = 0;  ///< pence
};

}  // namespace

template <class Number>
void close_ledger(const Structure& s, Course& course, Accounts<Number>& accounts, Recorder<Number>& record) {
  Ledger<Number>(s, course, accounts, record).close();
}

template void close_ledger<std::int64_t>(const Structure&, Course&, Accounts<std::int64_t>&,
                                         Recorder<std::int64_t>&);
template void close_ledger<double>(const Structure&, Course&, Accounts<double>&, Recorder<double>&);

}  // namespace models
