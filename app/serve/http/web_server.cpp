// The workbench's HTTP server.

#include "app/serve/http/web_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "app/serve/http/connection.hpp"
#include "app/serve/http/json_body.hpp"

namespace app::http {
namespace {

constexpr const char* token_path = "/api/token";

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
          .content_encoding = request.get_header_value("Content-Encoding"),
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

/// Whether a browser has the body of that tag already. Tags hold no commas.
bool has(const httplib::Request& request, const std::string& tag) {
  for (const auto& line : headers_of(request, "If-None-Match"))
    if (line.find('"' + tag + '"') != std::string::npos) return true;
  return false;
}

/// What never changes while the program is the same: kept by browsers, who ask each time whether it still is.
void put_kept(const httplib::Request& request, const Reply& reply, httplib::Response& response) {
  response.headers.erase("Cache-Control");
  response.set_header("Cache-Control", "no-cache");
  response.set_header("ETag", '"' + reply.tag + '"');
  if (!has(request, reply.tag)) return;
  response.status = 304;
  response.body.clear();
  response.headers.erase("Content-Type");
}

void put(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  response.set_content(reply.body, reply.type);
  if (!reply.download.empty())
    response.set_header("Content-Disposition", "attachment; filename=\"" + reply.download + "\"");
  if (reply.status == 429 || reply.status == 503) response.set_header("Retry-After", "2");
}

}  // namespace

/// httplib's server on connections of ours.
class WebServer::Listener : public httplib::Server {
 public:
  explicit Listener(const ServerOptions& options) : options_(options) {}
  /// Ends every connection: browsers open some before they ask for anything, and keep them.
  void hang_up() {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, one] : open_) ::shutdown(one.socket, SHUT_RDWR);
  }
  /// httplib lets five connections wait to be accepted; who comes sixth tries again a second later.
  void lengthen_backlog() { ::listen(svr_sock_, 512); }
  /// The queue of connections for the threads that serve them.
  httplib::TaskQueue* queue();

 private:
  /// Takes one request and closes. Its arguments differ between the versions of httplib.
  template <class Self>
  static void take(Self& self, httplib::Stream& stream) {
    bool closed = false;
    const std::function<void(httplib::Request&)> plain = [](httplib::Request& request) {
      // The library would compress every answer anew, half a megabyte of script in seconds.
      request.headers.erase("Accept-Encoding");
      // And of ranges it sends parts under the status of the whole: whoever asks for one is sent everything.
      request.headers.erase("Range");
      request.ranges.clear();
    };
    if constexpr (requires { self.process_request(stream, true, closed, plain); })
      self.process_request(stream, true, closed, plain);
    else
      self.process_request(stream, std::string(), 0, std::string(), 0, true, closed, plain);
  }
  bool process_and_close_socket(socket_t socket) override {
    const std::size_t heads = 65536;  // all headers of a request
    Connection connection(socket, options_.most_body + heads, options_.to_read, options_.to_write);
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = ++taken_;
      open_[number] = {socket, &connection};
    }
    take(*this, connection);
    connection.hang_up();
    {
      const std::lock_guard lock(mutex_);
      open_.erase(number);
    }
    ::close(socket);
    return true;
  }
  class Queue;
  void make_room(bool one_more);

  struct Open {
    socket_t socket = 0;
    const Connection* connection = nullptr;
    bool ended = false;  ///< by us: its thread is about to be free
  };
  const ServerOptions& options_;
  std::mutex mutex_;
  std::map<std::uint64_t, Open> open_;  // in the order in which threads took them
  std::uint64_t taken_ = 0, come_ = 0;
};

/// Threads as httplib has them. Whoever finds all of them taken does not wait until the slowest are done.
class WebServer::Listener::Queue : public httplib::ThreadPool {
 public:
  explicit Queue(Listener& listener) : ThreadPool(listener.options_.threads), listener_(listener) {}
  // What it returns differs between the versions of httplib.
  auto enqueue(std::function<void()> work)
      -> decltype(std::declval<httplib::ThreadPool&>().enqueue(std::move(work))) override {
    listener_.make_room(true);
    return ThreadPool::enqueue(std::move(work));
  }
  void on_idle() override { listener_.make_room(false); }

 private:
  Listener& listener_;
};

httplib::TaskQueue* WebServer::Listener::queue() { return new Queue(*this); }

/// Ends those connections that have been waited for longest, where others find no thread: first those whose
/// request has not come, or who do not hang up; then those who do not read their answer. Nobody at once: a
/// request that is on its way is here in a moment.
void WebServer::Listener::make_room(bool one_more) {
  const std::lock_guard lock(mutex_);
  if (one_more) ++come_;
  auto wanted = open_.size() + (come_ - taken_);  // the second: waiting for a thread
  for (const auto& [number, one] : open_) wanted -= one.ended ? 1 : 0;
  const auto moment_ago = Connection::Clock::now() - std::chrono::milliseconds(50);
  for (const auto waits : {Connection::Waits::request, Connection::Waits::reader})
    for (auto& [number, one] : open_) {
      if (wanted <= options_.threads) return;
      if (one.ended || one.connection->waits_since(moment_ago) != waits) continue;
      one.ended = true;
      ::shutdown(one.socket, SHUT_RDWR);
      --wanted;
    }
}

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
        sessions(options.sessions, std::move(forget)),
        rate(options.rate),
        tokens(options.tokens),
        listener(options) {}

  void name_hosts(int port);
  bool let_in(const httplib::Request& request, httplib::Response& response);
  void answer(const httplib::Request& request, httplib::Response& response);
  Reply reply_to(const httplib::Request& request, httplib::Response& response);
  std::optional<Reply> open_session(Call& call, httplib::Response& response);
  Reply log_in(Call& call, httplib::Response& response);
};

void WebServer::Inner::name_hosts(int port) {
  rules.most_body = options.most_body;
  rules.hosts = own_hosts(options.address, port, options.names);
  host = rules.hosts.front();
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

/// Gives a browser its session; what to say where there is none to be had.
std::optional<Reply> WebServer::Inner::open_session(Call& call, httplib::Response& response) {
  const auto name = sessions.open();
  if (!name) return problem(503, "too many browsers at once");
  call.session = *name;
  response.set_header("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", cookie_name, *name));
  return std::nullopt;
}

Reply WebServer::Inner::log_in(Call& call, httplib::Response& response) {
  if (!tokens.take()) return problem(429, "too many tokens were tried; wait a little");
  const auto [json, twice] = read_json(call.body);
  if (!twice.empty()) return problem(422, "a field is given twice");
  if (json.is_object() && !json.empty() && !json.contains("token"))
    return problem(422, "no such field; did you mean 'token'?");
  if (!json.is_object() || !json.contains("token") || !json["token"].is_string())
    return problem(400, "write {\"token\": \"...\"}");
  if (json.size() > 1) return problem(422, "there is no other field than token");
  if (!same_secret(json["token"].get<std::string>(), options.token))
    return problem(401, "that is not the token");
  if (call.session.empty())
    if (auto full = open_session(call, response)) return *full;
  return {.body = "{}"};
}

Reply WebServer::Inner::reply_to(const httplib::Request& request, httplib::Response& response) {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const Access access = doors.at(request.path).at(method);
  Call call{method, request.path, request.body, cookie(request, cookie_name), true};
  const bool logs_in = request.path == token_path;
  const bool known = (access != Access::anyone || logs_in) && sessions.known(call.session);
  if (!known) call.session.clear();
  if (logs_in) return log_in(call, response);
  if (access == Access::session && !known)
    return problem(401, options.token.empty() ? "no session: load the page again"
                                              : "no session: load the page again and give the token");
  if (access == Access::page && !known) {
    // Only a page that somebody looks at: an image or a frame elsewhere must not use sessions up.
    const auto kind = request.get_header_value("Sec-Fetch-Dest");
    if (!kind.empty() && kind != "document") return problem(403, "only as a page of its own");
    call.authorised = options.token.empty();  // a session comes with the token: without it, it takes none up
    if (call.authorised)
      if (auto full = open_session(call, response)) return *full;
  }
  return handlers.at({method, request.path})(call);
}

void WebServer::Inner::answer(const httplib::Request& request, httplib::Response& response) {
  try {
    const auto reply = reply_to(request, response);
    put(reply, response);
    if (!reply.tag.empty()) put_kept(request, reply, response);
  } catch (const std::exception& error) {
    std::fputs(fmt::format("sendcast serve: {} {}: {}\n", request.method, request.path, error.what()).c_str(),
               stderr);
    put(problem(500, "this is a fault of sendcast"), response);
  }
}

WebServer::WebServer(ServerOptions options, std::function<void(const std::string&)> forget)
    : inner_(std::make_unique<Inner>(std::move(options), std::move(forget))) {
  if (!inner_->options.token.empty())
    on("POST", token_path, Access::anyone, [](const Call&) { return Reply{}; });
}

WebServer::~WebServer() = default;

void WebServer::on(const std::string& method, const std::string& path, Access access, Handler handler) {
  inner_->doors[path][method] = access;
  inner_->handlers[{method, path}] = std::move(handler);
}

int WebServer::bind() {
  Inner& in = *inner_;
  auto& listener = in.listener;
  listener.new_task_queue = [&listener] { return listener.queue(); };
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
                                {"Accept-Ranges", "none"},
                                {"Cache-Control", "no-store"}});
  listener.set_idle_interval(0, 100000);  // looks for connections to end
  listener.set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
    if (response.status == 304) response.headers.erase("Content-Length");  // nought would be that of the body
  });
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
  listener.lengthen_backlog();
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
