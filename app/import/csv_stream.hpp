#pragma once
// Rows of a CSV file of any size, one at a time (RFC 4180; libcsv does the grammar).

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/import/byte_source.hpp"

namespace app {

struct StreamedRow {
  long line = 0;                   ///< where it begins, 1-based
  std::vector<std::string> cells;  ///< as many as there are columns
};

/// What was mended or passed over on the way.
struct CsvRepairs {
  long short_rows = 0;   ///< another number of cells than the header; left out
  long first_short = 0;  ///< line of the first of them
  long recoded = 0;      ///< rows in Windows-1252, not UTF-8
  std::vector<std::string> repeated_columns;
};

/// Memory is bounded by the longest record (1 MiB); a byte order mark, CRLF, quotes and line breaks inside
/// quotes are understood, cells in Windows-1252 recoded. Throws UserError with file and line for text that is
/// no table: zero bytes, UTF-16, an unclosed quote, a record that is too long, too many columns, a last row
/// that is cut off, and more rows out of shape than one in a hundred.
class CsvStream {
 public:
  /// Reads the header. `shown`: how messages call the file.
  CsvStream(ByteSource& bytes, std::string shown);
  ~CsvStream();
  CsvStream(const CsvStream&) = delete;
  CsvStream& operator=(const CsvStream&) = delete;

  const std::vector<std::string>& columns() const { return columns_; }
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);
  /// Index of the column, letter case aside. Throws UserError if it is there twice: which one is meant?
  std::size_t column(std::string_view name) const;

  /// The next row, or nothing at the end. The row stays as it is until the next call.
  const StreamedRow* next();
  /// Exactly the bytes of the file between the row before and the end of this one; the rest of the file after
  /// the last row.
  std::string_view raw() const { return raw_; }
  const CsvRepairs& repairs() const { return repairs_; }
  const std::string& shown() const { return shown_; }

 private:
  struct Parser;
  bool fill();
  bool feed_line();
  bool take_row();
  bool fits(StreamedRow& row);
  [[noreturn]] void fail(long line, const std::string& problem) const;

  ByteSource& bytes_;
  std::string shown_;
  std::unique_ptr<Parser> parser_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false, last_line_open_ = false;
  long line_ = 0, rows_ = 0;
  std::string pending_raw_, raw_;
  std::vector<std::string> columns_;
  StreamedRow row_;
  CsvRepairs repairs_;
};

/// Lower case, with every run of other characters than letters and digits as one '_', none at the ends: how
/// names of columns and labels are compared.
std::string plain_name(std::string_view name);

}  // namespace app
