#pragma once
// The clock: three terms a year, whose boundaries are the dates that matter to schools, the census and
// budgets.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sim {

enum class Season : std::uint8_t { autumn, spring, summer };

/// One term. Years are whole years of 365 days, so that a day is a number that never depends on leap years.
struct Term {
  Season season = Season::autumn;
  int calendar_year = 0;
  int academic_year = 0;   ///< year in which the academic year starts
  int financial_year = 0;  ///< year in which the financial year starts
  int first_day = 0;       ///< days since the start of the run
  int days = 0;
  int months = 0;
};

inline constexpr int days_per_year = 365;
constexpr int days_of(Season s) { return s == Season::autumn ? 122 : s == Season::spring ? 90 : 153; }
constexpr int months_of(Season s) { return s == Season::autumn ? 4 : s == Season::spring ? 3 : 5; }

/// A run's terms in order, and the complete years that they hold.
class TermClock {
 public:
  /// `start_year` is the calendar year of the first day of the first term. Throws std::invalid_argument
  /// unless 1 <= years <= 100.
  TermClock(Season first, int start_year, int years);

  const std::vector<Term>& terms() const { return terms_; }
  const Term& operator[](std::size_t t) const { return terms_[t]; }
  std::size_t size() const { return terms_.size(); }

  /// The term `back` terms before the first one: the warm-up of pipelines needs its dates and rates.
  Term before_start(int back) const;

 private:
  std::vector<Term> terms_;
};

/// The season and year of a first day written as an ISO date, or nothing if no term starts on it.
std::optional<std::pair<Season, int>> term_start(const std::string& iso_date);

/// "2019-20"
std::string spanning_year(int first);

/// Probability over a part of a year of an event with yearly probability `p`: 1 - (1-p)^(months/12).
double over_months(double p, int months);
/// The hazard per year whose yearly probability is p.
double hazard(double p);

}  // namespace sim
