// A table of results in the forms that programs read: a CSV file, a table of the run's own store, JSON.

#include "app/stored/result_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/sqlite.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

std::string csv_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return sim::csv_field(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
  const double value = std::get<double>(cell);
  return std::isfinite(value) ? fmt::format("{}", value == 0 ? 0.0 : value) : std::string();
}

/// Of a table that has rows.
const char* sql_type(const ResultTable& table, std::size_t column) {
  const Cell& first = table.rows.front()[column];
  if (std::holds_alternative<std::string>(first)) return " TEXT";
  return std::holds_alternative<std::int64_t>(first) ? " INTEGER" : " REAL";
}

void bind(sim::Statement& insert, int parameter, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell))
    insert.bind(parameter, *text);
  else if (const auto* whole = std::get_if<std::int64_t>(&cell))
    insert.bind(parameter, *whole);
  else if (const double value = std::get<double>(cell); std::isfinite(value))
    insert.bind(parameter, value);
  else
    insert.bind_null(parameter);
}

void put(sim::Database& database, const ResultTable& table) {
  database.execute(fmt::format("DROP TABLE IF EXISTS \"{}\"", table.name));
  if (table.rows.empty()) return;  // what an earlier command left is no result of this one
  std::string columns, places;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    columns += fmt::format("{}\"{}\"{}", c == 0 ? "" : ", ", table.columns[c], sql_type(table, c));
    places += c == 0 ? "?" : ", ?";
  }
  database.execute(fmt::format("CREATE TABLE \"{}\"({})", table.name, columns));
  sim::Statement insert(database, fmt::format("INSERT INTO \"{}\" VALUES({})", table.name, places));
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) bind(insert, static_cast<int>(c) + 1, row[c]);
    insert.run();
  }
}

/// Names of tables that make up a store; results never replace them.
bool is_of_store(const std::string& name) {
  for (const auto* own :
       {"run", "metrics", "periods", "series", "assumptions", "draws", "blocks", "histograms"})
    if (name == own) return true;
  return false;
}

}  // namespace

std::string csv_text(const ResultTable& table) {
  std::string text;
  const auto line = [&](const auto& cells, const auto& written) {
    for (std::size_t c = 0; c < cells.size(); ++c) text += (c == 0 ? "" : ",") + written(cells[c]);
    text += "\n";
  };
  line(table.columns, [](const std::string& name) { return sim::csv_field(name); });
  for (const auto& row : table.rows) line(row, csv_cell);
  return text;
}

nlohmann::ordered_json json_rows(const ResultTable& table) {
  auto out = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json one = nlohmann::ordered_json::object();
    for (std::size_t c = 0; c < row.size(); ++c) {
      auto& own = one[table.columns[c]];
      if (const auto* text = std::get_if<std::string>(&row[c]))
        own = *text;
      else if (const auto* whole = std::get_if<std::int64_t>(&row[c]))
        own = *whole;
      else if (const double value = std::get<double>(row[c]); std::isfinite(value))
        own = value;
      else
        own = nullptr;
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::string put_into_store(const StoredRun& run, const std::vector<ResultTable>& tables) {
  const std::filesystem::path file = run.folder() / "run.sqlite";
  for (const auto& table : tables) {
    if (is_of_store(table.name)) throw std::logic_error("the store has a table of its own named so");
    for (const auto& row : table.rows)
      if (row.size() != table.columns.size()) throw std::logic_error("a row of results is too short");
  }
  sim::Database database(file, sim::Database::Mode::change);
  if (sqlite3_db_readonly(database.get(), "main") == 1)
    return fmt::format("{} cannot be changed: its tables of results were left out of it", file.string());
  try {
    database.execute("BEGIN IMMEDIATE");
    for (const auto& table : tables) put(database, table);
    database.execute("COMMIT");
  } catch (const sim::StoreError&) {
    const int code = sqlite3_errcode(database.get()) & 0xff;
    if (code == SQLITE_BUSY)
      return fmt::format(
          "{} is in use by another command: its tables of results were left out of it; the files hold all",
          file.string());
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_FULL || code == SQLITE_PERM ||
        code == SQLITE_IOERR)
      return fmt::format("{} cannot be changed ({}): its tables of results were left out of it",
                         file.string(), sqlite3_errmsg(database.get()));
    throw;
  }
  return {};
}

}  // namespace app
