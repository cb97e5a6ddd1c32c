#pragma once
// A table of results in the forms that programs read: a CSV file, a table of the run's own store, JSON.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>
#include <vector>

#include "app/stored/stored_run.hpp"

namespace app {

/// A text, a whole number, or a real: NaN for one that does not exist (an empty field, null).
using Cell = std::variant<std::string, std::int64_t, double>;

/// Rows in a fixed order under names that are stable. `name`: of the table, "risk_exceedance".
struct ResultTable {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows = {};  ///< one cell per column
};

/// The header and one line a row; reals in the shortest form that reads back as the same.
std::string csv_text(const ResultTable& table);
/// [{column: value, ...}, ...]
nlohmann::ordered_json json_rows(const ResultTable& table);

/// Puts tables into the run.sqlite that they were made from, in place of those of the same names; all or
/// none; a table without rows goes from it. What else it held stays as it was. Returns why not, for a note,
/// if the file cannot be changed (no permission, or another command holds it); throws sim::StoreError if
/// damaged.
std::string put_into_store(const StoredRun& run, const std::vector<ResultTable>& tables);

}  // namespace app
