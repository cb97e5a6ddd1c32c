// The way from paths to what answers them.

#include "app/serve/pages.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "app/embedded.hpp"
#include "app/serve/fields.hpp"
#include "app/serve/http/json_body.hpp"

namespace app {
namespace {

using http::Access;
using http::Call;
using http::Reply;

constexpr const char* html = "text/html; charset=utf-8";

Reply text(std::string_view name, const char* type) {
  return {.type = type, .body = std::string(embedded(name))};
}

/// FNV-1a of 64 bits: tells one version of a text of ours from the next, nothing more.
std::string tag_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return fmt::format("{:016x}", hash);
}

struct PageFile {
  const char *path, *name, *type;
};
/// What the page is made of. It holds nothing of anybody's, and so asks for no session.
constexpr PageFile page_files[] = {
    {"/workbench.css", "workbench.css", "text/css; charset=utf-8"},
    {"/page_bench.js", "page_bench.js", "text/javascript; charset=utf-8"},
    {"/page_bench_choices.js", "page_bench_choices.js", "text/javascript; charset=utf-8"},
    {"/page_bench_charts.js", "page_bench_charts.js", "text/javascript; charset=utf-8"},
    {"/page_bench_token.js", "page_bench_token.js", "text/javascript; charset=utf-8"},
    {"/vega.js", "vega.js", "text/javascript; charset=utf-8"},
    {"/fan.vg.json", "fan.vg.json", "application/json; charset=utf-8"}};

/// Does what needs no words, and refuses those that come with it all the same.
Reply without_words(const Call& call, Workbench& bench, Reply (Workbench::*answer)(const Call&)) {
  if (!call.body.empty()) {
    const auto [json, twice] = http::read_json(call.body);  // it takes no field, once or twice
    if (!json.is_object()) return http::problem(400, "write {}");
    if (const auto why = unknown_fields(json, {}); !why.empty()) return http::problem(422, why);
  }
  return (bench.*answer)(call);
}

}  // namespace

void add_routes(http::WebServer& server, Workbench& bench) {
  server.on("GET", "/", Access::page, [](const Call& call) {
    return text(call.authorised ? "workbench.html" : "workbench_token.html", html);
  });
  for (const auto& file : page_files)
    server.on("GET", file.path, Access::anyone, [file, tag = tag_of(embedded(file.name))](const Call&) {
      auto reply = text(file.name, file.type);
      reply.tag = tag;
      return reply;
    });
  server.on("GET", "/favicon.ico", Access::anyone,
            [](const Call&) { return Reply{.status = 204, .body = {}}; });

  const auto route = [&](const char* method, const char* path, Reply (Workbench::*answer)(const Call&)) {
    server.on(method, path, Access::session,
              [&bench, answer](const Call& call) { return (bench.*answer)(call); });
  };
  route("GET", "/api/areas", &Workbench::areas);
  route("GET", "/api/choices", &Workbench::choices);
  route("GET", "/api/state", &Workbench::state);
  route("GET", "/api/figures", &Workbench::figures);
  route("GET", "/api/scenario.toml", &Workbench::scenario);
  route("POST", "/api/open", &Workbench::open);
  route("POST", "/api/run", &Workbench::run);
  const auto command = [&](const char* path, Reply (Workbench::*answer)(const Call&)) {
    server.on("POST", path, Access::session,
              [&bench, answer](const Call& call) { return without_words(call, bench, answer); });
  };
  command("/api/cancel", &Workbench::cancel);
  command("/api/pin", &Workbench::pin);
  command("/api/unpin", &Workbench::unpin);
  command("/api/files", &Workbench::make_files);
  for (const auto& name : Workbench::file_names())
    server.on("GET", "/api/files/" + name, Access::session,
              [&bench, name](const Call& call) { return bench.file(call, name); });
}

}  // namespace app
