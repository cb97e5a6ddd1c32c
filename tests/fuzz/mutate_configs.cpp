// Damages the shipped configurations over and over and checks them as `sendcast check` does: an outline or
// messages (exit 0 or 2), never a crash, a hang or any other exit.
//
//   mutate_configs FOLDER [--seed S] [--count N] [--first N] [--seconds LIMIT]
//
// Case n depends on (seed, n) alone, so `--first n --count 1` repeats it. Exits 1 on a crash, a case over the
// time limit, an exception, or a result that breaks its promises.

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "app/config_outline.hpp"
#include "app/load.hpp"
#include "app/terminal.hpp"
#include "sim/config_files.hpp"
#include "tests/fuzz/mutation.hpp"

namespace fs = std::filesystem;

namespace {

struct Options {
  fs::path folder;
  std::uint64_t seed = 1, count = 1000, first = 0;
  int seconds = 20;
};

std::atomic<std::uint64_t> current_case{0};
std::atomic<std::int64_t> started{0};  // seconds of the steady clock

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Says which case it was, with nothing that is unsafe in a signal handler.
[[noreturn]] void fail(const char* what) {
  char line[128];
  const int length = std::snprintf(line, sizeof line, "%s in case %llu\n", what,
                                   static_cast<unsigned long long>(current_case.load()));
  [[maybe_unused]] const auto written =
      ::write(STDERR_FILENO, line, static_cast<std::size_t>(std::max(length, 0)));
  std::_Exit(1);
}

void on_crash(int) { fail("crash"); }

void watch(int seconds) {
  while (true) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    if (now() - started.load() > seconds) fail("too slow");
  }
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct File {
  fs::path path;
  std::string text;
  std::string folder;  ///< of the configurations: areas, scenarios, interventions, ...
  bool toml = false;

  bool is_root() const { return toml && folder == "areas"; }
};

/// A copy of the configurations to damage, and what was in it.
class Workspace {
 public:
  explicit Workspace(const fs::path& configs) {
    std::string name = (fs::temp_directory_path() / "mutate_configs_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    fs::copy(configs, root_, fs::copy_options::recursive);
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      const fs::path& path = entry.path();
      const bool toml = path.extension() == ".toml";
      if (!toml && path.extension() != ".csv") continue;
      if (path.stem().extension() == ".expect") continue;  // of the tests: no configuration reads it
      files_.push_back({path, content(path), path.lexically_relative(root_).begin()->string(), toml});
    }
    std::sort(files_.begin(), files_.end(), [](const File& a, const File& b) { return a.path < b.path; });
  }
  ~Workspace() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  const std::vector<File>& files() const { return files_; }

  /// A choice that reads the file: an area alone or of its folder, or one with a scenario, an intervention or
  /// a risk switched on. Every other time an area that names the file itself, where there is one.
  app::ConfigChoice reader_of(const File& file, fuzz::Dice& dice) const {
    if (file.is_root()) return {file.path, {}, {}};
    const std::string name = file.path.stem().string();
    std::vector<const File*> any, near, naming;
    for (const auto& root : files_) {
      if (!root.is_root()) continue;
      any.push_back(&root);
      if (root.path.parent_path() == file.path.parent_path()) near.push_back(&root);
      if (root.text.find('"' + name + '"') != std::string::npos) naming.push_back(&root);
    }
    const bool chosen = file.folder == "interventions" || file.folder == "risks";
    const bool by_name = chosen && !naming.empty() && (file.folder == "risks" || dice.roll(2) == 0);
    const auto& roots = !near.empty() ? near : by_name ? naming : any;
    app::ConfigChoice choice{roots.empty() ? file.path : roots[dice.roll(roots.size())]->path, {}, {}};
    if (file.folder == "scenarios") choice.scenarios.push_back(file.path);
    if (chosen && !by_name) choice.settings.push_back(file.folder + " = [\"" + name + "\"]");
    return choice;
  }

 private:
  fs::path root_;
  std::vector<File> files_;
};

void check(const app::Loaded& result) {
  if (result.config.has_value() != result.faults.empty()) fail("faults and a config, or neither");
  auto sorted = result.faults;
  if (sorted.size() < 1000) {
    sim::sort_faults(sorted);
    if (sorted != result.faults) fail("unsorted faults");
  }
  for (const auto& fault : result.faults) {
    if (fault.problem.empty() || fault.where.file.empty()) fail("a fault without words");
  }
  if (!result.config) {
    if (app::faults_text(result.faults).empty()) fail("no words for the faults");
    return;
  }
  for (const double value : result.config->base()) {
    if (std::isnan(value)) fail("a cell that is no number");
  }
  if (app::config_outline(*result.config).empty()) fail("a config without an outline");
  for (const auto& note : result.notes) {
    if (app::folded(note, "  note: ", "    ").empty()) fail("a note without words");
  }
}

/// Other files than the damaged one are parsed once; a case still means what it would mean alone.
class Damage {
 public:
  Damage(const File& file, const std::string& text, sim::ConfigFiles& read) : file_(file), read_(read) {
    write(text);
  }
  ~Damage() { write(file_.text); }

 private:
  void write(const std::string& text) {
    std::ofstream(file_.path, std::ios::binary) << text;
    read_.forget(file_.path);
  }

  const File& file_;
  sim::ConfigFiles& read_;
};

/// True if the damaged configuration was accepted.
bool run_case(const Workspace& workspace, sim::ConfigFiles& read, std::uint64_t seed, std::uint64_t number) {
  fuzz::Dice dice(seed * 0x9e3779b97f4a7c15u + number);
  const auto& files = workspace.files();
  const File& victim = files[dice.roll(files.size())];
  const Damage damage(victim, fuzz::mutate(victim.text, files[dice.roll(files.size())].text, dice), read);

  const auto choice = workspace.reader_of(victim, dice);
  started = now();
  const auto result = app::load(choice, read);
  check(result);
  return result.config.has_value();
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0; };
    if (word == "--seed") {
      options.seed = number();
    } else if (word == "--count") {
      options.count = number();
    } else if (word == "--first") {
      options.first = number();
    } else if (word == "--seconds") {
      options.seconds = static_cast<int>(number());
    } else {
      options.folder = word;
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  if (!fs::is_directory(options.folder)) {
    std::cerr << "usage: mutate_configs FOLDER [--seed S] [--count N] [--first N] [--seconds LIMIT]\n";
    return 2;
  }
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(signal, on_crash);
  started = now();
  std::thread(watch, options.seconds).detach();

  const Workspace workspace(options.folder);
  if (workspace.files().empty()) {
    std::cerr << "no .toml or .csv files in " << options.folder << "\n";
    return 2;
  }
  sim::ConfigFiles read;
  std::uint64_t accepted = 0;
  for (std::uint64_t n = options.first; n < options.first + options.count; ++n) {
    current_case = n;
    try {
      accepted += run_case(workspace, read, options.seed, n) ? 1 : 0;
    } catch (const std::exception& error) {
      std::cerr << "exception: " << error.what() << "\n";
      fail("exception");
    }
  }
  std::cout << options.count << " damaged configurations (seed " << options.seed << "): " << accepted
            << " accepted, " << options.count - accepted << " refused with messages\n";
  return 0;
}
