// What `sendcast serve` was asked to do, checked.

#include "app/serve/serve_options.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/user_error.hpp"

namespace app {
namespace {

constexpr std::size_t least_token = 16;

std::uint32_t whole(const char* option, const std::string& text, std::uint32_t low, std::uint32_t high) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < low || value > high)
    throw UserError(fmt::format("{} {}: write a whole number from {} to {}", option, text, low, high));
  return value;
}

void check_address(const ServeWords& words) {
  unsigned char bytes[16];
  const auto& a = words.address;
  if (a != "localhost" && ::inet_pton(AF_INET, a.c_str(), bytes) != 1 &&
      ::inet_pton(AF_INET6, a.c_str(), bytes) != 1)
    throw UserError(
        fmt::format("--address {}: write the number of an address of this machine, for example "
                    "127.0.0.1",
                    a));
  if ((a == "0.0.0.0" || a == "::") && words.names.empty())
    throw UserError(fmt::format("--address {}: is no name; say with --name under which browsers call it", a));
}

void check_token(const ServeWords& words) {
  const auto& token = words.token;
  if (token.empty()) {
    if (!http::is_loopback(words.address))
      throw UserError(
          fmt::format("--address {}: other machines reach it, so --token is needed, of {} "
                      "characters or more",
                      words.address, least_token));
    return;
  }
  const bool plain = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
  if (token.size() < least_token || token.size() > 200 || !plain)
    throw UserError(fmt::format("--token: {} to 200 letters, digits and signs, without spaces", least_token));
}

}  // namespace

ServeOptions serve_options(const ServeWords& words) {
  ServeOptions o;
  check_address(words);
  check_token(words);
  for (const auto& name : words.names)
    if (name.empty() || name.size() > 255 ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") != std::string::npos)
      throw UserError(
          fmt::format("--name {}: write a host name in small letters, for example "
                      "send.example.org",
                      name));
  o.server.address = words.address;
  o.server.names = words.names;
  o.server.token = words.token;
  o.server.port = static_cast<int>(whole("--port", words.port, 0, 65535));
  o.workbench.threads = whole("-j", words.threads, 0, 4096);
  o.workbench.limits.most_replicates = whole("--max-replicates", words.replicates, 64, 100000);
  o.workbench.queue.most_time = std::chrono::seconds(whole("--max-seconds", words.seconds, 1, 86400));
  o.workbench.queue.most_waiting = whole("--max-waiting", words.waiting, 1, 100);
  return o;
}

}  // namespace app
