#pragma once
// Requests letter by letter: what a browser would never send must be sent too.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace raw_http {

/// A connection to a port of this machine.
class Socket {
 public:
  explicit Socket(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    const timeval patience{.tv_sec = 30, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error("no connection");
  }
  ~Socket() { ::close(socket_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  /// False once the other side takes no more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// All that comes until the other side hangs up.
  std::string rest() {
    std::string out;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(socket_, buffer, sizeof buffer, 0)) > 0;)
      out.append(buffer, static_cast<std::size_t>(n));
    return out;
  }

 private:
  int socket_;
};

struct Answer {
  int status = 0;  ///< 0: none came
  std::string head, body;
  /// Of a header, by its name as it is written.
  std::string header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

inline Answer answer_of(const std::string& text) {
  Answer out;
  const auto end = text.find("\r\n\r\n");
  if (text.rfind("HTTP/1.1 ", 0) != 0 || end == std::string::npos) return out;
  out.status = std::atoi(text.c_str() + 9);
  out.head = text.substr(0, end + 2);
  out.body = text.substr(end + 4);
  return out;
}

/// A browser that keeps its cookie. Headers given replace those that it would send.
class Browser {
 public:
  using Headers = std::map<std::string, std::string>;
  explicit Browser(int port) : port_(port), host_("127.0.0.1:" + std::to_string(port)) {}

  Answer get(const std::string& path, Headers headers = {}) { return ask("GET", path, headers, {}); }
  Answer post(const std::string& path, const std::string& body, Headers headers = {}) {
    headers.try_emplace("Origin", "http://" + host_);
    headers.try_emplace("Content-Type", "application/json");
    headers.try_emplace("Content-Length", std::to_string(body.size()));
    return ask("POST", path, headers, body);
  }
  Answer ask(const std::string& method, const std::string& path, Headers headers, const std::string& body) {
    headers.try_emplace("Host", host_);
    if (!cookie_.empty()) headers.try_emplace("Cookie", cookie_);
    std::string text = method + " " + path + " HTTP/1.1\r\n";
    for (const auto& [name, value] : headers)
      if (!value.empty()) text += name + ": " + value + "\r\n";
    Socket socket(port_);
    socket.send(text + "\r\n" + body);
    const auto answer = answer_of(socket.rest());
    if (const auto set = answer.header("Set-Cookie"); !set.empty()) cookie_ = set.substr(0, set.find(';'));
    return answer;
  }
  const std::string& host() const { return host_; }
  int port() const { return port_; }

 private:
  int port_;
  std::string host_, cookie_;
};

}  // namespace raw_http
