// SQLite's C interface with owners and exceptions; nothing about results.

#include "sim/sqlite.hpp"

#include "sim/text_file.hpp"

namespace sim {
namespace {

/// How long to wait for others that read or write the same file, ms. They hold it for as long as it takes to
/// write some thousand rows.
constexpr int patience = 10'000;

}  // namespace

Database::Database(const std::filesystem::path& path, Mode mode) : name_(as_asked_for(path)) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(path, ignored);
  if (mode != Mode::create && !exists) throw StoreError(name_ + ": there is no such file");
  if (mode == Mode::create && exists) throw StoreError(name_ + ": the file exists already");
  sqlite3* handle = nullptr;
  const int flags = mode == Mode::read     ? SQLITE_OPEN_READONLY
                    : mode == Mode::change ? SQLITE_OPEN_READWRITE
                                           : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  // No mutex inside SQLite: every user of a Database here is serial or holds a lock of its own.
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail("cannot be opened");
  sqlite3_busy_timeout(get(), patience);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail("cannot be prepared");
}

void Database::fail(const std::string& doing) const {
  if (get() == nullptr) throw StoreError(name_ + ": " + doing + " (out of memory)");
  if (sqlite3_errcode(get()) == SQLITE_NOTADB) {
    throw StoreError(name_ + ": is not a run store of sendcast (it is not an SQLite file)");
  }
  if (sqlite3_errcode(get()) == SQLITE_CORRUPT)
    throw StoreError(name_ + ": is damaged (run it again or copy it anew)");
  if (sqlite3_errcode(get()) == SQLITE_BUSY)
    throw StoreError(name_ + ": is in use by another command; try again when that has ended");
  if (sqlite3_errcode(get()) == SQLITE_FULL)
    throw StoreError(name_ + ": cannot be written (the disk is full)");
  throw StoreError(name_ + ": " + doing + " (" + sqlite3_errmsg(get()) + ")");
}

void Database::close() {
  if (sqlite3_close(get()) != SQLITE_OK) fail("cannot be closed");
  static_cast<void>(handle_.release());  // closed just now
}

Statement::Statement(const Database& database, std::string_view sql) : database_(&database) {
  sqlite3_stmt* handle = nullptr;
  const int code =
      sqlite3_prepare_v2(database.get(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr);
  handle_.reset(handle);
  check(code, "does not have the tables of a run store");
}

void Statement::check(int code, const char* doing) const {
  if (code != SQLITE_OK) database_->fail(doing);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(handle_.get(), parameter, value), "cannot be written");
  return *this;
}
Statement& Statement::bind(int parameter, double value) {
  check(sqlite3_bind_double(handle_.get(), parameter, value), "cannot be written");
  return *this;
}
Statement& Statement::bind(int parameter, std::string_view text) {
  check(sqlite3_bind_text(handle_.get(), parameter, text.empty() ? "" : text.data(),
                          static_cast<int>(text.size()), SQLITE_TRANSIENT),
        "cannot be written");
  return *this;
}
Statement& Statement::bind(int parameter, std::span<const std::uint8_t> blob) {
  // Not copied: callers keep the bytes until run() returns. An empty blob must still be a blob, not null.
  check(blob.empty() ? sqlite3_bind_zeroblob(handle_.get(), parameter, 0)
                     : sqlite3_bind_blob64(handle_.get(), parameter, blob.data(), blob.size(), SQLITE_STATIC),
        "cannot be written");
  return *this;
}
Statement& Statement::bind_null(int parameter) {
  check(sqlite3_bind_null(handle_.get(), parameter), "cannot be written");
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail("cannot be read or written");
  reset();
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::string Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::span<const std::uint8_t> Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

}  // namespace sim
