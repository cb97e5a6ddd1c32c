// Who is let in.

#include "app/serve/http/gate.hpp"

#include <algorithm>
#include <charconv>

namespace app::http {
namespace {

bool ours(const GateRules& rules, const std::string& host) {
  return std::find(rules.hosts.begin(), rules.hosts.end(), host) != rules.hosts.end();
}

/// A page of ours, itself or behind a proxy that speaks TLS.
bool from_ours(const GateRules& rules, const std::string& origin) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (origin.starts_with(scheme)) return ours(rules, origin.substr(scheme.size()));
  return false;
}

std::optional<Refusal> body_refusal(const GateRules& rules, const Knock& knock) {
  const bool post = knock.method == "POST";
  if (!knock.transfer_encoding.empty()) return Refusal{411, "say how long the request is (Content-Length)"};
  std::uint64_t length = 0;
  const auto& text = knock.content_length;
  if (text.empty()) {
    if (post) return Refusal{411, "say how long the request is (Content-Length)"};
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error == std::errc::result_out_of_range) return Refusal{413, "the request is too large"};
  if (error != std::errc() || end != text.data() + text.size())
    return Refusal{400, "Content-Length is no number"};
  if (length > rules.most_body) return Refusal{413, "the request is too large"};
  if (!post && length > 0) return Refusal{400, "a request of this kind has no body"};
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> refusal(const GateRules& rules, const Doors& doors, const Knock& knock) {
  if (knock.hosts.size() != 1) return Refusal{400, "a request names one Host"};
  if (!ours(rules, knock.hosts.front())) return Refusal{421, "this server is not called so"};
  const auto door = doors.find(knock.path);
  if (door == doors.end()) return Refusal{404, "there is nothing here"};
  const auto method = door->second.find(knock.method == "HEAD" ? "GET" : knock.method);
  if (method == door->second.end()) return Refusal{405, "not by this method"};
  const bool page = method->second == Access::page;  // a link from elsewhere may lead to the page
  const auto& site = knock.fetch_site;
  if (!page && !site.empty() && site != "same-origin" && site != "none")
    return Refusal{403, "asked for by another site"};
  if (knock.method == "POST" && !from_ours(rules, knock.origin))
    return Refusal{403, "asked for by another site"};
  if (auto body = body_refusal(rules, knock)) return body;
  if (knock.method == "POST" && !knock.content_type.starts_with("application/json"))
    return Refusal{415, "write JSON"};
  return std::nullopt;
}

}  // namespace app::http
