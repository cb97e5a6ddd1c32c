// Small damages to a text file, as people, editors and enemies do them.

#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace fuzz {
namespace {

struct Span {
  std::size_t begin, end;
};

constexpr std::array<std::string_view, 30> tokens{
    "nan",
    "inf",
    "-inf",
    "1e999",
    "-1e-999",
    "0x7fffffffffffffff",
    "99999999999999999999",
    "-0.0",
    "1_000",
    "1e308",
    "true",
    "\"\"",
    "''",
    "[]",
    "{}",
    "{ mean = 1, sd = 0 }",
    "{ dist = \"beta\", alpha = 1e-300, beta = 1e300 }",
    "{ successes = -1, trials = 0 }",
    "{ p10 = 5, p50 = 4, p90 = 3 }",
    "{ csv = \"/dev/zero\", column = \"x\" }",
    "{ csv = \".\", column = \"x\" }",
    "{ default = 1, default = 2 }",
    "2020-02-30",
    "07:32:00",
    "[[[[[[[[1]]]]]]]]",
    "extends = [\"area.toml\", \"../..\"]",
    "\"\\u0000\"",
    "{ value = 1e17 }",
    "{ values = [1, 2], weights = [0, 0] }",
    "{ dist = \"mixture\", components = [{ mean = 1, sd = 1 }], weights = [1] }"};

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
}

Span line_at(const std::string& text, std::size_t at) {
  const auto before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const auto after = text.find('\n', at);
  return {before == std::string::npos ? 0 : before + 1, after == std::string::npos ? text.size() : after + 1};
}

/// The word at or after a random place; of digits only, if asked.
Span word(const std::string& text, Dice& dice, bool number) {
  const auto starts = [number](char c) {
    return number ? std::isdigit(static_cast<unsigned char>(c)) != 0 : in_word(c);
  };
  std::size_t begin = dice.roll(text.size());
  while (begin < text.size() && !starts(text[begin])) ++begin;
  while (begin > 0 && in_word(text[begin - 1])) --begin;
  std::size_t end = begin;
  while (end < text.size() && in_word(text[end])) ++end;
  return {begin, end};
}

std::string random_line(std::string_view text, Dice& dice) {
  const std::string copy(text);
  const Span line = line_at(copy, dice.roll(copy.size()));
  return copy.substr(line.begin, line.end - line.begin);
}

void flip_bytes(std::string& text, Dice& dice) {
  for (std::size_t n = 1 + dice.roll(4); n > 0 && !text.empty(); --n) {
    text[dice.roll(text.size())] = static_cast<char>(dice.roll(256));
  }
}

void cut(std::string& text, Dice& dice) { text.erase(dice.roll(text.size()), 1 + dice.roll(40)); }

void truncate(std::string& text, Dice& dice) { text.resize(dice.roll(text.size() + 1)); }

void repeat(std::string& text, Dice& dice) {
  constexpr std::string_view bits = "[{\"'.,=#\n\r-9a\xef";
  const std::size_t times = std::size_t{1} << dice.roll(18);
  text.insert(dice.roll(text.size() + 1), std::string(times, bits[dice.roll(bits.size())]));
}

void copy_line(std::string& text, std::string_view from, Dice& dice) {
  const std::string line = random_line(from, dice);
  text.insert(line_at(text, dice.roll(text.size())).begin, line);
}

void drop_line(std::string& text, Dice& dice) {
  const Span line = line_at(text, dice.roll(text.size()));
  text.erase(line.begin, line.end - line.begin);
}

void replace_word(std::string& text, Dice& dice, bool number) {
  const Span span = word(text, dice, number);
  text.replace(span.begin, span.end - span.begin, tokens[dice.roll(tokens.size())]);
}

/// A slip of the fingers inside a word.
void misspell(std::string& text, Dice& dice) {
  const Span span = word(text, dice, false);
  if (span.end - span.begin < 2) return;
  const std::size_t at = span.begin + dice.roll(span.end - span.begin - 1);
  std::swap(text[at], text[at + 1]);
}

void replace_value(std::string& text, Dice& dice) {
  const auto equals = text.find('=', dice.roll(text.size()));
  if (equals == std::string::npos) return;
  const auto end = std::min(text.find('\n', equals), text.size());
  text.replace(equals + 1, end - equals - 1, tokens[dice.roll(tokens.size())]);
}

void damage(std::string& text, std::string_view other, Dice& dice) {
  switch (dice.roll(11)) {
    case 0:
      return flip_bytes(text, dice);
    case 1:
      return cut(text, dice);
    case 2:
      return truncate(text, dice);
    case 3:
      return repeat(text, dice);
    case 4:
      return copy_line(text, std::string(text), dice);
    case 5:
      return copy_line(text, other, dice);
    case 6:
      return drop_line(text, dice);
    case 7:
      return replace_word(text, dice, true);
    case 8:
      return replace_word(text, dice, false);
    case 9:
      return misspell(text, dice);
    default:
      return replace_value(text, dice);
  }
}

}  // namespace

std::string mutate(std::string text, std::string_view other, Dice& dice) {
  for (std::size_t n = 1 + dice.roll(4); n > 0; --n) {
    if (text.empty()) text = "a = 1\n";
    damage(text, other, dice);
  }
  return text;
}

}  // namespace fuzz
