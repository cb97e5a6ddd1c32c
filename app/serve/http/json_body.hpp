#pragma once
// The body of a request as JSON, read strictly.

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace app::http {

/// The value, discarded where the text is no JSON; and the first name that an object gives twice, "" where
/// none does.
using JsonBody = std::pair<nlohmann::json, std::string>;

/// Of two values of one name most readers take the last in silence, others the first: whoever wrote them
/// meant something else.
JsonBody read_json(const std::string& text);

}  // namespace app::http
