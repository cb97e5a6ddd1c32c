// CSV files inside a ZIP archive, unpacked in memory piece by piece.

#include "app/import/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>

#include "app/user_error.hpp"
#include "sim/faults.hpp"

namespace app {
namespace {

struct Free {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Archive = std::unique_ptr<archive, Free>;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& problem) {
  throw UserError(fmt::format("{}: {}", path.string(), problem));
}

std::string reason(archive* a) {
  const char* text = archive_error_string(a);
  return text == nullptr ? "unknown" : sim::quote(text);
}

/// How much has come out of an archive; past the limits it is no release, whatever it calls itself.
class Budget {
 public:
  Budget(const std::filesystem::path& path, archive* a) : path_(path), archive_(a) {}
  void take(std::size_t bytes) {
    unpacked_ += bytes;
    if (unpacked_ > input_limits::archive_bytes)
      fail(path_, fmt::format("unpacks to more than {} GiB", input_limits::archive_bytes >> 30));
    const auto packed = static_cast<std::uint64_t>(archive_filter_bytes(archive_, -1));
    if (unpacked_ > input_limits::trusted_bytes && unpacked_ > packed * input_limits::unpacked_per_packed)
      fail(path_, fmt::format("unpacks to more than {} times its size (it is not a release)",
                              input_limits::unpacked_per_packed));
  }

 private:
  const std::filesystem::path& path_;
  archive* archive_;
  std::uint64_t unpacked_ = 0;
};

class ArchivedFile : public ByteSource {
 public:
  ArchivedFile(const std::filesystem::path& path, std::string name, archive* a, Budget& budget)
      : path_(path), name_(std::move(name)), archive_(a), budget_(budget) {}

  std::size_t read(char* to, std::size_t size) override {
    const auto got = archive_read_data(archive_, to, size);
    if (got < 0)
      fail(path_, fmt::format("{} cannot be unpacked ({}); is the download complete?", sim::quote(name_),
                              reason(archive_)));
    budget_.take(static_cast<std::size_t>(got));
    return static_cast<std::size_t>(got);
  }

 private:
  const std::filesystem::path& path_;
  std::string name_;
  archive* archive_;
  Budget& budget_;
};

/// A download that stopped between two files would look whole: the directory is the last thing in it.
void refuse_without_end(const std::filesystem::path& path) {
  constexpr std::uint64_t longest_end = 22 + 65535;  // the record of the end, with its comment
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(file.tellg(), 0));
  const auto tail = std::min(size, longest_end);
  std::string text(tail, '\0');
  file.seekg(static_cast<std::streamoff>(size - tail));
  file.read(text.data(), static_cast<std::streamsize>(tail));
  const auto at = text.rfind("PK\x05\x06");
  constexpr std::size_t least = 22;
  if (!file || at == std::string::npos || text.size() - at < least)
    fail(path, "is damaged (the directory at its end is missing); is the download complete?");
}

}  // namespace

void for_each_csv_in_archive(const std::filesystem::path& path, const UseFile& use) {
  refuse_without_end(path);
  const Archive a(archive_read_new());
  if (!a) throw std::bad_alloc();
  archive_read_support_format_zip(a.get());
  constexpr std::size_t block = 1 << 16;
  if (archive_read_open_filename(a.get(), path.c_str(), block) != ARCHIVE_OK)
    fail(path, fmt::format("is not a ZIP archive that can be read ({})", reason(a.get())));
  Budget budget(path, a.get());
  std::size_t entries = 0;
  while (true) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(a.get(), &entry);
    if (result == ARCHIVE_EOF) return;
    if (result < ARCHIVE_WARN)
      fail(path, fmt::format("is damaged ({}); is the download complete?", reason(a.get())));
    if (++entries > input_limits::files)
      fail(path, fmt::format("holds more than {} files", input_limits::files));
    const char* raw = archive_entry_pathname(entry);
    const std::filesystem::path name(raw == nullptr ? "" : raw);
    if (archive_entry_filetype(entry) != AE_IFREG || !is_csv_name(name.filename().string())) continue;
    if (archive_entry_is_encrypted(entry)) fail(path, "is protected by a password");
    ArchivedFile bytes(path, name.generic_string(), a.get(), budget);
    use(name.generic_string(), path.string() + "/" + name.generic_string(), bytes);
  }
}

}  // namespace app
