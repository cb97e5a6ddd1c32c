#pragma once
// What the terminal can show: its width, and whether colours are wanted.

#include <cstddef>
#include <string>
#include <string_view>

namespace app {

inline constexpr unsigned page_width = 80;  ///< of everything that is printed for people

enum class Stream { out, err };

bool is_terminal(Stream stream);
/// One that can redraw, and NO_COLOR is unset or empty (https://no-color.org).
bool wants_colour(Stream stream);
/// A terminal that understands control sequences, so that a line can be drawn anew.
bool can_redraw(Stream stream);
/// Columns of the terminal behind stderr, 40 to 120; 80 where there is none.
unsigned terminal_width();

/// Marks up text, or leaves it alone.
class Style {
 public:
  explicit Style(bool colour = false) : colour_(colour) {}
  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }
  std::string red(std::string_view text) const { return wrap("31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }

 private:
  std::string wrap(std::string_view code, std::string_view text) const;
  bool colour_;
};

/// Characters that a UTF-8 text takes on the screen (all of ours are one column wide).
std::size_t display_width(std::string_view text);
/// The text folded at spaces; the first line starts with `first`, the others with `rest`. Ends with a
/// newline.
std::string folded(std::string_view text, std::string_view first = "", std::string_view rest = "",
                   std::size_t width = page_width);

/// A long fault folded so that it fits after "sendcast: ", for a UserError; lines of it stay lines.
std::string folded_fault(std::string_view text);

/// Writes to stdout. Throws sim::OutputError if it does not take all (a full disk, a closed pipe).
void print(std::string_view text);
void print_error(std::string_view text);

}  // namespace app
