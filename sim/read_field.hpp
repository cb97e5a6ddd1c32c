#pragma once
// One field: a text, a list of texts, a whole number, a switch or a date.

#include <optional>
#include <string>
#include <string_view>

#include "sim/config.hpp"
#include "sim/faults.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// The value of the field, or nothing and a fault if it is of another kind or not allowed.
std::optional<FieldValue> read_field(const TomlValue& value, const FieldSpec& spec, const std::string& name,
                                     Faults& faults);

/// False and a fault for a text that a spreadsheet would take for a formula: words of a configuration go into
/// CSV files and workbooks as they are.
bool is_no_formula(const TomlValue& text, std::string_view name, Faults& faults);
/// False and a fault for a text with a character that is no part of a line (a new line, a bell): names stand
/// in tables and on terminals.
bool is_one_line(const TomlValue& text, std::string_view name, Faults& faults);

/// What an unset field is; throws std::logic_error if the declared fallback does not fit the kind.
FieldValue fallback_value(const FieldSpec& spec);

/// "text", "a list of texts", ...
std::string_view kind_name(FieldKind kind);

}  // namespace sim
