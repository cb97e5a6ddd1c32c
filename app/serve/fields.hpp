#pragma once
// The fields of a JSON object that a browser sends: those that nobody takes are refused, never passed over.

#include <nlohmann/json.hpp>
#include <span>
#include <string>

namespace app {

/// Text of a client within an answer: at most 60 characters, and nothing that a terminal or a page could take
/// for more.
std::string shown(const std::string& text);

/// A text of a client as JSON, discarded where it is none. Throws UserError where an object gives a name
/// twice.
nlohmann::json json_of(const std::string& text);

/// What is wrong with an object whose fields are to be among the known ones: each that is not, with the
/// nearest of them; "" if nothing is.
std::string unknown_fields(const nlohmann::json& object, std::span<const std::string> known);

}  // namespace app
