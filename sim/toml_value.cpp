// What a TOML (or CSV) file says, as a plain tree in which every value knows where it was written.

#include "sim/toml_value.hpp"

namespace sim {

const TomlValue* TomlValue::find(std::string_view name) const {
  for (const auto& item : items) {
    if (item.key == name) return &item;
  }
  return nullptr;
}

std::string_view kind_name(TomlValue::Kind kind) {
  switch (kind) {
    case TomlValue::Kind::boolean:
      return "a switch";
    case TomlValue::Kind::integer:
      return "a whole number";
    case TomlValue::Kind::number:
      return "a number";
    case TomlValue::Kind::text:
      return "text";
    case TomlValue::Kind::date:
      return "a date";
    case TomlValue::Kind::time:
      return "a time";
    case TomlValue::Kind::array:
      return "a list";
    case TomlValue::Kind::table:
      return "a table";
    case TomlValue::Kind::faulty:
      return "not readable";
  }
  return "a value";
}

}  // namespace sim
