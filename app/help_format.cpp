// The help of the program at the width of a page.

#include "app/help_format.hpp"

#include "app/terminal.hpp"

namespace app {

std::string HelpFormat::make_option(const CLI::Option* option, bool is_positional) const {
  return entry(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

std::string HelpFormat::make_subcommand(const CLI::App* command) const {
  return entry(command->get_display_name(true), command->get_description());
}

std::string HelpFormat::entry(const std::string& name, const std::string& text) const {
  const std::size_t column = get_column_width();
  std::string first = "  " + name;
  if (text.empty()) return first + '\n';
  std::string above;
  if (display_width(first) >= column) {
    above = first + '\n';
    first.clear();
  }
  first += std::string(column - display_width(first), ' ');
  return above + folded(text, first, std::string(column, ' '));
}

}  // namespace app
