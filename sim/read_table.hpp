#pragma once
// A parameter over its axes: lists, labels, ranges, defaults and CSV columns, down to single numbers.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/axis_labels.hpp"
#include "sim/config_sources.hpp"
#include "sim/read_number.hpp"

namespace sim {

/// One of the shares of a whole: which whole of its parameter, and its concentration.
struct Share {
  std::uint32_t whole = 0;
  double concentration = 0;
};

/// A number and the cells (row-major positions within the parameter) that share it.
struct CellValue {
  std::string labels;  // "" if it fills the whole parameter, "7", "ASD,5-10", "ASD,default"
  SourcedNumber number;
  Place place;
  std::vector<std::uint32_t> cells;
  std::optional<Share> share;  // if it is uncertain together with others (Dirichlet)
};

/// A parameter about to be read: its full name, declaration and axes.
struct TableContext {
  std::string name;
  const ParamSpec& spec;
  std::vector<const AxisLabels*> axes;
};

struct TableValues {
  std::vector<CellValue> values;
  /// On an axis of years: position of the last one that the text names. Carried values, a `default` and a
  /// number for the whole parameter name none.
  std::optional<std::uint32_t> last_year;
};

/// Every cell of the parameter is in exactly one of the values returned; if there is any fault, what is
/// returned is incomplete.
TableValues read_table(const TomlValue& value, const TableContext& context, ConfigSources& sources);

}  // namespace sim
