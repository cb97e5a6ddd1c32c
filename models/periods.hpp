#pragma once
// The periods that a run holds whole, for each kind of period, and in which of them each term is counted.

#include <string>
#include <vector>

#include "sim/layout.hpp"
#include "sim/term_clock.hpp"

namespace models {

struct Periods {
  std::vector<int> of_term;        ///< for each term the index of its period, or -1: none, or not whole
  std::vector<std::string> names;  ///< as results write them: "2020", "2020-spring", "2019-20"
  std::vector<int> years;          ///< the calendar year in which each begins
};

/// A year is reported when the run holds all of its terms. The first financial year is reported too if the
/// run starts inside it, with the months before the start at the starting stock (see accrual). January: the
/// census that follows the autumn term.
Periods periods_of(sim::PeriodType type, const sim::TermClock& clock);

}  // namespace models
