// An Excel workbook in the making, by libxlsxwriter.

#include "app/export/book.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr double text_width = 100;         ///< characters a line of a sheet of text
constexpr double row_height = 15;          ///< points
constexpr std::size_t most_bytes = 32000;  ///< Excel takes 32,767 characters in a cell

/// Excel refuses a file with bytes that are no UTF-8; they are shown as '?'.
std::string clean(const std::string& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size() && out.size() < most_bytes;) {
    const auto c = static_cast<unsigned char>(words[i]);
    const std::size_t more = c < 0x80                ? 0
                             : c >= 0xc2 && c < 0xe0 ? 1
                             : c >= 0xe0 && c < 0xf0 ? 2
                             : c >= 0xf0 && c < 0xf5 ? 3
                                                     : 9;
    bool whole = more < 4 && i + more < words.size();
    for (std::size_t k = 1; whole && k <= more; ++k)
      whole = (static_cast<unsigned char>(words[i + k]) & 0xc0) == 0x80;
    if (whole)
      out += words.substr(i, more + 1);
    else
      out += '?';
    i += whole ? more + 1 : 1;
  }
  return out;
}

/// Lines that a text takes on a sheet of text: programs do not agree on rows that fit themselves.
double lines_for(const std::string& words) {
  return std::ceil(static_cast<double>(words.size()) / text_width);
}

const char* number_text(NumberForm form) {
  switch (form) {
    case NumberForm::count:
      return "#,##0";
    case NumberForm::pounds:
      return "£#,##0;-£#,##0";
    case NumberForm::per_cent:
      return "0.0%";
    case NumberForm::tenth:
      return "#,##0.0";
    case NumberForm::plain:
      break;
  }
  return "General";
}

lxw_row_t row_at(std::size_t row) { return static_cast<lxw_row_t>(row); }
lxw_col_t column_at(std::size_t column) { return static_cast<lxw_col_t>(column); }

}  // namespace

NumberForm form_of(sim::Unit unit) {
  switch (unit) {
    case sim::Unit::pence:
      return NumberForm::pounds;
    case sim::Unit::share:
      return NumberForm::per_cent;
    case sim::Unit::per_1000:
      return NumberForm::tenth;
    case sim::Unit::count:
      break;
  }
  return NumberForm::count;
}

Book::Book(const std::filesystem::path& file, const std::string& title)
    : file_(sim::as_asked_for(file)), book_(workbook_new(file.c_str())) {
  if (book_ == nullptr) throw sim::OutputError(file_ + ": cannot be written");
  std::string words = clean(title), program = "sendcast";
  // A fixed date: equal runs give equal bytes. It says nothing of when the run was made.
  lxw_doc_properties properties{};
  properties.title = words.data();
  properties.author = program.data();
  properties.created = 1735689600;  // 2025-01-01
  workbook_set_properties(book_, &properties);
  heading_ = workbook_add_format(book_);
  format_set_bold(heading_);
  format_set_font_color(heading_, 0x12436D);
  title_ = workbook_add_format(book_);
  format_set_bold(title_);
  format_set_font_size(title_, 15);
  format_set_font_color(title_, 0x12436D);
  wrapped_ = workbook_add_format(book_);
  format_set_text_wrap(wrapped_);
  format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
  link_ = workbook_add_format(book_);
  format_set_font_color(link_, 0x12436D);
  format_set_underline(link_, LXW_UNDERLINE_SINGLE);
  for (auto* own : {&column_, &number_column_}) {
    *own = workbook_add_format(book_);
    format_set_bold(*own);
    format_set_bottom(*own, LXW_BORDER_THIN);
    format_set_align(*own, own == &column_ ? LXW_ALIGN_LEFT : LXW_ALIGN_RIGHT);
  }
}

Book::~Book() {
  if (book_ != nullptr) lxw_workbook_free(book_);
}

void Book::check(int error, const char* doing) const {
  if (error == LXW_NO_ERROR) return;
  throw sim::OutputError(
      fmt::format("{}: {} ({})", file_, doing, lxw_strerror(static_cast<lxw_error>(error))));
}

lxw_worksheet* Book::new_sheet(const std::string& name) {
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  if (sheet == nullptr) throw std::logic_error("a sheet's name is taken or too long: " + name);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_footer(sheet, "&L&A&RPage &P of &N");
  return sheet;
}

lxw_format* Book::number_format(NumberForm form) {
  auto [at, is_new] = forms_.try_emplace(form, nullptr);
  if (is_new) {
    at->second = workbook_add_format(book_);
    format_set_num_format(at->second, number_text(form));
  }
  return at->second;
}

void Book::text(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& words,
                lxw_format* format) {
  check(worksheet_write_string(sheet, row_at(row), column_at(column), clean(words).c_str(), format),
        "a text cannot be written");
}

void Book::write(lxw_worksheet* sheet, std::size_t row, std::size_t column, const BookCell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) {
    if (!words->empty()) text(sheet, row, column, *words);
    return;
  }
  const auto& number = std::get<BookNumber>(cell);
  if (!std::isfinite(number.value)) return;
  check(
      worksheet_write_number(sheet, row_at(row), column_at(column), number.value, number_format(number.form)),
      "a number cannot be written");
}

void Book::add_text(const std::string& name, const std::vector<std::string>& lines,
                    const std::vector<std::size_t>& headings) {
  lxw_worksheet* sheet = new_sheet(name);
  worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
  worksheet_set_column(sheet, 0, 0, text_width, nullptr);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool heading = std::find(headings.begin(), headings.end(), i) != headings.end();
    if (lines[i].empty()) continue;
    text(sheet, i, 0, lines[i], i == 0 ? title_ : heading ? heading_ : wrapped_);
    if (i > 0) worksheet_set_row(sheet, row_at(i), row_height * lines_for(lines[i]), nullptr);
  }
}

void Book::add_contents(const std::vector<BookEntry>& sheets) {
  lxw_worksheet* sheet = new_sheet("Contents");
  worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
  worksheet_set_column(sheet, 0, 0, 34, nullptr);
  worksheet_set_column(sheet, 1, 1, text_width, nullptr);
  text(sheet, 0, 0, "Contents", title_);
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const auto& entry = sheets[i];
    const std::string target = "internal:'" + entry.sheet + "'!A1";
    if (entry.chart)
      text(sheet, i + 2, 0, entry.sheet);
    else
      check(worksheet_write_url_opt(sheet, row_at(i + 2), 0, target.c_str(), link_, entry.sheet.c_str(),
                                    nullptr),
            "a link cannot be written");
    text(sheet, i + 2, 1, entry.about, wrapped_);
  }
}

void Book::add_table(const BookTable& table) {
  lxw_worksheet* sheet = new_sheet(table.sheet);
  text(sheet, 0, 0, table.title, title_);
  text(sheet, 1, 0, table.about);
  std::vector<std::string> headings;
  for (const auto& column : table.columns) headings.push_back(clean(column.heading));
  std::vector<lxw_table_column> columns(table.columns.size());
  std::vector<lxw_table_column*> pointers;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    columns[c] = lxw_table_column{};
    columns[c].header = headings[c].data();
    columns[c].header_format = table.columns[c].number ? number_column_ : column_;
    pointers.push_back(&columns[c]);
    worksheet_set_column(sheet, column_at(c), column_at(c), table.columns[c].width, nullptr);
  }
  pointers.push_back(nullptr);
  std::string name = table.name;
  lxw_table_options options{};
  options.name = name.data();
  options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
  options.style_type_number = 1;
  options.columns = pointers.data();
  const std::size_t last = first_table_row + std::max<std::size_t>(table.rows.size(), 1) - 1;
  check(worksheet_add_table(sheet, row_at(first_table_row - 1), 0, row_at(last),
                            column_at(columns.size() - 1), &options),
        "a table cannot be added");
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.rows[r].size(); ++c)
      write(sheet, first_table_row + r, c, table.rows[r][c]);
  worksheet_freeze_panes(sheet, row_at(first_table_row), 1);
  worksheet_repeat_rows(sheet, row_at(first_table_row - 1), row_at(first_table_row - 1));
}

void Book::add_chart(const BookChart& about) {
  lxw_chart* chart = workbook_add_chart(book_, about.areas ? LXW_CHART_AREA_STACKED : LXW_CHART_LINE);
  const std::string& from = about.table;
  const auto first = row_at(first_table_row + about.first);
  const auto last = row_at(first_table_row + about.first + about.count - 1);
  std::vector<std::int16_t> unnamed;
  for (std::size_t s = 0; s < about.series.size(); ++s) {
    const auto& own = about.series[s];
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, from.c_str(), first, column_at(about.labels), last,
                                column_at(about.labels));
    chart_series_set_values(series, from.c_str(), first, column_at(own.column), last, column_at(own.column));
    chart_series_set_name(series, own.name.c_str());
    lxw_chart_line line{};
    line.color = own.colour;
    line.width = about.areas ? 0.5F : own.thin ? 1.25F : 2.5F;
    line.none = own.hidden;
    if (own.dashed) line.dash_type = LXW_CHART_LINE_DASH_DASH;
    chart_series_set_line(series, &line);
    if (about.areas) {
      lxw_chart_fill fill{};
      fill.color = own.colour;
      fill.none = own.hidden;
      chart_series_set_fill(series, &fill);
    }
    if (own.hidden) unnamed.push_back(static_cast<std::int16_t>(s));
  }
  unnamed.push_back(-1);
  if (unnamed.size() > 1) chart_legend_delete_series(chart, unnamed.data());
  const std::string title = clean(about.title);
  chart_title_set_name(chart, title.c_str());
  chart_axis_set_name(chart->x_axis, about.about.c_str());
  chart_axis_set_name(chart->y_axis, about.axis.c_str());
  chart_axis_set_num_format(chart->y_axis, about.number_format.c_str());
  lxw_chart_font plain{};
  plain.size = 11;
  plain.bold = LXW_EXPLICIT_FALSE;
  lxw_chart_font heading{};
  heading.size = 14;
  heading.bold = LXW_TRUE;
  chart_title_set_name_font(chart, &heading);
  lxw_chart_line grid{};
  grid.color = 0xD9D9D9;
  grid.width = 0.75F;
  chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
  chart_axis_set_name_font(chart->x_axis, &plain);
  chart_axis_set_name_font(chart->y_axis, &plain);
  chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  lxw_chartsheet* sheet = workbook_add_chartsheet(book_, about.sheet.c_str());
  if (sheet == nullptr) throw std::logic_error("a sheet's name is taken or too long: " + about.sheet);
  chartsheet_set_paper(sheet, 9);
  chartsheet_set_landscape(sheet);
  check(chartsheet_set_chart(sheet, chart), "a chart cannot be added");
}

void Book::finish() {
  lxw_workbook* book = book_;
  book_ = nullptr;  // closing frees it, also when it fails
  check(workbook_close(book), "cannot be written");
}

}  // namespace app
