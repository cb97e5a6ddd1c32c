#pragma once
// The counts of one return while they are made, and what could not be counted.

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "app/import/panel.hpp"
#include "app/import/sen2_plans.hpp"
#include "app/import/sen2_tables.hpp"

namespace app {

class Sen2Counts {
 public:
  Sen2Counts(const Sen2Tables& tables, const Sen2Plans& plans, Day census, int smallest)
      : t(tables), held(plans), day(census), january(year_of(census)), smallest_(smallest) {}

  const Sen2Tables& t;
  const Sen2Plans& held;
  const Day day;      ///< of the census
  const int january;  ///< its year; flows are of the year before
  std::map<std::pair<Series, int>, double> counts;
  std::vector<std::string> repairs;  ///< sentences for the data log

  void stock(std::string_view measure, std::string_view breakdown, const std::string& category,
             double value = 1);
  void flow(std::string_view measure, std::string_view breakdown, const std::string& category,
            double value = 1);
  void flow(std::string_view measure) { flow(measure, "total", "total"); }
  double total(std::string_view measure) const;
  bool in_year(const std::optional<Day>& at) const { return at && year_of(*at) == january - 1; }

  /// Age at 31 August before, of those between 0 and 25; "unknown".
  std::string age(const std::string& person, Day at) const;
  /// One of the five groups of the statistics; empty where the age is not known.
  std::string age_group(const std::string& person, Day at) const;

  /// Rows that could be in a figure and cannot be counted. Where they could change it by more than one in a
  /// hundred, the flows `measures` are not reported; either way it is said. `figures` and `why` make the
  /// sentence.
  void doubt(long rows, double counted, const std::string& why, const std::string& figures,
             std::initializer_list<const char*> measures);
  static bool too_many(long rows, double counted);

  /// Why somebody who is counted in a total may be in no part of it.
  enum class Unread { age, need, setting, reason };
  /// One more who is counted in a breakdown; `known` is false if what the part depends on cannot be read.
  void part(std::string_view measure, std::string_view breakdown, Clock clock, Unread what, bool known);
  /// True if a date of birth gives an age from 0 to `oldest` on a day.
  bool age_known(const std::string& person, Day at, int oldest = 25) const;
  /// Takes out the breakdowns of which more than one in a hundred cannot be read, so that nobody shares them
  /// out; either way it is said.
  void doubt_parts();
  /// "57 rows", or "fewer than 5 rows" where small counts are not to be told.
  std::string rows(long count, const char* what = "row") const;

 private:
  struct Parts {
    Unread what = Unread::age;
    long counted = 0, unread = 0;
  };
  void set_aside(const std::string& measure, const std::string& breakdown, Clock clock);

  std::map<std::tuple<std::string, std::string, Clock>, Parts> parts_;  ///< by measure and breakdown
  int smallest_;
};

/// Stands for every breakdown of a measure, its total among them.
inline constexpr const char* any_breakdown = "*";

/// Forms of dates that are read, for messages.
inline constexpr const char* dates_read = "dates are read as 2024-Feb-01, 2024-02-01 and 01/02/2024";

void count_sen2_flows(Sen2Counts& counts);
/// Throws UserError where too many plans cannot be told from ceased ones.
void count_sen2_stock(Sen2Counts& counts);

}  // namespace app
