#pragma once
// SQLite's C interface with owners and exceptions; nothing about results.

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sim {

/// A store that cannot be read or written, and why; the message names the file.
class StoreError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Database {
 public:
  enum class Mode { create, read, change };
  /// Opens for reading or changes, or creates (a new file). Waits 10 s where others hold it. Throws
  /// StoreError.
  Database(const std::filesystem::path& path, Mode mode);
  void execute(const std::string& sql);
  [[noreturn]] void fail(const std::string& doing) const;
  sqlite3* get() const { return handle_.get(); }
  const std::string& name() const { return name_; }
  /// Closes and reports what only closing can find.
  void close();

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::string name_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Parameters are numbered from 1, result columns from 0, as in SQLite.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind(int parameter, std::span<const std::uint8_t> blob);
  Statement& bind_null(int parameter);
  /// Next row? After the last one the statement is ready to be bound again.
  bool step();
  /// Runs a statement that returns no rows.
  void run();
  std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  double real(int column) const { return sqlite3_column_double(handle_.get(), column); }
  int columns() const { return sqlite3_column_count(handle_.get()); }
  bool is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
  std::string text(int column) const;
  /// Valid until the next step.
  std::span<const std::uint8_t> blob(int column) const;
  void reset() { sqlite3_reset(handle_.get()); }

 private:
  struct Finalise {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  void check(int code, const char* doing) const;
  const Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalise> handle_;
};

}  // namespace sim
