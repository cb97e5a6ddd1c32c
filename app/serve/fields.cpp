// The fields of a JSON object that a browser sends.

#include "app/serve/fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "app/serve/http/json_body.hpp"
#include "app/user_error.hpp"
#include "sim/nearest_name.hpp"

namespace app {
namespace {

constexpr std::size_t most_named = 5;

std::string what_there_is(std::span<const std::string> known) {
  return known.empty() ? "none is taken" : fmt::format("there are {}", fmt::join(known, ", "));
}

}  // namespace

std::string shown(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 60)) out += c >= ' ' && c < 127 && c != '<' && c != '>' ? c : '?';
  return out;
}

nlohmann::json json_of(const std::string& text) {
  auto [json, twice] = http::read_json(text);
  if (!twice.empty()) throw UserError(fmt::format("'{}' is given twice; give it once", shown(twice)));
  return std::move(json);
}

std::string unknown_fields(const nlohmann::json& object, std::span<const std::string> known) {
  std::string out;
  std::size_t count = 0;
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (++count > most_named) continue;
    const auto near = sim::did_you_mean(name, known);
    out += fmt::format("{}'{}': no such field; {}", out.empty() ? "" : "\n", shown(name),
                       near.empty() ? what_there_is(known) : near);
  }
  if (count > most_named) out += fmt::format("\nand {} more", count - most_named);
  return out;
}

}  // namespace app
