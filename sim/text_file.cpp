// A file written whole: every failure is an exception that names the file and the reason.

#include "sim/text_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sim {

TextFile::TextFile(const std::filesystem::path& path)
    : name_(path.string()), file_(std::fopen(path.c_str(), "wb")) {
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
