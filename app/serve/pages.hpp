#pragma once
// The way from paths to what answers them.

#include "app/serve/http/web_server.hpp"
#include "app/serve/workbench.hpp"

namespace app {

/// Adds the page, its script, style and chart, and everything that it asks for.
void add_routes(http::WebServer& server, Workbench& bench);

}  // namespace app
