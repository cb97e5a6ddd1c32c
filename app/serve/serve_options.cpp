// What `sendcast serve` was asked to do, checked.

#include "app/serve/serve_options.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

constexpr std::size_t least_token = 16;

using Faults = std::vector<std::string>;

/// `low` where it is a fault.
std::uint32_t whole(const char* option, const std::string& text, std::uint32_t low, std::uint32_t high,
                    Faults& faults) {
  const auto value = sim::parse_number<std::uint32_t>(text);
  if (value && *value >= low && *value <= high) return *value;
  faults.push_back(fmt::format("{} {}: write a whole number from {} to {}", option, text, low, high));
  return low;
}

/// False for what is no address.
bool check_address(const ServeWords& words, Faults& faults) {
  unsigned char bytes[16];
  const auto& a = words.address;
  if (a != "localhost" && ::inet_pton(AF_INET, a.c_str(), bytes) != 1 &&
      ::inet_pton(AF_INET6, a.c_str(), bytes) != 1) {
    faults.push_back(
        fmt::format("--address {}: write the number of an address of this machine, for example "
                    "127.0.0.1",
                    a));
    return false;
  }
  if ((a == "0.0.0.0" || a == "::") && words.names.empty())
    faults.push_back(
        fmt::format("--address {}: is no name; say with --name under which browsers call it", a));
  return true;
}

void check_token(const ServeWords& words, bool address, Faults& faults) {
  const auto& token = words.token;
  if (token.empty()) {
    if (address && !http::is_loopback(words.address))
      faults.push_back(
          fmt::format("--address {}: other machines reach it, so --token is needed, of {} "
                      "characters or more",
                      words.address, least_token));
    return;
  }
  const bool plain = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
  if (token.size() < least_token || token.size() > 200 || !plain)
    faults.push_back(
        fmt::format("--token: {} to 200 letters, digits and signs, without spaces", least_token));
}

void check_names(const ServeWords& words, Faults& faults) {
  for (const auto& name : words.names)
    if (name.empty() || name.size() > 255 ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") != std::string::npos)
      faults.push_back(
          fmt::format("--name {}: write a host name in small letters, for example "
                      "send.example.org",
                      name));
}

std::string text_of(const Faults& faults) {
  if (faults.size() == 1) return faults.front();
  std::string text = fmt::format("serve: {} faults\n", faults.size());
  for (const auto& fault : faults) text += folded(fault, "  ", "    ");
  text.pop_back();
  return text;
}

}  // namespace

ServeOptions serve_options(const ServeWords& words) {
  ServeOptions o;
  Faults faults;
  const bool address = check_address(words, faults);
  check_token(words, address, faults);
  check_names(words, faults);
  o.server.address = words.address;
  o.server.names = words.names;
  o.server.token = words.token;
  o.server.port = static_cast<int>(whole("--port", words.port, 0, 65535, faults));
  o.workbench.threads = whole("-j", words.threads, 0, 4096, faults);
  o.workbench.limits.most_replicates = whole("--max-replicates", words.replicates, 64, 100000, faults);
  o.workbench.queue.most_time = std::chrono::seconds(whole("--max-seconds", words.seconds, 1, 86400, faults));
  o.workbench.queue.most_waiting = whole("--max-waiting", words.waiting, 1, 100, faults);
  if (!faults.empty()) throw UserError(text_of(faults));
  return o;
}

}  // namespace app
