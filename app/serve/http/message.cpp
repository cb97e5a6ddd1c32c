// What a handler of the workbench is asked and what it answers.

#include "app/serve/http/message.hpp"

#include <nlohmann/json.hpp>

namespace app::http {

Reply problem(int status, const std::string& why) {
  constexpr auto replace = nlohmann::json::error_handler_t::replace;
  return {.status = status, .body = nlohmann::json{{"error", why}}.dump(-1, ' ', false, replace)};
}

}  // namespace app::http
