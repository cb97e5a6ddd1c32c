// A column of a CSV file as the nested table that one would have written in TOML.

#include "sim/csv_column.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"

namespace sim {
namespace {

using Rows = std::vector<const CsvRow*>;

std::optional<double> to_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return parse_number<double>(text);
}

class ColumnReader {
 public:
  ColumnReader(const CsvTable& table, std::size_t column, std::vector<std::size_t> keys, Faults& faults)
      : table_(table), column_(column), keys_(std::move(keys)), faults_(faults) {}

  TomlValue nested(const Rows& rows, std::size_t depth, const Place& place) {
    TomlValue out;
    out.kind = TomlValue::Kind::table;
    out.place = place;
    if (depth + 1 == keys_.size()) {
      add_numbers(rows, keys_[depth], out);
      return out;
    }
    for (const auto& group : grouped(rows, depth)) {
      const CsvRow& first = *group.front();
      auto& value = out.items.emplace_back(nested(group, depth + 1, {table_.source, first.line}));
      value.key = first.cells[keys_[depth]];
    }
    return out;
  }

 private:
  void add_numbers(const Rows& rows, std::size_t key, TomlValue& out) {
    Rows sorted = rows;
    const auto label = [key](const CsvRow* row) -> std::string_view { return row->cells[key]; };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const CsvRow* a, const CsvRow* b) { return label(a) < label(b); });
    const auto first_of = [&](const CsvRow* row) {
      return *std::lower_bound(sorted.begin(), sorted.end(), label(row),
                               [&](const CsvRow* a, std::string_view wanted) { return label(a) < wanted; });
    };
    out.items.reserve(rows.size());
    for (const auto* row : rows) {
      if (const auto* first = first_of(row); first != row) {
        faults_.add({table_.source->shown, row->line},
                    fmt::format("{} {} is there twice", table_.columns[key], quote(label(row))),
                    fmt::format("first on line {}", first->line));
        continue;
      }
      out.items.push_back(number(*row));
      out.items.back().key = label(row);
    }
  }

  /// Rows with the same label together, in the order of the first of each.
  std::vector<Rows> grouped(const Rows& rows, std::size_t depth) const {
    std::vector<Rows> groups;
    std::unordered_map<std::string_view, std::size_t> index;
    for (const auto* row : rows) {
      const auto [at, added] = index.emplace(row->cells[keys_[depth]], groups.size());
      if (added) groups.emplace_back();
      groups[at->second].push_back(row);
    }
    return groups;
  }

  /// A cell that is no number is reported here, and passed over later.
  TomlValue number(const CsvRow& row) {
    TomlValue value;
    value.place = {table_.source, row.line};
    value.kind = TomlValue::Kind::number;
    const auto& cell = row.cells[column_];
    if (const auto parsed = to_number(cell)) {
      value.number = *parsed;
      return value;
    }
    value.kind = TomlValue::Kind::faulty;
    const std::string problem = cell.empty()
                                    ? fmt::format("column {} is empty", quote(table_.columns[column_]))
                                    : fmt::format("{} is not a number", quote(cell));
    faults_.add(value.place.shown(), problem,
                cell.empty() ? "" : "in column " + quote(table_.columns[column_]),
                cell.find(',') != std::string::npos ? "leave out the comma" : "");
    return value;
  }

  const CsvTable& table_;
  std::size_t column_;
  std::vector<std::size_t> keys_;
  Faults& faults_;
};

std::optional<std::size_t> find_column(const CsvTable& table, const std::string& name,
                                       const Place& asked_from, Faults& faults) {
  const std::size_t at = table.column(name);
  if (at != CsvTable::absent) return at;
  faults.add(asked_from.shown(), fmt::format("{} has no column {}", quote(table.source->shown), quote(name)),
             {}, did_you_mean(name, table.columns));
  return std::nullopt;
}

}  // namespace

std::optional<TomlValue> csv_column(const CsvTable& table, const std::string& column,
                                    std::span<const AxisLabels* const> axes, const Place& asked_from,
                                    Faults& faults) {
  if (table.columns.empty()) return std::nullopt;
  const auto value_column = find_column(table, column, asked_from, faults);
  std::vector<std::size_t> keys;
  for (const auto* axis : axes) {
    if (const auto at = find_column(table, axis->axis().name, asked_from, faults)) keys.push_back(*at);
  }
  if (!value_column || keys.size() != axes.size()) return std::nullopt;
  Rows rows;
  for (const auto& row : table.rows) rows.push_back(&row);
  return ColumnReader(table, *value_column, std::move(keys), faults).nested(rows, 0, {table.source, 0});
}

}  // namespace sim
