// Numbers of the command line.

#include "app/number_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/user_error.hpp"

namespace app {
namespace {

template <class Number>
bool parsed(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::uint64_t whole_number(std::string_view option, const std::string& text, std::uint64_t low,
                           std::uint64_t high) {
  std::uint64_t value = 0;
  if (!parsed(text, value) || value < low || value > high)
    throw UserError(fmt::format("{} {}: write a whole number between {} and {}", option, text, low, high));
  return value;
}

double real_number(std::string_view option, const std::string& text, double low, double high) {
  double value = 0;
  if (!parsed(text, value) || !(value >= low && value <= high))
    throw UserError(fmt::format("{} {}: write a number between {} and {}", option, text, low, high));
  return value;
}

double pounds_number(std::string_view option, const std::string& text) {
  std::string rest = text;
  if (rest.starts_with("£")) rest = rest.substr(std::string_view("£").size());
  double unit = 1;
  for (const auto& [ending, times] : {std::pair{"bn", 1e9}, {"m", 1e6}, {"k", 1e3}})
    if (rest.ends_with(ending)) {
      unit = times;
      rest = rest.substr(0, rest.size() - std::string_view(ending).size());
      break;
    }
  rest.erase(std::remove(rest.begin(), rest.end(), ','), rest.end());
  double value = 0;
  if (!parsed(rest, value) || !(value >= 0) || !std::isfinite(value * unit))
    throw UserError(fmt::format("{} {}: write pounds, for example 350000, £350,000 or £1.2m", option, text));
  return value * unit;
}

}  // namespace app
