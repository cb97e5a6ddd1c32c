// A file written whole: every failure is an exception that names the file and the reason.

#include "sim/text_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sim {

namespace {

/// "out" of ".out.partial-a1b2c3" and of ".out.123.partial"; other names as they are.
std::string without_draft(const std::string& name) {
  constexpr std::string_view folder = ".partial-", file = ".partial";
  if (!name.starts_with('.')) return name;
  if (const auto at = name.rfind(folder); at != std::string::npos && at > 1) return name.substr(1, at - 1);
  if (!name.ends_with(file)) return name;
  const auto process = name.rfind('.', name.size() - file.size() - 1);
  return process == std::string::npos || process < 2 ? name : name.substr(1, process - 1);
}

}  // namespace

std::string as_asked_for(const std::filesystem::path& path) {
  std::filesystem::path out;
  for (const auto& part : path) out /= without_draft(part.string());
  return out.string();
}

TextFile::TextFile(const std::filesystem::path& path)
    : name_(as_asked_for(path)), file_(std::fopen(path.c_str(), "wb")) {
  if (!file_) fail("cannot be created");
}

void TextFile::fail(const char* doing) const {
  throw OutputError(name_ + ": " + doing + " (" + std::generic_category().message(errno) + ")");
}

void TextFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail("cannot be written");
}

void TextFile::finish() {
  if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) fail("cannot be written");
  if (std::fclose(file_.release()) != 0) fail("cannot be closed");
}

void write_text(const std::filesystem::path& path, std::string_view text) {
  TextFile file(path);
  file.write(text);
  file.finish();
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace sim
