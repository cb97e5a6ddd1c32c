#include "app/report/csv_rows.hpp"

#include <fmt/format.h>

#include "app/user_error.hpp"
#include "sim/csv.hpp"
#include "sim/read_file.hpp"

namespace app {

std::vector<std::vector<std::string>> csv_rows(const std::filesystem::path& file,
                                               const std::vector<std::string>& columns) {
  constexpr std::size_t most_bytes = 64U << 20;
  const sim::Source source{file.string(), file.string(), file.parent_path()};
  sim::Faults faults;
  const auto read = sim::read_regular_file(file, most_bytes);
  const auto* text = std::get_if<std::string>(&read);
  const auto table = text != nullptr ? sim::parse_csv(*text, source, faults) : sim::CsvTable{};
  std::vector<std::size_t> places;
  for (const auto& name : columns) {
    places.push_back(table.column(name));
    if (text == nullptr || !faults.empty() || places.back() == sim::CsvTable::absent)
      throw UserError(fmt::format("{}: cannot be read as what sendcast wrote there ({})", file.string(),
                                  text == nullptr   ? "it cannot be opened"
                                  : !faults.empty() ? "it is damaged"
                                                    : "it has no column " + name));
  }
  std::vector<std::vector<std::string>> out;
  out.reserve(table.rows.size());
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    cells.reserve(places.size());
    for (const auto place : places) cells.push_back(row.cells[place]);
    out.push_back(std::move(cells));
  }
  return out;
}

}  // namespace app
