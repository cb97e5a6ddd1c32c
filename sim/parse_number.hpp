#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace sim {

/// The whole text as a number, in figures as C++ writes them whatever the language of the machine; nothing
/// for any other text, an empty one or a number out of Number's range. Of doubles also "inf" and "nan".
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [read_to, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || read_to != end) return std::nullopt;
  return value;
}

}  // namespace sim
