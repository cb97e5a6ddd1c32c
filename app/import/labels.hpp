#pragma once
// How published files write years, ages and numbers.

#include <optional>
#include <string>
#include <string_view>

namespace app {

/// The year that a period ends in: "2024" -> 2024; the academic years "202425", "2024/25", "2024-25" -> 2025
/// (a January inside the year). Nothing for other texts and for years outside 1990 to 2100.
struct Period {
  int year = 0;
  bool academic = false;
};
std::optional<Period> parse_period(std::string_view text);

/// Ages of a label, as "4", "0-2" or "20-25" (both ends included); "unknown". "age 10", "Aged 10", "under 3",
/// "age 2 and under", "Age 16 to 19", "age 20 and over" (to 25) and "Under 5" are understood. Nothing for
/// other texts.
std::optional<std::string> parse_age(std::string_view text);
/// First and last age of such a category; nothing for "unknown".
struct AgeBand {
  int from = 0, to = 0;
};
std::optional<AgeBand> age_band(std::string_view category);

/// A published count.
struct Count {
  enum class Kind { number, missing, negative, unreadable } kind = Kind::missing;
  double value = 0;
};
/// Whole numbers, with thousands separated by commas or not, and "57.0"; "", "z", "x", "c", ":", "-", "..",
/// "." and "n/a" are missing: never zero. What is negative, broken or above ten million is told apart.
Count parse_count(std::string_view text);

}  // namespace app
