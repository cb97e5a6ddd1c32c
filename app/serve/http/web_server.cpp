// The workbench's HTTP server.

#include "app/serve/http/web_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "app/serve/http/connection.hpp"

namespace app::http {
namespace {

/// What a page may do: run our own script and style, and ask us. Nothing else, from nowhere else.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::vector<std::string> headers_of(const httplib::Request& request, const char* name) {
  std::vector<std::string> out;
  const auto [first, last] = request.headers.equal_range(name);
  for (auto it = first; it != last; ++it) out.push_back(it->second);
  return out;
}

Knock knock_of(const httplib::Request& request) {
  return {.method = request.method,
          .path = request.path,
          .hosts = headers_of(request, "Host"),
          .origin = request.get_header_value("Origin"),
          .fetch_site = request.get_header_value("Sec-Fetch-Site"),
          .content_type = request.get_header_value("Content-Type"),
          .transfer_encoding = request.get_header_value("Transfer-Encoding"),
          .content_length = request.get_header_value("Content-Length")};
}

std::string cookie(const httplib::Request& request, const std::string& name) {
  for (const auto& line : headers_of(request, "Cookie")) {
    std::size_t at = 0;
    while (at < line.size()) {
      const auto end = std::min(line.find(';', at), line.size());
      auto pair = line.substr(at, end - at);
      pair.erase(0, pair.find_first_not_of(' '));
      if (pair.starts_with(name + "=")) return pair.substr(name.size() + 1);
      at = end + 1;
    }
  }
  return {};
}

void put(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  response.set_content(reply.body, reply.type);
  if (!reply.download.empty())
    response.set_header("Content-Disposition", "attachment; filename=\"" + reply.download + "\"");
  if (reply.status == 429 || reply.status == 503) response.set_header("Retry-After", "2");
}

}  // namespace

bool is_loopback(const std::string& address) {
  return address == "::1" || address == "localhost" || address.starts_with("127.");
}

/// httplib's server on connections of ours.
class WebServer::Listener : public httplib::Server {
 public:
  explicit Listener(const ServerOptions& options) : options_(options) {}
  /// Ends every connection: browsers open some before they ask for anything, and keep them.
  void hang_up() {
    const std::lock_guard lock(mutex_);
    for (const socket_t socket : open_) ::shutdown(socket, SHUT_RDWR);
  }

 private:
  /// Takes one request and closes. Its arguments differ between the versions of httplib.
  template <class Self>
  static void take(Self& self, httplib::Stream& stream) {
    bool closed = false;
    const std::function<void(httplib::Request&)> nothing;
    if constexpr (requires { self.process_request(stream, true, closed, nothing); })
      self.process_request(stream, true, closed, nothing);
    else
      self.process_request(stream, std::string(), 0, std::string(), 0, true, closed, nothing);
  }
  bool process_and_close_socket(socket_t socket) override {
    const std::size_t heads = 65536;  // all headers of a request
    {
      const std::lock_guard lock(mutex_);
      open_.insert(socket);
    }
    Connection connection(socket, options_.most_body + heads, options_.to_read, options_.to_write);
    take(*this, connection);
    connection.hang_up();
    {
      const std::lock_guard lock(mutex_);
      open_.erase(socket);
    }
    ::close(socket);
    return true;
  }
  const ServerOptions& options_;
  std::mutex mutex_;
  std::set<socket_t> open_;
};

struct WebServer::Inner {
  ServerOptions options;
  Sessions sessions;
  RateLimit rate, tokens;
  GateRules rules;
  Doors doors;
  std::map<std::pair<std::string, std::string>, Handler> handlers;
  Listener listener;
  std::string cookie_name, host;

  Inner(ServerOptions o, std::function<void(const std::string&)> forget)
      : options(std::move(o)),
        sessions(options.sessions, !options.token.empty(), std::move(forget)),
        rate(options.rate),
        tokens(options.tokens),
        listener(options) {}

  void name_hosts(int port);
  bool let_in(const httplib::Request& request, httplib::Response& response);
  void answer(const httplib::Request& request, httplib::Response& response);
  Reply reply_to(const httplib::Request& request, httplib::Response& response);
  Reply log_in(const Call& call);
};

/// The names under which the server may be called.
void WebServer::Inner::name_hosts(int port) {
  const auto& a = options.address;
  const bool six = a.find(':') != std::string::npos;
  host = fmt::format("{}{}{}:{}", six ? "[" : "", a, six ? "]" : "", port);
  rules.most_body = options.most_body;
  rules.hosts = {host};
  if (is_loopback(a)) rules.hosts.push_back(fmt::format("localhost:{}", port));
  for (const auto& name : options.names) {
    rules.hosts.push_back(name);
    rules.hosts.push_back(fmt::format("{}:{}", name, port));
  }
  cookie_name = fmt::format("sendcast-{}", port);  // cookies are shared by all ports of a machine
}

bool WebServer::Inner::let_in(const httplib::Request& request, httplib::Response& response) {
  if (const auto no = refusal(rules, doors, knock_of(request))) {
    put(problem(no->status, no->why), response);
    if (no->status == 405) {
      std::string allowed;
      for (const auto& [method, access] : doors.at(request.path))
        allowed += (allowed.empty() ? "" : ", ") + method;
      response.set_header("Allow", allowed);
    }
    return false;
  }
  if (!rate.take()) {
    put(problem(429, "too many requests at once"), response);
    return false;
  }
  return true;
}

Reply WebServer::Inner::log_in(const Call& call) {
  if (!tokens.take()) return problem(429, "too many tokens were tried; wait a little");
  const auto json = nlohmann::json::parse(call.body, nullptr, false);
  if (json.is_object() && !json.empty() && !json.contains("token"))
    return problem(422, "no such field; did you mean 'token'?");
  if (!json.is_object() || !json.contains("token") || !json["token"].is_string())
    return problem(400, "write {\"token\": \"...\"}");
  if (json.size() > 1) return problem(422, "there is no other field than token");
  if (!same_secret(json["token"].get<std::string>(), options.token))
    return problem(401, "that is not the token");
  sessions.authorise(call.session);
  return {.body = "{}"};
}

Reply WebServer::Inner::reply_to(const httplib::Request& request, httplib::Response& response) {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const Access access = doors.at(request.path).at(method);
  Call call{method, request.path, request.body, cookie(request, cookie_name), true};
  if (access != Access::anyone && !sessions.known(call.session)) {
    call.session.clear();
    if (access == Access::session) return problem(401, "no session: load the page again");
    // Only a page that somebody looks at: an image or a frame elsewhere must not use sessions up.
    const auto kind = request.get_header_value("Sec-Fetch-Dest");
    if (!kind.empty() && kind != "document") return problem(403, "only as a page of its own");
    const auto name = sessions.open();
    if (!name) return problem(503, "too many browsers at once");
    call.session = *name;
    response.set_header("Set-Cookie",
                        fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", cookie_name, *name));
  }
  call.authorised = access == Access::anyone || sessions.authorised(call.session);
  if (request.path == "/api/token") return log_in(call);
  if (access == Access::session && !call.authorised) return problem(401, "the token is asked for first");
  return handlers.at({method, request.path})(call);
}

void WebServer::Inner::answer(const httplib::Request& request, httplib::Response& response) {
  try {
    put(reply_to(request, response), response);
  } catch (const std::exception& error) {
    std::fputs(fmt::format("sendcast serve: {} {}: {}\n", request.method, request.path, error.what()).c_str(),
               stderr);
    put(problem(500, "this is a fault of sendcast"), response);
  }
}

WebServer::WebServer(ServerOptions options, std::function<void(const std::string&)> forget)
    : inner_(std::make_unique<Inner>(std::move(options), std::move(forget))) {
  if (!inner_->options.token.empty())
    on("POST", "/api/token", Access::session, [](const Call&) { return Reply{}; });
}

WebServer::~WebServer() = default;

void WebServer::on(const std::string& method, const std::string& path, Access access, Handler handler) {
  inner_->doors[path][method] = access;
  inner_->handlers[{method, path}] = std::move(handler);
}

int WebServer::bind() {
  Inner& in = *inner_;
  auto& listener = in.listener;
  const std::size_t threads = in.options.threads;
  listener.new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  listener.set_payload_max_length(in.options.most_body);
  listener.set_tcp_nodelay(true);
  // Not SO_REUSEPORT, which httplib sets: another program could then take a share of our connections.
  listener.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  listener.set_default_headers({{"Content-Security-Policy", policy},
                                {"X-Content-Type-Options", "nosniff"},
                                {"Referrer-Policy", "no-referrer"},
                                {"Cross-Origin-Opener-Policy", "same-origin"},
                                {"Cross-Origin-Resource-Policy", "same-origin"},
                                {"Cache-Control", "no-store"}});
  listener.set_pre_routing_handler([&in](const httplib::Request& request, httplib::Response& response) {
    return in.let_in(request, response) ? httplib::Server::HandlerResponse::Unhandled
                                        : httplib::Server::HandlerResponse::Handled;
  });
  const auto handler = [&in](const httplib::Request& request, httplib::Response& response) {
    in.answer(request, response);
  };
  listener.Get(".*", handler);  // the gate has looked at the path
  listener.Post(".*", handler);
  const auto& o = in.options;
  const int port = o.port == 0 ? listener.bind_to_any_port(o.address)
                               : (listener.bind_to_port(o.address, o.port) ? o.port : -1);
  if (port <= 0)
    throw std::runtime_error(fmt::format("{}:{} cannot be listened to (in use, or not of this machine)",
                                         o.address, o.port == 0 ? "any port" : std::to_string(o.port)));
  in.name_hosts(port);
  return port;
}

std::string WebServer::url() const { return "http://" + inner_->host + "/"; }
void WebServer::run() { inner_->listener.listen_after_bind(); }
void WebServer::stop() {
  inner_->listener.stop();
  inner_->listener.hang_up();
}

}  // namespace app::http
