#pragma once
// A document as one HTML file that needs no network: style, script, Vega and the figures are in it.

#include <filesystem>
#include <string>

#include "app/report/document.hpp"

namespace app {

/// The page. Its content security policy lets run only the scripts that we wrote, by their digests, and lets
/// it ask for nothing: whatever a name of a configuration holds stays text.
std::string page_html(const Document& document);

/// JSON that can stand inside a script element: no "<" ends it early.
std::string json_in_page(const nlohmann::ordered_json& value);

/// "sha256-..." of a script or style, as policies name it.
std::string policy_digest(std::string_view text);

}  // namespace app
