#pragma once
// A column of a CSV file as the nested table that one would have written in TOML.

#include <optional>
#include <span>
#include <string>

#include "sim/axis_labels.hpp"
#include "sim/csv.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// Numbers of `column`, keyed by the columns that are named after `axes`, outermost first. Every value keeps
/// the line of its row, so that later faults point into the CSV file. Nothing, and a fault, if a column is
/// missing. `asked_from` is where the TOML names the file.
std::optional<TomlValue> csv_column(const CsvTable& table, const std::string& column,
                                    std::span<const AxisLabels* const> axes, const Place& asked_from,
                                    Faults& faults);

}  // namespace sim
