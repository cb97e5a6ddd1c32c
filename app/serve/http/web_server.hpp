#pragma once
// The workbench's HTTP server: what it lets in, how long it waits, and what it says with every answer.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/serve/http/gate.hpp"
#include "app/serve/http/message.hpp"
#include "app/serve/http/rate_limit.hpp"
#include "app/serve/http/sessions.hpp"

namespace app::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;                     ///< 0: any that is free
  std::string token;                ///< empty: none is asked for
  std::vector<std::string> names;   ///< further names, "send.example.org", with or without a port
  std::uint64_t most_body = 65536;  ///< bytes
  std::chrono::milliseconds to_read{10000}, to_write{30000};  ///< a whole request, one piece of an answer
  std::size_t threads =
      64;  ///< connections that are served at once; of more, the one waited for longest ends
  Rate rate = {}, tokens = {.per_second = 0.2, .at_once = 5};
  SessionLimits sessions = {};
};

class WebServer {
 public:
  using Handler = std::function<Reply(const Call&)>;

  /// `forget`: a browser's session has ended.
  WebServer(ServerOptions options, std::function<void(const std::string&)> forget);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  /// Before bind. Paths are taken letter by letter. Handlers are called by several threads at once; what they
  /// throw becomes status 500 and is said on stderr.
  void on(const std::string& method, const std::string& path, Access access, Handler handler);
  /// The port. Throws std::runtime_error if it cannot be had.
  int bind();
  /// "http://127.0.0.1:8080/"; without the port where that is 80, as browsers say it.
  std::string url() const;
  /// Answers until stop().
  void run();
  void stop();

 private:
  class Listener;
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace app::http
