// Dates as files write them, as days that can be subtracted.

#include "app/import/dates.hpp"

#include <array>
#include <cctype>
#include <string>

#include "sim/parse_number.hpp"

namespace app {
namespace {

std::optional<int> month_of(std::string_view text) {
  if (const auto number = sim::parse_number<int>(text)) return number;
  constexpr std::array<std::string_view, 12> names{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
  std::string lower;
  for (const char c : text.substr(0, 3))
    lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (text.size() >= 3 && lower == names[i]) return static_cast<int>(i) + 1;
  return std::nullopt;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  text = text.substr(
      0, text.find_first_of(" T", text.find_first_of("-/") == text.npos ? 0 : text.find_first_of("-/")));
  const char by = text.find('/') != text.npos ? '/' : '-';
  const auto first = text.find(by), second = first == text.npos ? first : text.find(by, first + 1);
  if (second == text.npos) return std::nullopt;
  const auto a = sim::parse_number<int>(text.substr(0, first)),
             b = month_of(text.substr(first + 1, second - first - 1)),
             c = sim::parse_number<int>(text.substr(second + 1));
  if (!a || !b || !c) return std::nullopt;
  const bool year_first = first == 4;
  const int year = year_first ? *a : *c, day = year_first ? *c : *a;
  if (year < 1900 || year > 2100 || *b < 1 || *b > 12 || day < 1 || day > 31) return std::nullopt;
  const auto date = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(*b)) /
                    std::chrono::day(static_cast<unsigned>(day));
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

int academic_age(Day born, Day at) {
  const std::chrono::year_month_day b(born), now(at);
  const bool since_august = now.month() > std::chrono::August ||
                            (now.month() == std::chrono::August && now.day() == std::chrono::day(31));
  const int year = static_cast<int>(now.year()) - (since_august ? 0 : 1);
  const bool had_birthday = b.month() <= std::chrono::August;
  return year - static_cast<int>(b.year()) - (had_birthday ? 0 : 1);
}

}  // namespace app
