#pragma once
// The workbench as people start it: a process of its own, at a port that was free.

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "program.hpp"
#include "tests/serve/raw_http.hpp"

namespace cli {

class Served {
 public:
  /// `scratch`: where it keeps files (TMPDIR).
  Served(const std::vector<std::string>& arguments, const fs::path& scratch) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::setenv("TMPDIR", scratch.c_str(), 1);
      std::vector<std::string> words{SENDCAST_PROGRAM, "serve", "--port", "0"};
      words.insert(words.end(), arguments.begin(), arguments.end());
      std::vector<char*> argv;
      for (auto& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::execv(SENDCAST_PROGRAM, argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string said;
    char c = 0;
    while (said.find(".1:") == std::string::npos || said.back() != '\n') {
      if (::read(ends[0], &c, 1) != 1) break;
      said += c;
    }
    out_ = ends[0];
    const auto at = said.find("127.0.0.1:");
    if (at != std::string::npos) port = std::atoi(said.c_str() + at + 10);
    if (port == 0) throw std::runtime_error("it did not start: " + said);
  }
  ~Served() {
    if (process_ > 0) end(SIGKILL);
    ::close(out_);
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  /// Its exit code; 128 and the signal where one ended it.
  int end(int signal) {
    ::kill(process_, signal);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  int port = 0;

 private:
  pid_t process_ = 0;
  int out_ = -1;
};

/// A browser at the workbench.
class Visitor : public raw_http::Browser {
 public:
  using Json = nlohmann::json;
  explicit Visitor(const Served& served) : Browser(served.port) { get("/"); }

  Json json(const std::string& path) { return Json::parse(get(path).body, nullptr, false); }
  /// Waits until nothing runs; the state then.
  Json ended() {
    for (int i = 0; i < 6000; ++i) {
      auto state = json("/api/state");
      const auto phase = state.value("phase", "");
      if (phase != "running" && phase != "waiting") return state;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return nullptr;
  }
  Json open(const std::string& area) {
    post("/api/open", Json{{"area", area}}.dump());
    return ended();
  }
  Json run(const Json& wishes) {
    post("/api/run", wishes.dump());
    return ended();
  }
};

}  // namespace cli
