#pragma once
// Comma-separated values (RFC 4180) with the line of every row.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/faults.hpp"
#include "sim/toml_value.hpp"

namespace sim {

struct CsvRow {
  int line = 0;
  std::vector<std::string> cells;  // as many as there are columns
};

struct CsvTable {
  const Source* source = nullptr;
  std::vector<std::string> columns;
  std::vector<CsvRow> rows;

  static constexpr std::size_t absent = static_cast<std::size_t>(-1);
  std::size_t column(std::string_view name) const;
};

/// Reads a header row and the rows below it. Accepts a byte order mark, CRLF and quotes; spaces around an
/// unquoted cell are dropped, empty lines passed over. Repeated or empty column names, rows with another
/// number of cells and unclosed quotes are faults; rows at fault are left out.
CsvTable parse_csv(std::string_view text, const Source& source, Faults& faults);

}  // namespace sim
