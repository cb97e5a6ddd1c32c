#pragma once
// The series of one replicate, or of its expectation, as figures in the units that people read.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/layout.hpp"

namespace app {

/// The stored figure of a column: pence and counts as they are.
using ColumnValue = std::function<double(std::uint32_t column)>;

/// A series at a period in counts, pounds or ratios, from the stored columns of one row; NaN for a ratio
/// whose base is empty.
double figure(const sim::Layout& layout, std::uint32_t series, std::uint32_t period,
              const ColumnValue& value);

/// A table of the headline metrics of the whole area: one row per metric, one column per period, by kind of
/// period.
std::string headline_tables(const sim::Layout& layout, const std::string& area, const ColumnValue& value);
/// The same as {metric: {period: figure}}; null for a figure that does not exist.
nlohmann::ordered_json headline_json(const sim::Layout& layout, const std::string& area,
                                     const ColumnValue& value);

}  // namespace app
