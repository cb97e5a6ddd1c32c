#pragma once
// What `sendcast serve` was asked to do, checked.

#include <filesystem>
#include <string>
#include <vector>

#include "app/serve/http/web_server.hpp"
#include "app/serve/workbench.hpp"

namespace app {

/// The words of the command line.
struct ServeWords {
  std::vector<std::filesystem::path> configs;
  std::filesystem::path areas = "configs/areas";
  std::string port = "8080", address = "127.0.0.1", token, replicates = "5000", seconds = "300",
              waiting = "8", threads = "0";
  std::vector<std::string> names;
};

struct ServeOptions {
  http::ServerOptions server;
  WorkbenchOptions workbench;  ///< without areas
};

/// Throws UserError with all words that make no sense: an address that other machines reach without a token,
/// say.
ServeOptions serve_options(const ServeWords& words);

}  // namespace app
