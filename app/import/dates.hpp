#pragma once
// Dates as files write them, as days that can be subtracted.

#include <chrono>
#include <optional>
#include <string_view>

namespace app {

using Day = std::chrono::sys_days;

/// "2022-Sep-28 00:00:00", "2022-09-28", "2022-09-28T00:00:00" or "28/09/2022"; nothing for other texts and
/// for days that no calendar has.
std::optional<Day> parse_day(std::string_view text);

inline Day day_of(int year, unsigned month, unsigned day) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}
inline int year_of(Day day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

/// Age at 31 August before a day (on 31 August itself that day), as a school year counts it.
int academic_age(Day born, Day at);

}  // namespace app
