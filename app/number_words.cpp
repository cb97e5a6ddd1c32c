// Numbers of the command line.

#include "app/number_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/user_error.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

constexpr double most_pounds = 1e15;  // pence of more are not told apart

}  // namespace

std::uint64_t whole_number(std::string_view option, const std::string& text, std::uint64_t low,
                           std::uint64_t high) {
  const auto value = sim::parse_number<std::uint64_t>(text);
  if (!value || *value < low || *value > high)
    throw UserError(fmt::format("{} {}: write a whole number between {} and {}", option, text, low, high));
  return *value;
}

double real_number(std::string_view option, const std::string& text, double low, double high) {
  const auto value = sim::parse_number<double>(text);
  if (!value || !(*value >= low && *value <= high))
    throw UserError(fmt::format("{} {}: write a number between {} and {}", option, text, low, high));
  return *value;
}

double pounds_number(std::string_view option, const std::string& text) {
  std::string rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.erase(0, 1);
  if (rest.starts_with("£")) rest.erase(0, std::string_view("£").size());
  double unit = 1;
  for (const auto& [ending, times] : {std::pair{"bn", 1e9}, {"m", 1e6}, {"M", 1e6}, {"k", 1e3}, {"K", 1e3}})
    if (rest.ends_with(ending)) {
      unit = times;
      rest.resize(rest.size() - std::string_view(ending).size());
      break;
    }
  std::erase(rest, ',');
  const auto figure = sim::parse_number<double>(rest);
  if (!figure || !(*figure >= 0) || !std::isfinite(*figure * unit))
    throw UserError(
        fmt::format("{}: '{}' is no amount of pounds; write 350000, £350,000, 350k or £1.2m", option, text));
  const double value = *figure * unit;
  if (value > most_pounds)
    throw UserError(fmt::format("{}: '{}' is more than {:g} pounds", option, text, most_pounds));
  return negative ? -value : value;
}

double pounds_not_negative(std::string_view option, const std::string& text) {
  const double value = pounds_number(option, text);
  if (value < 0) throw UserError(fmt::format("{} {}: cannot be below 0", option, text));
  return value;
}

}  // namespace app
