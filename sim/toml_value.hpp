#pragma once
// What a TOML (or CSV) file says, as a plain tree in which every value knows where it was written.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostic.hpp"

namespace sim {

/// A source of settings: its name as the user gave it, its name relative to the root configuration, and the
/// folder against which the paths inside it are resolved.
struct Source {
  std::string shown, recorded;
  std::filesystem::path folder;
};

/// A line of a source. The source outlives every value read from it.
struct Place {
  const Source* source = nullptr;
  int line = 0;

  /// As shown in messages.
  Origin shown() const { return {source->shown, line}; }
  /// As kept with assumptions.
  Origin recorded() const { return {source->recorded, line}; }
};

struct TomlValue {
  enum class Kind {
    boolean,
    integer,
    number,
    text,
    date,
    time,
    array,
    table,
    faulty
  };  // faulty: already reported

  Kind kind = Kind::table;
  Place place;
  std::string key;               // within its table; empty in an array
  bool boolean = false;          // boolean
  std::int64_t integer = 0;      // integer
  double number = 0;             // integer and number
  std::string text;              // text; date as "2020-03-31"
  std::vector<TomlValue> items;  // array; table, sorted by key

  bool is(Kind k) const { return kind == k; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::number; }
  const TomlValue* find(std::string_view name) const;
};

/// "a number", "a table", ...: how a message names what was found.
std::string_view kind_name(TomlValue::Kind kind);

}  // namespace sim
