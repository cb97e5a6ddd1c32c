#pragma once
// A file written whole: every failure is an exception that names the file and the reason.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sim {

/// An output that could not be written, and why (disk full, no permission, in the way).
class OutputError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class TextFile {
 public:
  /// Creates or empties the file.
  explicit TextFile(const std::filesystem::path& path);
  void write(std::string_view text);
  /// Flushes to the disk and closes; without it the file may be incomplete.
  void finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[noreturn]] void fail(const char* doing) const;
  std::string name_;
  std::unique_ptr<std::FILE, Close> file_;
};

/// A small file in one call.
void write_text(const std::filesystem::path& path, std::string_view text);

/// A path as people asked for it: without what the names of drafts have beside it (".out.partial-a1b2c3" of
/// "out", ".page.html.123.partial" of "page.html").
std::string as_asked_for(const std::filesystem::path& path);

/// A field of a CSV line, quoted if RFC 4180 asks for it.
std::string csv_field(std::string_view text);

}  // namespace sim
