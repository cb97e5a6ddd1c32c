#pragma once
// An Excel workbook in the making: named tables on sheets of their own, and charts on theirs.

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "sim/layout.hpp"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace app {

enum class NumberForm { plain, count, pounds, per_cent, tenth };
NumberForm form_of(sim::Unit unit);

/// A number and how it is shown; NaN shows as an empty cell.
struct BookNumber {
  double value = 0;
  NumberForm form = NumberForm::plain;
};
using BookCell = std::variant<std::string, BookNumber>;

struct BookColumn {
  std::string heading;
  double width = 12;  ///< in characters
  bool number = false;
};

struct BookTable {
  std::string sheet;  ///< at most 31 characters: "Plans by age"
  std::string name;   ///< of the table, for formulas: "PlansByAge"
  std::string title;
  std::string about;  ///< a sentence below the title
  std::vector<BookColumn> columns = {};
  std::vector<std::vector<BookCell>> rows = {};
};

/// One area or line of a chart: cells of one column of a table.
struct BookSeries {
  std::string name;
  std::size_t column = 0;  ///< of the table
  unsigned colour = 0;     ///< 0xRRGGBB
  bool hidden = false;     ///< an area that only lifts the others
  bool dashed = false;
  bool thin = false;
};

struct BookChart {
  std::string sheet, title, about;   ///< about: what the bands mean, under the axis
  bool areas = false;                ///< stacked areas; otherwise lines
  std::string table;                 ///< the sheet of the table it is drawn from
  std::size_t labels = 0;            ///< column with the periods
  std::size_t first = 0, count = 0;  ///< rows of the table
  std::string axis, number_format;
  std::vector<BookSeries> series;
};

/// A line of the contents. Excel follows no link to a sheet that is a chart.
struct BookEntry {
  std::string sheet, about;
  bool chart = false;
};

/// Writes a workbook file. The same calls give the same bytes: dates in it are fixed. Text is text, whatever
/// it begins with. Throws sim::OutputError.
class Book {
 public:
  Book(const std::filesystem::path& file, const std::string& title);
  ~Book();
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  /// Lines of text: the first is a heading, as are those that `headings` marks.
  void add_text(const std::string& sheet, const std::vector<std::string>& lines,
                const std::vector<std::size_t>& headings = {});
  /// Sheets with what they hold, as links.
  void add_contents(const std::vector<BookEntry>& sheets);
  void add_table(const BookTable& table);
  void add_chart(const BookChart& chart);
  void finish();

 private:
  lxw_worksheet* new_sheet(const std::string& name);
  lxw_format* number_format(NumberForm form);
  void write(lxw_worksheet* sheet, std::size_t row, std::size_t column, const BookCell& cell);
  void text(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& words,
            lxw_format* format = nullptr);
  void check(int error, const char* doing) const;

  std::string file_;
  lxw_workbook* book_;
  lxw_format *heading_, *title_, *wrapped_, *link_, *column_, *number_column_;
  std::map<NumberForm, lxw_format*> forms_;
};

/// Row (from 0) of a table's first data row on its sheet.
inline constexpr std::size_t first_table_row = 4;

}  // namespace app
