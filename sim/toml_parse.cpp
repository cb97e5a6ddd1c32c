// TOML text to a tree of values; the only place that knows the TOML library.

#include "sim/toml_parse.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <string>
#include <variant>

#include "sim/config_limits.hpp"
#include "sim/toml_guard.hpp"

namespace sim {
namespace {

constexpr int most_retries = 20;
constexpr std::size_t largest_retry = 1u << 20;  // each retry parses the text again

using Kind = TomlValue::Kind;

struct SyntaxFault {
  int line;
  std::string text;
};

/// Copies the library's tree; tables deeper than the limit are reported and left out.
class Copier {
 public:
  Copier(const Source& source, Faults& faults) : source_(source), faults_(faults) {}

  TomlValue copy(const toml::node& node, std::size_t depth, std::string key = {}, int key_line = 0) {
    TomlValue value;
    value.key = std::move(key);
    const int line = static_cast<int>(node.source().begin.line);
    value.place = {&source_, key_line > 0 ? key_line : std::max(line, 1)};
    if (const auto* table = node.as_table()) {
      value.kind = Kind::table;
      if (allowed(depth, value.place)) copy_table(*table, depth, value);
    } else if (const auto* array = node.as_array()) {
      value.kind = Kind::array;
      if (allowed(depth, value.place)) copy_array(*array, depth, value);
    } else {
      copy_scalar(node, value);
    }
    return value;
  }

 private:
  bool allowed(std::size_t depth, const Place& place) {
    if (depth <= limits::depth) return true;
    faults_.add(place.shown(), "is nested too deeply", fmt::format("at most {} levels", limits::depth));
    return false;
  }

  void copy_table(const toml::table& table, std::size_t depth, TomlValue& value) {
    for (auto&& [key, node] : table) {
      value.items.push_back(
          copy(node, depth + 1, std::string(key.str()), static_cast<int>(key.source().begin.line)));
    }
  }

  void copy_array(const toml::array& array, std::size_t depth, TomlValue& value) {
    for (const auto& node : array) value.items.push_back(copy(node, depth + 1));
  }

  static void copy_scalar(const toml::node& node, TomlValue& value) {
    if (const auto* text = node.as_string()) {
      value.kind = Kind::text;
      value.text = text->get();
    } else if (const auto* integer = node.as_integer()) {
      value.kind = Kind::integer;
      value.integer = integer->get();
      value.number = static_cast<double>(integer->get());
    } else if (const auto* number = node.as_floating_point()) {
      value.kind = Kind::number;
      value.number = number->get();
    } else if (const auto* boolean = node.as_boolean()) {
      value.kind = Kind::boolean;
      value.boolean = boolean->get();
    } else if (const auto* date = node.as_date()) {
      value.kind = Kind::date;
      const toml::date& d = date->get();
      value.text = fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day);
    } else {
      value.kind = Kind::time;
    }
  }

  const Source& source_;
  Faults& faults_;
};

std::variant<toml::table, SyntaxFault> try_parse(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return SyntaxFault{std::max(static_cast<int>(error.source().begin.line), 1),
                       std::string(error.description())};
  }
}

/// First byte of a 1-based line, or the end.
std::size_t line_start(std::string_view text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line && at < text.size(); ++i) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return at;
}

bool starts_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '"';
}

/// Blanks a faulty `key = value` line, or everything from a faulty `[header]` on; false if neither fits.
bool pass_over(std::string& text, int line) {
  const std::size_t begin = line_start(text, line);
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  const std::string_view content = std::string_view(text).substr(begin, end - begin);
  const std::size_t first = content.find_first_not_of(" \t");
  if (first == std::string_view::npos) return false;
  if (content[first] == '[') {
    text.resize(begin);
    return true;
  }
  if (!starts_key(content[first]) || content.find('=') == std::string_view::npos) return false;
  std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin),
            text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  return true;
}

std::string tidy(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  text.resize(std::min<std::size_t>(text.size(), 200));
  return text;
}

}  // namespace

std::optional<TomlValue> parse_toml(std::string_view text, const Source& source, Faults& faults) {
  if (const auto fault = guard_toml(text)) {
    faults.add({source.shown, fault->line}, "the file " + fault->problem, fault->why);
    return std::nullopt;
  }
  auto parsed = try_parse(text);
  std::string rest;
  for (int retry = 0; std::holds_alternative<SyntaxFault>(parsed); ++retry) {
    const auto fault = std::get<SyntaxFault>(parsed);
    if (retry == 0) rest = text;
    const bool goes_on = retry < most_retries && rest.size() <= largest_retry && pass_over(rest, fault.line);
    faults.add({source.shown, fault.line}, "this is not TOML", tidy(fault.text),
               goes_on ? "" : "the rest of the file was not checked");
    if (!goes_on) return std::nullopt;
    parsed = try_parse(rest);
  }
  return Copier(source, faults).copy(std::get<toml::table>(parsed), 0);
}

}  // namespace sim
