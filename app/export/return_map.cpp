// Which category of a return a placement or a line of the ledger belongs to.

#include "app/export/return_map.hpp"

#include <fmt/format.h>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/user_error.hpp"
#include "sim/faults.hpp"

namespace app {

namespace fs = std::filesystem;
using Row = std::map<std::string, std::string>;

std::vector<Row> read_return_file(const fs::path& file, const std::vector<std::string>& columns) {
  std::vector<Row> rows;
  for_each_csv(file, [&](const std::string&, const std::string& shown, ByteSource& bytes) {
    CsvStream csv(bytes, shown);
    std::vector<std::size_t> at;
    for (const auto& name : columns) {
      at.push_back(csv.column(name));
      if (at.back() == CsvStream::absent)
        throw UserError(fmt::format("{}:1: column '{}' is missing", shown, name));
    }
    while (const StreamedRow* row = csv.next()) {
      Row out{{"at", fmt::format("{}:{}", shown, row->line)}};
      for (std::size_t i = 0; i < at.size(); ++i) out[columns[i]] = row->cells[at[i]];
      rows.push_back(std::move(out));
    }
  });
  return rows;
}

ReturnMap::ReturnMap(const fs::path& file, const std::string& key, const std::vector<std::string>& columns) {
  std::vector<std::string> all{key, "group"};
  all.insert(all.end(), columns.begin(), columns.end());
  for (auto& row : read_return_file(file, all)) {
    const std::string name = row[key], group = row["group"], at = row["at"];
    if (name.empty() == group.empty())
      throw UserError(fmt::format("{}: give either a {} or a group", at, key));
    auto& rows = name.empty() ? by_group_ : by_name_;
    if (!rows.emplace(name.empty() ? group : name, std::move(row)).second)
      throw UserError(fmt::format("{}: {} is there twice", at, sim::quote(name.empty() ? group : name)));
  }
}

const Row* ReturnMap::row(const std::string& name, const std::string& group) const {
  if (const auto own = by_name_.find(name); own != by_name_.end()) return &own->second;
  const auto shared = by_group_.find(group);
  return shared == by_group_.end() ? nullptr : &shared->second;
}

bool ReturnMap::knows(const std::string& name, const std::string& group) const {
  return row(name, group) != nullptr;
}

std::string ReturnMap::of(const std::string& name, const std::string& group,
                          const std::string& column) const {
  const Row* own = row(name, group);
  if (own == nullptr) return {};
  const auto cell = own->find(column);
  return cell == own->end() ? std::string() : cell->second;
}

}  // namespace app
