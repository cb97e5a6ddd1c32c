#include "app/report/page.hpp"

#include <fmt/format.h>

#include <set>

#include "app/embedded.hpp"
#include "app/report/template.hpp"
#include "sim/manifest.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : digits[(group >> (18 - 6 * k)) & 63U];
  }
  return out;
}

std::string bytes_of_hex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return out;
}

/// What the script draws: the charts, and those specifications that they name.
void add_drawings(Json& page) {
  Json charts = Json::array(), specifications = Json::object();
  for (const auto& section : page["sections"])
    for (const auto& block : section["blocks"]) {
      if (!block.contains("chart")) continue;
      const auto& c = block["chart"];
      const auto name = c["specification"].get<std::string>();
      charts.push_back(
          {{"id", c["id"]}, {"specification", name}, {"data", c["data"]}, {"signals", c["signals"]}});
      if (!specifications.contains(name)) specifications[name] = Json::parse(embedded(name + ".vg.json"));
    }
  page["drawings"] = json_in_page({{"charts", charts}, {"specifications", specifications}});
}

}  // namespace

std::string policy_digest(std::string_view text) {
  return "sha256-" + base64(bytes_of_hex(sim::sha256_hex(text)));
}

std::string json_in_page(const Json& value) {
  std::string out;
  for (const char c : value.dump(-1, ' ', false, Json::error_handler_t::replace)) switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  return out;
}

std::string page_html(const Document& document) {
  Json page = document_json(document);
  const auto style = embedded("report.css"), vega = embedded("vega.js"), script = embedded("page_charts.js");
  page["policy"] = fmt::format(
      "default-src 'none'; style-src '{}'; script-src '{}' '{}'; img-src data: blob:; base-uri 'none'; "
      "form-action 'none'",
      policy_digest(style), policy_digest(vega), policy_digest(script));
  page["style"] = style;
  page["vega"] = vega;
  page["script"] = script;
  page["version"] = sim::program_version();
  page["commit"] = sim::program_commit();
  add_drawings(page);
  return fill_template(embedded("report.html"), page,
                       [](std::string_view name) { return embedded(std::string(name) + ".html"); });
}

}  // namespace app
