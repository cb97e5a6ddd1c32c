// Runs another program and waits for it.

#include "app/cluster/child_process.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace app {
namespace {

/// Files without names, so that no pipe can fill up or break.
using Temporary = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

Temporary temporary() {
  Temporary file(std::tmpfile(), &std::fclose);
  if (!file) fail(errno, "a temporary file");
  return file;
}

std::string contents_of(std::FILE* file) {
  std::string text;
  char buffer[4096];
  std::rewind(file);
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, n);
  return text;
}

}  // namespace

std::optional<ChildResult> run_child(const std::vector<std::string>& arguments, const std::string& input) {
  const Temporary in = temporary(), out = temporary(), err = temporary();
  if (std::fwrite(input.data(), 1, input.size(), in.get()) != input.size()) fail(errno, "a temporary file");
  std::rewind(in.get());

  std::vector<std::string> copies = arguments;
  std::vector<char*> words;
  words.reserve(copies.size() + 1);
  for (auto& word : copies) words.push_back(word.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(in.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(out.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(err.get()), STDERR_FILENO);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) return std::nullopt;
  if (error != 0) fail(error, words[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail(errno, "waiting for a program");
  return ChildResult{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), contents_of(out.get()),
                     contents_of(err.get())};
}

}  // namespace app
