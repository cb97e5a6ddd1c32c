#pragma once
// Money as it accrues: what each type's children cost per year, kept as running sums, and the ledger by year.
//
// Number is std::int64_t (pence, children) in the simulation and double in the expected-value engine.

#include <cmath>
#include <type_traits>
#include <vector>

#include "models/course.hpp"
#include "models/measures.hpp"

namespace models {

template <class Number>
Number rounded(double x) {
  if constexpr (std::is_integral_v<Number>)
    return static_cast<Number>(std::llround(x));
  else
    return x;
}

template <class Number>
struct Accounts {
  // Running: children now in each type and their yearly cost, pence at the price base.
  std::vector<Number> type_cost, type_children;
  // Corrections of this term for days not spent: negative for late starts, positive for leavers.
  std::vector<Number> cost_part, days_part;
  // Extra yearly cost of children who wait, pence at the price base of the type waited for.
  std::vector<Number> waiting;
  // Residents' places in use after this term's allocation, by provision.
  std::vector<Number> filled;
  /// Places lent to neighbours less those borrowed from them, by provision.
  std::vector<Number> lent;
  std::array<Number, modes.size()> travellers{};
  Number on_support = 0;
  std::vector<Number> packages_started;  ///< this term, by kind
  // The ledger, by financial year of the run.
  std::vector<std::vector<Number>> line, placement_spend, placement_days, travel,
      packages;  ///< packages: what those of each intervention cost

  void clear(const Structure& s);
  /// Adds one term's spend to its financial year.
  void close_term(const Structure& s, const Rates& r, std::size_t t) { accrue(s, r, t, s.clock[t]); }
  /// The months of the first financial year before the start, at the starting stock, so that a whole year can
  /// be set against published figures.
  void before_start(const Structure& s, const Rates& r);

 private:
  void accrue(const Structure& s, const Rates& r, std::size_t t, const sim::Term& term);
  void accrue_places(const Structure& s, const Rates& r, std::size_t year, std::size_t fy, double part);
};

/// Completes the ledger: fixed costs, contributions, reconciliation, savings, income and deficits; records
/// it.
template <class Number>
void close_ledger(const Structure& s, Course& course, Accounts<Number>& accounts, Recorder<Number>& record);

}  // namespace models
