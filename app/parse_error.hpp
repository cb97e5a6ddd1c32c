#pragma once
// A command line that cannot be understood: what is wrong with it, and what was probably meant.

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace app {

std::string parse_error_text(const CLI::App& cli, const CLI::Error& error, int argc, const char* const* argv);

/// What is wrong with an option given as an empty word, which would pass for one that was not given; empty if
/// none was. `--out ''` is left to the commands.
std::string empty_option_text(const CLI::App& cli);

}  // namespace app
