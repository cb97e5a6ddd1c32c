// `sendcast serve`: a workbench in the browser, at this machine's own address.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/serve/pages.hpp"
#include "app/serve/serve_options.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// Ends the server on Ctrl-C.
class Watch {
 public:
  explicit Watch(http::WebServer& server)
      : thread_([this, &server] {
          for (; !over_.load(); std::this_thread::sleep_for(std::chrono::milliseconds(100)))
            if (interrupted().raised()) server.stop();  // again and again: it may not have begun
        }) {}
  ~Watch() {
    over_.store(true);
    thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  std::atomic<bool> over_{false};
  std::thread thread_;
};

void announce(const http::WebServer& server, const ServeOptions& o, const std::vector<std::string>& passed) {
  std::string text = fmt::format("The workbench is at {}\n", server.url());
  text += folded(fmt::format(
      "{} configurations to choose from{}. Ctrl-C ends it.", o.workbench.areas.size(),
      passed.empty() ? "" : fmt::format("; {} files that only others extend are left out", passed.size())));
  if (!http::is_loopback(o.server.address))
    text += folded(
        "Other machines reach this address. The token and all figures travel unencrypted: put a server that "
        "speaks TLS before it.");
  print(text);
}

int serve(const ServeWords& words) {
  catch_interrupts();
  ServeOptions o = serve_options(words);
  std::vector<std::string> passed_over;
  o.workbench.areas = offered_areas(words.areas, words.configs, passed_over);
  interrupted().check();
  Workbench bench(o.workbench);
  http::WebServer server(o.server, [&](const std::string& session) { bench.forget(session); });
  add_routes(server, bench);
  try {
    server.bind();
  } catch (const std::runtime_error& error) {
    throw UserError(fmt::format("serve: {}; --port chooses another", error.what()));
  }
  announce(server, o, passed_over);
  const Watch watch(server);
  server.run();
  return exit_done;
}

}  // namespace

void add_serve(CLI::App& app, Action& action) {
  auto words = std::make_shared<ServeWords>();
  CLI::App* c = app.add_subcommand("serve", "Open a workbench in the browser: move assumptions, see figures");
  c->add_option("CONFIG", words->configs, "Configurations to offer beside those of --areas")->type_name("");
  c->add_option("--areas", words->areas, "Folder of areas to offer (default configs/areas)")
      ->type_name("DIR");
  c->add_option("--port", words->port, "Port (default 8080; 0: any that is free)")->type_name("P");
  c->add_option("--address", words->address,
                "Address to listen at (default 127.0.0.1: this machine alone); any other needs --token")
      ->type_name("A");
  c->add_option("--token", words->token,
                "What browsers must give first; SENDCAST_TOKEN says it out of sight of other users")
      ->type_name("T")
      ->envname("SENDCAST_TOKEN");
  c->add_option("--name", words->names, "Host name under which browsers call it; may be repeated")
      ->type_name("HOST")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--max-replicates", words->replicates, "Replicates that a run may have (default 5000)")
      ->type_name("N");
  c->add_option("--max-seconds", words->seconds, "Seconds that a run may take (default 300)")->type_name("S");
  c->add_option("--max-waiting", words->waiting, "Runs that may wait for their turn (default 8)")
      ->type_name("N");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->callback([&action, words] { action = [words] { return serve(*words); }; });
}

}  // namespace app
