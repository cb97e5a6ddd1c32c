// What the workbench's server refuses, with which status, and that it goes on serving.

#include <atomic>
#include <memory>
#include <vector>

#include "raw_http.hpp"
#include "running_server.hpp"
#include "tests/catch.hpp"

using raw_http::answer_of;
using raw_http::Browser;
using raw_http::Socket;
using serve_test::Running;

TEST_CASE("A page gives a browser its session, and every answer its policy") {
  Running running;
  Browser a(running.port), b(running.port);
  const auto page = a.get("/");
  CHECK(page.status == 200);
  CHECK(page.body == "page");
  CHECK(page.header("Set-Cookie").find("HttpOnly; SameSite=Lax") != std::string::npos);
  for (const auto& answer : {page, a.get("/style.css"), a.get("/nowhere")}) {
    const auto policy = answer.header("Content-Security-Policy");
    CHECK(policy.find("default-src 'none'; script-src 'self'") == 0);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Cache-Control") == "no-store");
  }
  CHECK(b.get("/api/who").status == 401);  // without having been to the page
  b.get("/");
  const auto who_a = a.get("/api/who"), who_b = b.get("/api/who");
  CHECK(who_a.status == 200);
  CHECK(who_a.body.size() == 32);
  CHECK(who_a.body != who_b.body);
  CHECK(a.get("/").header("Set-Cookie").empty());  // it has one
  CHECK(a.get("/api/who").body == who_a.body);
  CHECK(a.post("/api/echo", "{\"x\":1}").body == "{\"x\":1}");
}

TEST_CASE("What is refused, and how") {
  Running running;
  Browser a(running.port);
  a.get("/");
  const std::string evil = "http://evil.example", own = "http://" + a.host();
  struct Case {
    const char* what;
    int status;
    raw_http::Answer answer;
  };
  const std::vector<Case> cases{
      {"a name that is not ours", 421, a.get("/api/who", {{"Host", "evil.example"}})},
      {"our port under another name", 421,
       a.get("/api/who", {{"Host", "evil.example:" + std::to_string(running.port)}})},
      {"an unknown path", 404, a.get("/admin")},
      {"up and out", 404, a.get("/../../../../etc/passwd")},
      {"up and out, encoded", 404, a.get("/%2e%2e%2f%2e%2e%2fetc%2fpasswd")},
      {"a folder of files", 404, a.get("/api/files/..%2f..%2fetc%2fpasswd")},
      {"a nought in the path", 404, a.get("/style.css%00.html")},
      {"the wrong method", 405, a.ask("DELETE", "/api/who", {}, "")},
      {"a cross-site form", 403, a.post("/api/echo", "{}", {{"Origin", evil}})},
      {"a form without an origin", 403, a.post("/api/echo", "{}", {{"Origin", ""}})},
      {"an origin of nobody", 403, a.post("/api/echo", "{}", {{"Origin", "null"}})},
      {"an origin that begins like ours", 403,
       a.post("/api/echo", "{}", {{"Origin", own + ".evil.example"}})},
      {"another site's script", 403, a.get("/api/who", {{"Sec-Fetch-Site", "cross-site"}})},
      {"another port's script", 403, a.post("/api/echo", "{}", {{"Sec-Fetch-Site", "same-site"}})},
      {"a type that begins like JSON", 415,
       a.post("/api/echo", "{}", {{"Content-Type", "application/jsonfoo"}})},
      {"a compressed body", 415, a.post("/api/echo", "{}", {{"Content-Encoding", "br"}})},
      {"a form's own type", 415,
       a.post("/api/echo", "a=1", {{"Content-Type", "application/x-www-form-urlencoded"}})},
      {"no length", 411, a.post("/api/echo", "{}", {{"Content-Length", ""}})},
      {"in chunks", 411,
       a.post("/api/echo", "2\r\n{}\r\n0\r\n\r\n",
              {{"Content-Length", ""}, {"Transfer-Encoding", "chunked"}})},
      {"a length that is none", 400, a.post("/api/echo", "{}", {{"Content-Length", "2 3"}})},
      {"a negative length", 400, a.post("/api/echo", "{}", {{"Content-Length", "-2"}})},
      {"too long", 413, a.post("/api/echo", std::string(70000, ' '))},
      {"ten megabytes", 413, a.post("/api/echo", std::string(10 << 20, ' '))},
      {"a length beyond numbers", 413,
       a.post("/api/echo", "{}", {{"Content-Length", "99999999999999999999999"}})},
      {"a very long path", 414, a.get("/" + std::string(20000, 'a'))},
      {"somebody else's cookie", 401, a.get("/api/who", {{"Cookie", "sendcast-1=0123"}})},
      {"a fault of ours", 500, a.get("/api/fault")}};
  for (const auto& c : cases) {
    INFO(c.what << ": " << c.answer.head << c.answer.body);
    CHECK(c.answer.status == c.status);
    CHECK(c.answer.body.find("root:") == std::string::npos);
    CHECK(c.answer.body.find("secret detail") == std::string::npos);
  }
  CHECK(a.ask("DELETE", "/api/who", {}, "").header("Allow") == "GET");
  CHECK(a.get("/api/who").status == 200);  // and it still serves
}

TEST_CASE("What is let in though it is written otherwise") {
  Running running;
  Browser a(running.port);
  const auto port = ":" + std::to_string(running.port);
  for (const auto* name : {"localhost", "LOCALHOST", "LocalHost.", "127.0.0.1."}) {
    INFO(name);
    CHECK(a.get("/", {{"Host", name + port}}).status == 200);
    CHECK(a.post("/api/echo", "{}", {{"Host", name + port}, {"Origin", "http://" + (name + port)}}).status ==
          200);
  }
  CHECK(a.get("/", {{"Host", "localhost.." + port}}).status == 421);
  CHECK(a.get("/", {{"Host", "localhost"}}).status == 421);  // that is port 80
  for (const auto* type : {"Application/JSON", "application/json; charset=utf-8", "application/json ;x=y"})
    CHECK(a.post("/api/echo", "{}", {{"Content-Type", type}}).status == 200);
}

TEST_CASE("Browsers leave port 80 out") {
  using app::http::own_hosts;
  using Names = std::vector<std::string>;
  CHECK(own_hosts("127.0.0.1", 80, {}) == Names{"127.0.0.1", "127.0.0.1:80", "localhost", "localhost:80"});
  CHECK(own_hosts("127.0.0.1", 8080, {}) == Names{"127.0.0.1:8080", "localhost:8080"});
  CHECK(own_hosts("::1", 80, {}) == Names{"[::1]", "[::1]:80", "localhost", "localhost:80"});
  CHECK(own_hosts("10.0.0.5", 8080, {"Send.example.org"}) ==
        Names{"10.0.0.5:8080", "send.example.org", "send.example.org:8080"});
  CHECK(app::http::plain_host("[FE80::1]:80") == "[fe80::1]:80");
  CHECK(app::http::plain_host("").empty());
  CHECK(app::http::plain_host(".") == ".");
}

TEST_CASE("Answers are not compressed anew, kept where they stay the same, and never a part as the whole") {
  Running running;
  Browser a(running.port);
  const auto whole = a.get("/kept.js", {{"Accept-Encoding", "gzip, deflate, br"}});
  CHECK(whole.status == 200);
  CHECK(whole.body.size() == 200000);
  CHECK(whole.header("Content-Encoding").empty());
  CHECK(whole.header("Cache-Control") == "no-cache");
  CHECK(whole.header("ETag") == "\"0123\"");
  CHECK(whole.header("Accept-Ranges") == "none");
  for (const auto* tags : {"\"0123\"", "W/\"0123\"", "\"9\", \"0123\""}) {
    const auto same = a.get("/kept.js", {{"If-None-Match", tags}});
    INFO(same.head);
    CHECK(same.status == 304);
    CHECK(same.body.empty());
    CHECK(same.header("Content-Length").empty());
    CHECK(same.header("ETag") == "\"0123\"");
    CHECK(same.header("Content-Security-Policy").find("default-src 'none'") == 0);
  }
  CHECK(a.get("/kept.js", {{"If-None-Match", "\"012\""}}).status == 200);
  CHECK(a.get("/", {{"If-None-Match", "\"0123\""}}).status == 200);
  CHECK(a.get("/api/who", {{"If-None-Match", "*"}}).header("Cache-Control") == "no-store");
  for (const auto* range : {"bytes=0-9", "bytes=-5", "bytes=0-1,5-9", "bytes=900000-"}) {
    const auto all = a.get("/kept.js", {{"Range", range}});
    INFO(range << ' ' << all.head);
    CHECK(all.status == 200);
    CHECK(all.body.size() == 200000);
    CHECK(all.header("Content-Range").empty());
  }
}

TEST_CASE("Two Hosts, and words that are no request") {
  Running running;
  Browser a(running.port);
  const auto said = [&](const std::string& words) {
    Socket socket(running.port);
    socket.send(words);
    return answer_of(socket.rest()).status;
  };
  CHECK(said("GET / HTTP/1.1\r\nHost: " + a.host() + "\r\nHost: evil.example\r\n\r\n") == 400);
  CHECK(said("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(said("hello\r\n\r\n") == 400);
  CHECK(said("BREW / HTTP/1.1\r\nHost: " + a.host() + "\r\n\r\n") == 400);
  CHECK(said(std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10)) == 400);  // TLS
  CHECK(a.get("/").status == 200);
}

TEST_CASE("Headers without end and a slow request are hung up on; others are served meanwhile") {
  app::http::ServerOptions options;
  options.to_read = std::chrono::milliseconds(700);
  options.threads = 8;
  Running running(options);
  Browser a(running.port);
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  std::vector<std::unique_ptr<Socket>> slow;
  for (int i = 0; i < 6; ++i) {
    slow.push_back(std::make_unique<Socket>(running.port));
    slow.back()->send("GET / HTTP/1.1\r\nHost: ");
  }
  CHECK(a.get("/").status == 200);  // there are threads left
  for (int i = 0; i < 4; ++i) {     // a byte now and then gains nothing
    for (const auto& s : slow) s->send("x");
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
  }
  for (const auto& s : slow) CHECK(answer_of(s->rest()).status != 200);
  CHECK(seconds() < 5);

  Socket slow_body(running.port);
  slow_body.send("POST /api/echo HTTP/1.1\r\nHost: " + a.host() + "\r\nOrigin: http://" + a.host() +
                 "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
  CHECK(answer_of(slow_body.rest()).status != 200);

  Socket endless(running.port);
  bool taken = endless.send("GET / HTTP/1.1\r\nHost: " + a.host() + "\r\n");
  for (int i = 0; i < 100000 && taken; ++i)
    taken = endless.send("X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
  CHECK(answer_of(endless.rest()).status != 200);
  CHECK(a.get("/").status == 200);
}

TEST_CASE("More threads' worth of slow requests delay others by no more than their deadline") {
  app::http::ServerOptions options;
  options.to_read = std::chrono::milliseconds(500);
  options.threads = 4;
  Running running(options);
  Browser a(running.port);
  std::vector<std::unique_ptr<Socket>> slow;
  for (int i = 0; i < 16; ++i) {
    slow.push_back(std::make_unique<Socket>(running.port));
    slow.back()->send("G");
  }
  CHECK(a.get("/").status == 200);
}

TEST_CASE("Connections of which nothing comes, or that take nothing, give way to others") {
  app::http::ServerOptions options;
  options.to_read = options.to_write = std::chrono::seconds(60);
  options.threads = 8;
  Running running(options);
  Browser a(running.port);
  const char* words = GENERATE("", "GET / HTTP/1.1\r\nHost: ", "unread");
  const std::string said =
      words == std::string("unread") ? "GET /big HTTP/1.1\r\nHost: " + a.host() + "\r\n\r\n" : words;
  INFO(words);
  std::vector<std::unique_ptr<Socket>> held;
  for (int i = 0; i < (said.starts_with("GET /big") ? 24 : 100); ++i) {
    held.push_back(std::make_unique<Socket>(running.port));
    held.back()->send(said);
  }
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 3; ++i) CHECK(a.get("/").status == 200);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));  // 60 if they did not
}

TEST_CASE("The server ends while browsers hold connections open") {
  app::http::ServerOptions options;
  options.to_read = std::chrono::seconds(20);
  const auto began = std::chrono::steady_clock::now();
  {
    Running running(options);
    Socket idle(running.port), half(running.port);
    half.send("GET / HT");
    Browser(running.port).get("/");
    running.server.stop();
    CHECK(idle.rest().empty());
  }
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
}

TEST_CASE("With a token nothing is told before it is given") {
  app::http::ServerOptions options;
  options.token = "0123456789abcdef";
  options.tokens = {.per_second = 0.001, .at_once = 3};
  Running running(options);
  Browser a(running.port), b(running.port);
  const auto page = a.get("/");
  CHECK(page.body == "token please");
  CHECK(page.header("Set-Cookie").empty());  // a session comes with the token
  CHECK(a.get("/api/who").status == 401);
  CHECK(a.post("/api/token", "nonsense").status == 400);
  CHECK(a.post("/api/token", "{\"token\":\"0123456789abcdeX\"}").status == 401);
  CHECK(a.get("/api/who").status == 401);
  CHECK(a.post("/api/token", "{\"token\":\"0123456789abcdef\"}").status == 200);
  CHECK(a.get("/").body == "page");
  CHECK(a.get("/api/who").status == 200);
  b.get("/");
  CHECK(b.get("/api/who").status == 401);  // of another browser nothing is known
  CHECK(b.post("/api/token", "{\"token\":\"0123456789abcdef\"}").status == 429);  // too many were tried
  CHECK(a.get("/api/who").status == 200);
}

TEST_CASE("Without the token no session is taken up") {
  app::http::ServerOptions options;
  options.token = "0123456789abcdef";
  options.sessions.most = 2;
  Running running(options);
  for (int i = 0; i < 10; ++i) CHECK(Browser(running.port).get("/").body == "token please");
  std::vector<Browser> browsers(3, Browser(running.port));
  for (int i = 0; i < 2; ++i) {
    CHECK(browsers[i].post("/api/token", R"({"token":"0123456789abcdef"})").status == 200);
    CHECK(browsers[i].get("/").body == "page");
    CHECK(browsers[i].post("/api/token", R"({"token":"0123456789abcdef"})").status == 200);  // once more
  }
  CHECK(browsers[2].post("/api/token", R"({"token":"0123456789abcdef"})").status == 503);
  CHECK(browsers[0].get("/api/who").status == 200);
  CHECK(running.forgotten == 0);
}

TEST_CASE("Who fetches the page and never comes back gives way") {
  app::http::ServerOptions options;
  options.sessions.most = 4;
  Running running(options);
  Browser first(running.port);
  first.get("/");
  CHECK(first.get("/api/who").status == 200);
  for (int i = 0; i < 40; ++i) CHECK(Browser(running.port).get("/").status == 200);
  Browser last(running.port);
  CHECK(last.get("/").status == 200);
  CHECK(last.get("/api/who").status == 200);
  CHECK(first.get("/api/who").status == 200);
  CHECK(running.forgotten == 38);
}

TEST_CASE("The token comes alone") {
  app::http::ServerOptions options;
  options.token = "0123456789abcdef";
  Running running(options);
  Browser a(running.port);
  a.get("/");
  const auto misspelt = a.post("/api/token", R"({"tokn":"0123456789abcdef"})");
  CHECK(misspelt.status == 422);
  CHECK(misspelt.body.find("'token'") != std::string::npos);
  CHECK(a.post("/api/token", R"({"token":"0123456789abcdef","user":"x"})").status == 422);
  CHECK(a.post("/api/token", R"({"token":"x","token":"0123456789abcdef"})").status == 422);
  CHECK(a.get("/api/who").status == 401);
  CHECK(a.post("/api/token", R"({"token":"0123456789abcdef"})").status == 200);
}

TEST_CASE("Names of its own are answered to") {
  app::http::ServerOptions options;
  options.names = {"send.example.org"};
  Running running(options);
  Browser a(running.port);
  CHECK(a.get("/", {{"Host", "send.example.org"}}).status == 200);
  CHECK(a.get("/", {{"Host", "send.example.com"}}).status == 421);
  CHECK(a.post("/api/echo", "{}", {{"Host", "send.example.org"}, {"Origin", "https://send.example.org"}})
            .status == 200);
}

TEST_CASE("Too many at once wait, too many browsers are turned away, images use no sessions up") {
  app::http::ServerOptions options;
  options.rate = {.per_second = 0.001, .at_once = 20};
  options.sessions.most = 3;
  Running running(options);
  Browser image(running.port);
  CHECK(image.get("/", {{"Sec-Fetch-Dest", "image"}, {"Sec-Fetch-Site", "cross-site"}}).status == 403);
  std::vector<Browser> browsers(4, Browser(running.port));
  for (int i = 0; i < 3; ++i) {
    CHECK(browsers[i].get("/").status == 200);
    CHECK(browsers[i].get("/api/who").status == 200);
  }
  CHECK(browsers[3].get("/").status == 503);
  CHECK(browsers[0].get("/api/who").status == 200);
  int last = 200;
  for (int i = 0; i < 20 && last == 200; ++i) last = browsers[0].get("/api/who").status;
  CHECK(last == 429);
}

TEST_CASE("Many browsers at once each see their own") {
  Running running;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      Browser browser(running.port);
      browser.get("/");
      const auto who = browser.get("/api/who").body;
      for (int i = 0; i < 10; ++i) {
        const auto text = "{\"n\":" + std::to_string(100 * t + i) + "}";
        if (browser.post("/api/echo", text).body != text || browser.get("/api/who").body != who) ++wrong;
      }
    });
  for (auto& t : threads) t.join();
  CHECK(wrong == 0);
}
