#pragma once
// TOML text to a tree of values; the only place that knows the TOML library.

#include <optional>
#include <string_view>

#include "sim/faults.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// The table that `text` describes, or nothing if it cannot be read at all.
///
/// A syntax fault on a line `key = value` is reported, the line passed over and the rest read, so that one
/// slip does not hide the others; `faults` then has grown although a table is returned.
std::optional<TomlValue> parse_toml(std::string_view text, const Source& source, Faults& faults);

}  // namespace sim
