#pragma once
// The help of the program at the width of a page.

#include <CLI/CLI.hpp>

namespace app {

/// As CLI11 writes help, with long descriptions folded beside their column.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat() { column_width(28); }

 protected:
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* command) const override;

 private:
  std::string entry(const std::string& name, const std::string& text) const;
};

}  // namespace app
