// One field: a text, a list of texts, a whole number, a switch or a date.

#include "sim/read_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"

namespace sim {
namespace {

/// A day that exists, as "2020-03-31".
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto y = parse_number<std::int64_t>(text.substr(0, 4)),
             m = parse_number<std::int64_t>(text.substr(5, 2)),
             d = parse_number<std::int64_t>(text.substr(8, 2));
  if (!y || !m || !d || *m < 1 || *d < 1 || *y < 0) return false;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*y)),
                                         std::chrono::month(static_cast<unsigned>(*m)),
                                         std::chrono::day(static_cast<unsigned>(*d))};
  return date.ok();
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto first = std::min(text.find_first_not_of(' '), comma);
    parts.emplace_back(text.substr(first, comma - first));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

class FieldReader {
 public:
  FieldReader(const FieldSpec& spec, const std::string& name, Faults& faults)
      : spec_(spec), name_(name), faults_(faults) {}

  bool read(const TomlValue& value, FieldValue& out) {
    switch (spec_.kind) {
      case FieldKind::text:
        return text(value, out.text);
      case FieldKind::text_list:
        return list(value, out.list);
      case FieldKind::integer:
        return integer(value, out);
      case FieldKind::boolean:
        return boolean(value, out);
      case FieldKind::date:
        return date(value, out);
    }
    return false;
  }

 private:
  bool wrong(const TomlValue& value) {
    faults_.add(value.place.shown(), fmt::format("'{}' must be {}", name_, kind_name(spec_.kind)),
                fmt::format("it is {}", kind_name(value.kind)));
    return false;
  }

  bool text(const TomlValue& value, std::string& out) {
    if (!value.is(TomlValue::Kind::text)) return wrong(value);
    out = value.text;
    if (!is_no_formula(value, name_, faults_)) return false;
    const bool prose = name_ == "description" || name_.ends_with(".description");
    if (!prose && !is_one_line(value, name_, faults_)) return false;
    if (spec_.allowed.empty() ||
        std::find(spec_.allowed.begin(), spec_.allowed.end(), out) != spec_.allowed.end())
      return true;
    std::string list;
    for (const auto& allowed : spec_.allowed) list += (list.empty() ? "" : ", ") + quote(allowed);
    faults_.add(value.place.shown(), fmt::format("'{}' is {}", name_, quote(out)), "it is one of " + list,
                did_you_mean(out, spec_.allowed));
    return false;
  }

  bool list(const TomlValue& value, std::vector<std::string>& out) {
    if (!value.is(TomlValue::Kind::array)) return wrong(value);
    bool sound = true;
    for (const auto& item : value.items) sound = text(item, out.emplace_back()) && sound;
    return sound;
  }

  bool integer(const TomlValue& value, FieldValue& out) {
    if (!value.is(TomlValue::Kind::integer)) return wrong(value);
    out.integer = value.integer;
    out.text = std::to_string(value.integer);
    return true;
  }

  bool boolean(const TomlValue& value, FieldValue& out) {
    if (!value.is(TomlValue::Kind::boolean)) return wrong(value);
    out.boolean = value.boolean;
    out.text = value.boolean ? "true" : "false";
    return true;
  }

  bool date(const TomlValue& value, FieldValue& out) {
    if (!value.is(TomlValue::Kind::date) && !value.is(TomlValue::Kind::text)) return wrong(value);
    out.text = value.text;
    if (is_date(out.text)) return true;
    faults_.add(value.place.shown(), fmt::format("'{}' is {}", name_, quote(out.text)),
                "a date reads 2020-03-31");
    return false;
  }

  const FieldSpec& spec_;
  const std::string& name_;
  Faults& faults_;
};

}  // namespace

bool is_no_formula(const TomlValue& text, std::string_view name, Faults& faults) {
  if (text.text.empty() || std::string_view("=+-@\t\r").find(text.text.front()) == std::string_view::npos)
    return true;
  faults.add(text.place.shown(), fmt::format("'{}' is {}", name, quote(text.text)),
             "a spreadsheet that opens the results takes what begins with = + - @ or a tab for a formula",
             "begin it with a letter or a digit");
  return false;
}

bool is_one_line(const TomlValue& text, std::string_view name, Faults& faults) {
  const auto& all = text.text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto byte = static_cast<unsigned char>(all[i]);
    const auto next = i + 1 < all.size() ? static_cast<unsigned char>(all[i + 1]) : 0;
    const bool above_ascii = byte == 0xC2 && next >= 0x80 && next < 0xA0;  // U+0080 to U+009F
    if (byte >= 0x20 && byte != 0x7F && !above_ascii) continue;
    faults.add(text.place.shown(),
               fmt::format("'{}' has the character U+{:04X} in it", name, above_ascii ? next : byte),
               "it stands in tables and on terminals, where that is no part of a line", "leave it out");
    return false;
  }
  return true;
}

std::optional<FieldValue> read_field(const TomlValue& value, const FieldSpec& spec, const std::string& name,
                                     Faults& faults) {
  FieldValue out;
  out.origin = value.place.shown();
  if (!FieldReader(spec, name, faults).read(value, out)) return std::nullopt;
  return out;
}

FieldValue fallback_value(const FieldSpec& spec) {
  FieldValue out;
  out.origin = {"(default)", 0};
  out.text = spec.fallback;
  if (spec.kind == FieldKind::text_list) out.list = split(spec.fallback);
  if (spec.kind == FieldKind::boolean) out.boolean = spec.fallback == "true";
  if (spec.kind == FieldKind::integer && !spec.fallback.empty()) {
    const auto number = parse_number<std::int64_t>(spec.fallback);
    if (!number) throw std::logic_error("the fallback of '" + spec.name + "' is no whole number");
    out.integer = *number;
  }
  return out;
}

std::string_view kind_name(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::text_list:
      return "a list of texts";
    case FieldKind::integer:
      return "a whole number";
    case FieldKind::boolean:
      return "true or false";
    case FieldKind::date:
      return "a date";
  }
  return "text";
}

}  // namespace sim
