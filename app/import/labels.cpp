// How published files write years, ages and numbers.

#include "app/import/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <vector>

#include "app/import/csv_stream.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

constexpr int oldest = 25;  // of those who may hold a plan

std::vector<std::string> words(const std::string& plain) {
  std::vector<std::string> out(1);
  for (const char c : plain) {
    if (c == '_')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

std::string band(int from, int to) {
  return from == to ? fmt::format("{}", from) : fmt::format("{}-{}", from, to);
}

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)))
      digits += c;
    else if (c != '/' && c != '-' && c != ' ')
      return std::nullopt;
  }
  if (digits.size() != 4 && digits.size() != 6 && digits.size() != 8) return std::nullopt;
  const int first = *sim::parse_number<int>(std::string_view(digits).substr(0, 4));
  if (first < 1990 || first > 2100) return std::nullopt;
  if (digits.size() == 4) return Period{first, false};
  const int second = *sim::parse_number<int>(std::string_view(digits).substr(4));
  const bool follows = digits.size() == 6 ? second == (first + 1) % 100 : second == first + 1;
  if (!follows) return std::nullopt;
  return Period{first + 1, true};
}

std::optional<std::string> parse_age(std::string_view text) {
  auto w = words(plain_name(text));
  std::erase_if(w, [](const std::string& word) { return word == "age" || word == "aged" || word == "ages"; });
  if (w.size() == 1 && (w[0] == "unknown" || w[0] == "missing")) return "unknown";
  std::vector<int> numbers;
  std::string rest;
  for (const auto& word : w) {
    if (const auto n = sim::parse_number<int>(word))
      numbers.push_back(*n);
    else
      rest += (rest.empty() ? "" : " ") + word;
  }
  for (const int n : numbers)
    if (n < 0 || n > oldest + 1) return std::nullopt;
  if (numbers.size() == 1) {
    const int n = numbers[0];
    if (rest.empty() && n <= oldest) return band(n, n);
    if (rest == "under" && n > 0) return band(0, n - 1);
    if (rest == "and under") return band(0, n);
    if (rest == "and over" && n <= oldest) return band(n, oldest);
  }
  if (numbers.size() == 2 && (rest == "to" || rest.empty()) && numbers[0] <= numbers[1])
    return band(numbers[0], std::min(numbers[1], oldest));
  return std::nullopt;
}

std::optional<AgeBand> age_band(std::string_view category) {
  const auto dash = category.find('-');
  const auto from = sim::parse_number<int>(category.substr(0, dash));
  if (!from) return std::nullopt;
  if (dash == std::string_view::npos) return AgeBand{*from, *from};
  const auto to = sim::parse_number<int>(category.substr(dash + 1));
  if (!to) return std::nullopt;
  return AgeBand{*from, *to};
}

Count parse_count(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  constexpr std::array<std::string_view, 16> missing{"",   "z", "x", "c", "u",   "w",   ":",  "-",
                                                     "..", ".", "~", "*", "n/a", "N/A", "NA", "NULL"};
  const std::string lower =
      text.size() == 1 ? std::string(1, static_cast<char>(std::tolower(static_cast<unsigned char>(text[0]))))
                       : std::string(text);
  if (std::find(missing.begin(), missing.end(), lower) != missing.end()) return {};
  std::string digits;
  bool grouped = true;  // commas stand before three digits
  const bool minus = text.front() == '-';
  const auto body = text.substr(minus ? 1 : 0);
  const auto point = std::min(body.find('.'), body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == ',') {
      if (i == 0 || i > point || (point - i) % 4 != 0) grouped = false;
    } else {
      digits += c;
    }
  }
  const auto value = sim::parse_number<double>(digits);
  constexpr double most = 1e7;
  if (!grouped || !value || !std::isfinite(*value) || *value > most || *value != std::floor(*value))
    return {Count::Kind::unreadable, 0};
  if (minus && *value > 0) return {Count::Kind::negative, 0};
  return {Count::Kind::number, *value};
}

}  // namespace app
