#pragma once
// A server in this process, ended with the test.

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include "app/serve/http/web_server.hpp"

namespace serve_test {

class Running {
 public:
  explicit Running(app::http::ServerOptions options = {})
      : server(std::move(options), [this](const std::string&) { ++forgotten; }) {
    using app::http::Access;
    using app::http::Call;
    using app::http::Reply;
    server.on("GET", "/", Access::page, [](const Call& call) {
      return Reply{.type = "text/html", .body = call.authorised ? "page" : "token please"};
    });
    server.on("GET", "/style.css", Access::anyone,
              [](const Call&) { return Reply{.type = "text/css", .body = "p{}"}; });
    server.on("GET", "/kept.js", Access::anyone, [](const Call&) {
      return Reply{.type = "text/javascript", .body = std::string(200000, 'j'), .tag = "0123"};
    });
    server.on("GET", "/big", Access::anyone,
              [](const Call&) { return Reply{.type = "text/plain", .body = std::string(12 << 20, 'b')}; });
    server.on("GET", "/api/who", Access::session,
              [](const Call& call) { return Reply{.body = call.session}; });
    server.on("POST", "/api/echo", Access::session,
              [](const Call& call) { return Reply{.body = call.body}; });
    server.on("GET", "/api/fault", Access::session,
              [](const Call&) -> Reply { throw std::runtime_error("secret detail"); });
    port = server.bind();
    thread_ = std::thread([this] { server.run(); });
  }
  ~Running() {
    server.stop();
    thread_.join();
  }

  std::atomic<int> forgotten{0};
  app::http::WebServer server;
  int port = 0;

 private:
  std::thread thread_;
};

}  // namespace serve_test
