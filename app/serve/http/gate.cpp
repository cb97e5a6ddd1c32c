// Who is let in.

#include "app/serve/http/gate.hpp"

#include <algorithm>
#include <charconv>

namespace app::http {
namespace {

constexpr std::string_view json_type = "application/json";

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ours(const GateRules& rules, std::string_view host) {
  return std::find(rules.hosts.begin(), rules.hosts.end(), plain_host(host)) != rules.hosts.end();
}

/// "application/json", with parameters or without.
bool is_json(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return std::equal(type.begin(), type.end(), json_type.begin(), json_type.end(),
                    [](char a, char b) { return small(a) == b; });
}

/// A page of ours, itself or behind a proxy that speaks TLS.
bool from_ours(const GateRules& rules, std::string_view origin) {
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

bool is_loopback(const std::string& address) {
  return address == "::1" || address == "localhost" || address.starts_with("127.");
}

std::string plain_host(std::string_view host) {
  std::string out(host);
  std::transform(out.begin(), out.end(), out.begin(), small);
  // A colon within brackets is of the address.
  const auto port = out.find(':', out.rfind(']') == std::string::npos ? 0 : out.rfind(']'));
  const auto end = std::min(port, out.size());
  if (end > 1 && out[end - 1] == '.') out.erase(end - 1, 1);
  return out;
}

std::vector<std::string> own_hosts(const std::string& address, int port,
                                   const std::vector<std::string>& names) {
  const bool six = address.find(':') != std::string::npos;
  std::vector<std::string> own{six ? "[" + address + "]" : address}, out;
  if (is_loopback(address) && address != "localhost") own.emplace_back("localhost");
  for (const auto& name : own) {
    if (port == 80) out.push_back(plain_host(name));
    out.push_back(plain_host(name + ":" + std::to_string(port)));
  }
  for (const auto& name : names) {
    out.push_back(plain_host(name));
    out.push_back(plain_host(name + ":" + std::to_string(port)));
  }
  return out;
}

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
  if (knock.method == "POST" && !is_json(knock.content_type)) return Refusal{415, "write JSON"};
  if (!knock.content_encoding.empty())  // a few bytes could stand for a gigabyte
    return Refusal{415, "write it as it is, not compressed"};
  return std::nullopt;
}

}  // namespace app::http
