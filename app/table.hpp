#pragma once
// Columns of text for a terminal: the first aligned left, the others right, with headings over groups of
// columns.

#include <cstddef>
#include <string>
#include <vector>

#include "app/terminal.hpp"

namespace app {

class Table {
 public:
  /// One heading per column.
  explicit Table(std::vector<std::string> headings);
  /// A heading over columns [first, first + count).
  void group(std::size_t first, std::size_t count, std::string heading);
  /// Aligns a column to the left.
  void left(std::size_t column);
  /// Space before a column, at least 1; groups of columns stand apart by 3.
  void gap(std::size_t column, std::size_t spaces);
  /// Narrows the widest gaps, none below 1, until lines fit a width; false if they do not even then.
  bool fit(std::size_t width);
  /// One cell per column.
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// Lines of text, headings first, without trailing spaces.
  std::string text(const Style& style = Style{}) const;

 private:
  struct Group {
    std::size_t first, count;
    std::string heading;
  };
  std::vector<std::size_t> widths() const;
  std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;
  std::string group_line(const std::vector<std::size_t>& widths) const;

  std::vector<std::string> headings_;
  std::vector<bool> left_;
  std::vector<std::size_t> gaps_;
  std::vector<Group> groups_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace app
