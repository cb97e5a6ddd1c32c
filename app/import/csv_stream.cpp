// Rows of a CSV file of any size, one at a time (RFC 4180; libcsv does the grammar).

#include "app/import/csv_stream.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <new>
#include <set>

#include "app/user_error.hpp"
#include "sim/config_limits.hpp"
#include "sim/faults.hpp"
#include "sim/utf8.hpp"

namespace app {
namespace {

constexpr std::size_t longest_record = 1 << 20;
constexpr std::size_t piece = 1 << 16;

/// Windows-1252 above 0x7f; what it leaves undefined becomes U+FFFD.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void append_utf8(std::string& text, unsigned code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | code >> 6);
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | code >> 12);
    text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::string recoded(const std::string& cell) {
  std::string text;
  for (const char c : cell) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte);
  }
  return text;
}

}  // namespace

/// libcsv, and the rows that it has finished. Its callbacks are C: nothing may be thrown through them.
struct CsvStream::Parser {
  csv_parser parser{};
  std::deque<std::vector<std::string>> rows;
  std::vector<std::string> cells;
  bool failed = false;

  Parser() {
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~Parser() { csv_free(&parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void on_cell(void* text, std::size_t size, void* self) {
    auto& p = *static_cast<Parser*>(self);
    try {
      p.cells.emplace_back(text == nullptr ? "" : static_cast<const char*>(text), size);
    } catch (...) {
      p.failed = true;
    }
  }
  static void on_row(int, void* self) {
    auto& p = *static_cast<Parser*>(self);
    try {
      p.rows.push_back(std::move(p.cells));
      p.cells.clear();
    } catch (...) {
      p.failed = true;
    }
  }
  bool parse(std::string_view text) {
    const bool whole = csv_parse(&parser, text.data(), text.size(), on_cell, on_row, this) == text.size();
    if (failed) throw std::bad_alloc();
    return whole;
  }
  bool finish() {
    const bool whole = csv_fini(&parser, on_cell, on_row, this) == 0;
    if (failed) throw std::bad_alloc();
    return whole;
  }
};

CsvStream::CsvStream(ByteSource& bytes, std::string shown)
    : bytes_(bytes), shown_(std::move(shown)), parser_(std::make_unique<Parser>()) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  while (!ended_ && buffer_.size() < byte_order_mark.size()) fill();
  if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF"))
    fail(1, "the file is UTF-16; save it as CSV UTF-8");
  if (buffer_.starts_with(byte_order_mark)) {
    pending_raw_ = byte_order_mark;
    at_ = byte_order_mark.size();
  }
  if (!take_row()) fail(1, "the file is empty (a header row is needed)");
  if (row_.cells.size() > sim::limits::csv_columns)
    fail(row_.line, fmt::format("more than {} columns", sim::limits::csv_columns));
  columns_ = std::move(row_.cells);
  std::set<std::string> seen;
  for (const auto& name : columns_)
    if (!seen.insert(plain_name(name)).second) repairs_.repeated_columns.push_back(name);
}

CsvStream::~CsvStream() = default;

void CsvStream::fail(long line, const std::string& problem) const {
  throw UserError(fmt::format("{}:{}: {}", shown_, line, problem));
}

bool CsvStream::fill() {
  if (ended_) return false;
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(before + piece);
  const std::size_t got = bytes_.read(buffer_.data() + before, piece);
  buffer_.resize(before + got);
  ended_ = got == 0;
  return !ended_;
}

/// Hands the next line of the file to the parser; false at the end of the file.
bool CsvStream::feed_line() {
  std::size_t end = buffer_.find('\n', at_);
  while (end == std::string::npos && pending_raw_.size() + buffer_.size() - at_ <= longest_record) {
    const std::size_t seen = buffer_.size() - at_;
    if (!fill()) break;
    end = buffer_.find('\n', seen);
  }
  const bool open = end == std::string::npos;
  const std::string_view line = std::string_view(buffer_).substr(at_, open ? open : end + 1 - at_);
  const std::string_view text = open ? std::string_view(buffer_).substr(at_) : line;
  if (text.empty()) return false;
  ++line_;
  if (pending_raw_.size() + text.size() > longest_record)
    fail(row_.line, "a row of more than 1 MiB (an unclosed quote, or no table at all)");
  if (text.find('\0') != std::string_view::npos) fail(line_, "a zero byte (this is not CSV text)");
  if (!parser_->parse(text))
    fail(line_, "a quote in the middle of a cell (quotes inside a quoted cell are doubled: \"\")");
  pending_raw_.append(text);
  last_line_open_ = open;
  at_ += text.size();
  return true;
}

bool CsvStream::take_row() {
  row_.line = line_ + 1;
  while (parser_->rows.empty()) {
    if (feed_line()) continue;
    const bool whole = parser_->finish();
    if (!whole) fail(row_.line, "a quoted cell is never closed (is the file cut off?)");
    if (!parser_->rows.empty()) break;
    raw_ = std::move(pending_raw_);
    pending_raw_.clear();
    return false;
  }
  row_.cells = std::move(parser_->rows.front());
  parser_->rows.pop_front();
  raw_ = std::move(pending_raw_);
  pending_raw_.clear();
  if (!sim::is_utf8(raw_)) {
    for (auto& cell : row_.cells)
      if (!sim::is_utf8(cell)) cell = recoded(cell);
    ++repairs_.recoded;
  }
  return true;
}

/// False for a row that has another shape than the header. Such a row in last place, without an end of line,
/// is where the file was cut off.
bool CsvStream::fits(StreamedRow& row) {
  ++rows_;
  if (row.cells.size() == columns_.size()) return true;
  if (last_line_open_ && ended_ && at_ >= buffer_.size() && row.cells.size() < columns_.size())
    fail(row.line,
         fmt::format("the file ends in the middle of a row ({} cells of {}); is the download complete?",
                     row.cells.size(), columns_.size()));
  if (repairs_.short_rows++ == 0) repairs_.first_short = row.line;
  constexpr long tolerated = 10;
  if (repairs_.short_rows > tolerated && repairs_.short_rows * 100 > rows_)
    fail(repairs_.first_short,
         fmt::format("{} of the first {} rows have another number of cells than the header",
                     repairs_.short_rows, rows_));
  return false;
}

const StreamedRow* CsvStream::next() {
  std::string skipped;
  while (take_row()) {
    if (fits(row_)) {
      if (!skipped.empty()) raw_ = skipped + raw_;
      return &row_;
    }
    skipped += raw_;
    if (skipped.size() > longest_record) skipped.clear();
  }
  raw_ = skipped + raw_;
  return nullptr;
}

std::size_t CsvStream::column(std::string_view name) const {
  const std::string wanted = plain_name(name);
  std::size_t found = absent;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (plain_name(columns_[i]) != wanted) continue;
    if (found != absent)
      throw UserError(
          fmt::format("{}:1: column {} is there twice; which one is meant?", shown_, sim::quote(name)));
    found = i;
  }
  return found;
}

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || byte >= 0x80) {
      plain += static_cast<char>(std::tolower(byte));
    } else if (!plain.empty() && plain.back() != '_') {
      plain += '_';
    }
  }
  while (!plain.empty() && plain.back() == '_') plain.pop_back();
  return plain;
}

}  // namespace app
