#pragma once
// The course of a replicate: its numbers and rates as interventions and events change them, term by term.

#include <vector>

#include "models/rates.hpp"

namespace models {

/// Without interventions and events this is the rates of the replicate and nothing else.
///
/// In every term the rates are those that the whole run would have if the numbers had always been what they
/// are in that term; a stage reads those of its term only. Numbers of which a path is made over the years
/// (population, trends, growth) are therefore beyond an intervention's reach: see check_interventions.
///
/// What events do to interventions (a dose, a delay) comes first, so that the interventions of the term are
/// what is left of them.
class Course {
 public:
  /// At the start the numbers are as the assumptions have them. The arguments outlive the course.
  Course(const Structure& s, std::span<const double> assumptions, const sim::ReplicateKey& key,
         std::span<const double> cost_normaliser);
  /// As it stands, for assumptions of its own that are still the same, which outlive it: from here on the two
  /// may part.
  Course(const Course& other, std::span<const double> assumptions);
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  /// One cell of the assumptions has changed that no term until now has reached: the dose of an intervention
  /// that has not begun.
  void adopt(std::uint32_t cell);
  /// Works the rates out again from the numbers: a dose says how many packages there are.
  void renew_rates();

  const Rates& rates() const { return rates_; }

  /// What a change of rates reaches beyond the next draw.
  struct Changed {
    bool any = false;
    bool support = false;  ///< hazards on SEN support, which a year is foreseen with
    bool leaving = false;  ///< hazards of plans in the year, likewise
    bool modes = false;    ///< shares of modes of travel
  };
  /// Brings numbers and rates to a term. Terms come in their order, from 0.
  Changed enter_term(std::size_t t);

  /// The same for a course that differs from that of a life by money alone (books.hpp), which has been
  /// brought to the term: places and prices over the years are the life's.
  void follow_term(std::size_t t, const Rates& life);

  /// Brings the numbers (not the rates) to their mean over the months of a financial year, for what is
  /// reckoned by year. Comes after the last term.
  void enter_year(int financial_year);

  /// Dose of an intervention in the last term of a financial year, which is what a yearly sum goes by.
  double dose_at_end(std::size_t intervention, int financial_year) const;

  /// Cost in pence of an intervention in a financial year, as far as the terms have come.
  double cost(std::size_t intervention, int financial_year) const;
  /// The same of an event.
  double risk_cost(std::size_t risk, int financial_year) const;
  /// Whether an event is in force in any term of a financial year: 0 or 1, or its share (see events).
  double in_force(std::size_t risk, int financial_year) const;

 private:
  /// What an intervention costs in a term: pounds at full size, the size, and how much of it is there.
  struct Paid {
    double pounds = 0, dose = 0, reached = 0;
  };
  /// Brings the numbers to a term; false where they stay as they are.
  bool change_numbers(std::size_t t);
  bool apply(int term);
  double dose(const Act& act, int term) const;
  std::vector<double> doses(const std::vector<Act>& acts, int term) const;

  const Structure& s_;
  std::span<const double> assumptions_;
  sim::ReplicateKey key_;
  std::span<const double> cost_normaliser_;
  std::span<const double> numbers() const {
    return cells_.empty() ? assumptions_ : std::span<const double>(cells_);
  }

  std::vector<double> cells_;             ///< as changed; empty where nothing changes any
  std::vector<std::uint32_t> touched_;    ///< the cells that any act can change
  std::vector<double> happens_;           ///< by risk: see events
  std::vector<double> doses_, early_;     ///< in the last term, by act; early: on interventions
  std::vector<std::vector<Paid>> paid_;   ///< by term and intervention
  std::vector<std::vector<double>> was_;  ///< by term: the touched cells
  Rates rates_;
};

/// What acts make of the numbers at doses of their own, between the bounds of each parameter; `outside`, if
/// given, takes the cells that would have left them.
void apply_acts(std::span<const Act> acts, std::span<const double> assumptions, std::span<const double> doses,
                std::span<double> cells, std::vector<std::uint32_t>* outside = nullptr);

}  // namespace models
