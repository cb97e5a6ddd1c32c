#pragma once
// Runs the built program in a shell, in a folder of its own that goes away afterwards.

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>

namespace cli {

namespace fs = std::filesystem;

inline std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Result {
  int code = -1;
  std::string out, err;
};

/// A new empty folder, removed at the end of the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sendcast-cli-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_all, ignored);
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path operator/(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }
  /// Names in a folder (this one by default), hidden ones included, sorted.
  static std::string names(const fs::path& folder) {
    std::set<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder)) all.insert(entry.path().filename().string());
    std::string text;
    for (const auto& name : all) text += name + " ";
    return text;
  }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

/// `before` comes before the program's name ("NO_COLOR=1", "timeout -s INT 1"); the arguments are shell
/// words.
inline Result sendcast(const std::string& arguments, const std::string& before = "") {
  const Folder captured;
  const std::string command = before + " '" + SENDCAST_PROGRAM + "' " + arguments + " >'" +
                              (captured / "out").string() + "' 2>'" + (captured / "err").string() +
                              "' </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), contents(captured / "out"),
          contents(captured / "err")};
}

/// Text without the line breaks of its folding, where the next line is indented.
inline std::string without_folds(std::string text) {
  for (auto at = text.find("\n  "); at != std::string::npos; at = text.find("\n  ", at + 1))
    text.replace(at, std::min(text.find_first_not_of(' ', at + 1), text.size()) - at, " ");
  return text;
}

inline std::string shipped(const std::string& config) {
  return (fs::path(SENDCAST_SOURCE_DIR) / "configs" / config).string();
}
inline const std::string& kingston() {
  static const std::string path = shipped("areas/kingston/do-nothing.toml");
  return path;
}

}  // namespace cli
