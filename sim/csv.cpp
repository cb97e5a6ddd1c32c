// Comma-separated values (RFC 4180) with the line of every row.

#include "sim/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/config_limits.hpp"
#include "sim/utf8.hpp"

namespace sim {
namespace {

std::string trimmed(std::string_view cell) {
  const auto first = cell.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(cell.substr(first, cell.find_last_not_of(" \t") - first + 1));
}

/// Splits text into records. `line()` is where the record last returned began.
class Records {
 public:
  Records(std::string_view text, const Source& source, Faults& faults)
      : text_(text), source_(source), faults_(faults) {}

  bool next(CsvRow& row) {
    row.cells.clear();
    if (at_ >= text_.size()) return false;
    row.line = line_;
    do {
      row.cells.push_back(cell());
    } while (take(','));
    end_of_line();
    return true;
  }

 private:
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void end_of_line() {
    take('\r');
    if (take('\n')) ++line_;
  }

  std::string cell() {
    const auto first = text_.find_first_not_of(" \t", at_);
    if (first != std::string_view::npos && text_[first] == '"') {
      at_ = first + 1;
      return quoted_cell();
    }
    const auto end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string content = trimmed(text_.substr(at_, end - at_));
    at_ = end;
    if (at_ < text_.size() && text_[at_] == '\r' && text_.substr(at_, 2) != "\r\n") at_ = lone_return();
    return content;
  }

  std::size_t lone_return() {
    faults_.add({source_.shown, line_}, "a line ends in the middle of nowhere",
                "a carriage return without a line feed");
    return text_.size();
  }

  std::string quoted_cell() {
    const int opened = line_;
    std::string content;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        content += c;
      } else if (!take('"')) {
        skip_after_quote();
        return content;
      } else {
        content += '"';
      }
    }
    faults_.add({source_.shown, opened}, "a quoted cell is never closed");
    return content;
  }

  void skip_after_quote() {
    const auto end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    if (!trimmed(text_.substr(at_, end - at_)).empty()) {
      faults_.add({source_.shown, line_}, "text follows a quoted cell",
                  "quotes inside a cell are doubled: \"\"");
    }
    at_ = end;
  }

  std::string_view text_;
  const Source& source_;
  Faults& faults_;
  std::size_t at_ = 0;
  int line_ = 1;
};

bool is_blank(const CsvRow& row) { return row.cells.size() == 1 && row.cells[0].empty(); }

void check_header(const CsvTable& table, int line, Faults& faults) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& name = table.columns[i];
    if (name.empty()) faults.add({table.source->shown, line}, fmt::format("column {} has no name", i + 1));
    if (!name.empty() && !seen.insert(name).second) {
      faults.add({table.source->shown, line}, "column " + quote(name) + " is there twice");
    }
  }
}

/// A reason not to look into the text at all.
bool refused(std::string_view text, const Source& source, Faults& faults) {
  if (const auto bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
    faults.add({source.shown, static_cast<int>(line)}, "the file is not UTF-8", "save the file as UTF-8");
    return true;
  }
  const auto cells = std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '\n'; });
  if (static_cast<std::size_t>(cells) > limits::cells) {
    faults.add({source.shown, 0}, "the file holds too many values",
               fmt::format("at most {} values", limits::cells));
    return true;
  }
  return false;
}

}  // namespace

std::size_t CsvTable::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  return found == columns.end() ? absent : static_cast<std::size_t>(found - columns.begin());
}

CsvTable parse_csv(std::string_view text, const Source& source, Faults& faults) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  CsvTable table{&source, {}, {}};
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (refused(text, source, faults)) return table;

  Records records(text, source, faults);
  CsvRow row;
  while (records.next(row)) {
    if (is_blank(row)) continue;
    if (row.cells.size() > limits::csv_columns) {
      faults.add({source.shown, row.line}, "too many columns",
                 fmt::format("at most {}", limits::csv_columns));
      return table;
    }
    if (table.columns.empty()) {
      table.columns = row.cells;
      check_header(table, row.line, faults);
    } else if (row.cells.size() != table.columns.size()) {
      faults.add({source.shown, row.line}, fmt::format("the row has {} cells", row.cells.size()),
                 fmt::format("the header has {}", table.columns.size()));
    } else {
      table.rows.push_back(row);
    }
  }
  if (table.columns.empty()) faults.add({source.shown, 0}, "the file is empty", "a header row is needed");
  return table;
}

}  // namespace sim
