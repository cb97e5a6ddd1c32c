// Files of a folder, read from the disk.

#include "app/import/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <vector>

#include "app/import/archive.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
  throw UserError(fmt::format("{}: {}", path.string(), problem));
}

class DiskFile : public ByteSource {
 public:
  explicit DiskFile(const fs::path& path) : path_(path) {
    struct stat status {};  // asked before opening: opening a device can have effects of its own
    if (::stat(path.c_str(), &status) != 0) fail(path, std::generic_category().message(errno));
    if (!S_ISREG(status.st_mode)) fail(path, "is not a regular file");
    if (static_cast<std::uint64_t>(status.st_size) > input_limits::file_bytes)
      fail(path, fmt::format("is larger than {} GiB", input_limits::file_bytes >> 30));
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor_ < 0)
      fail(path, fmt::format("cannot be read ({})", std::generic_category().message(errno)));
  }
  ~DiskFile() override { ::close(descriptor_); }
  DiskFile(const DiskFile&) = delete;
  DiskFile& operator=(const DiskFile&) = delete;

  std::size_t read(char* to, std::size_t size) override {
    while (true) {
      const auto got = ::read(descriptor_, to, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR)
        fail(path_, fmt::format("cannot be read ({})", std::generic_category().message(errno)));
    }
  }

 private:
  fs::path path_;
  int descriptor_ = -1;
};

/// What is called a CSV file and is none would be missing without a word.
void refuse_unless_file(const fs::path& path) {
  std::error_code code;
  const auto status = fs::status(path, code);
  if (fs::is_regular_file(status)) return;
  if (fs::is_directory(status)) fail(path, "is a folder under the name of a file");
  if (fs::is_symlink(fs::symlink_status(path, code)) && !fs::exists(status))
    fail(path, "is a link to a file that is not there");
  fail(path, "is not a regular file");
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::size_t seen = 0;
  std::error_code code;
  for (fs::recursive_directory_iterator entry(folder, code), end; !code && entry != end;
       entry.increment(code)) {
    if (++seen > input_limits::files)
      fail(folder,
           fmt::format("holds more than {} files; name the folder of one release", input_limits::files));
    if (entry.depth() >= input_limits::folder_depth) entry.disable_recursion_pending();
    if (!is_csv_name(entry->path().filename().string())) continue;
    refuse_unless_file(entry->path());
    files.push_back(entry->path());
  }
  if (code) fail(folder, fmt::format("cannot be read ({})", code.message()));
  std::sort(files.begin(), files.end());
  return files;
}

bool starts_like_zip(const fs::path& path) {
  DiskFile file(path);
  char magic[4]{};
  return file.read(magic, 4) == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] < 9 && magic[3] < 9;
}

}  // namespace

bool is_csv_name(const std::string& name) {
  std::string lower = name;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower.ends_with(".csv") && !lower.ends_with(".meta.csv") && !lower.starts_with("._");
}

void for_each_csv(const fs::path& path, const UseFile& use) {
  std::error_code code;
  const auto status = fs::status(path, code);
  if (!fs::exists(status)) fail(path, "there is no such file or folder");
  if (fs::is_directory(status)) {
    for (const auto& file : files_in(path)) {
      DiskFile bytes(file);
      use(file.lexically_relative(path).generic_string(), file.string(), bytes);
    }
  } else if (is_csv_name(path.filename().string())) {
    DiskFile bytes(path);
    use(path.filename().string(), path.string(), bytes);
  } else if (starts_like_zip(path)) {
    for_each_csv_in_archive(path, use);
  } else {
    fail(path, "is neither a folder, a CSV file nor a ZIP archive");
  }
}

}  // namespace app
