// The body of a request as JSON.

#include "app/serve/http/json_body.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace app::http {

JsonBody read_json(const std::string& text) {
  using Json = nlohmann::json;
  std::vector<std::set<std::string>> names;  // of the objects that are open
  std::optional<std::string> twice;
  const auto look = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end) names.pop_back();
    if (event == Json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second && !twice)
      twice = value.get<std::string>();
    return true;
  };
  JsonBody out;
  out.first = Json::parse(text, look, false);
  if (twice) out.second = twice->empty() ? "(no name)" : *twice;
  return out;
}

}  // namespace app::http
