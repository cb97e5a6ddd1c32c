#pragma once
// A command line that cannot be understood: what is wrong with it, and what was probably meant.

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace app {

std::string parse_error_text(const CLI::App& cli, const CLI::Error& error, int argc, const char* const* argv);

}  // namespace app
