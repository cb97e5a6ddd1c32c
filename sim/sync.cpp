// What is on the disk, and stays there when the power fails.

#include "sim/sync.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "sim/text_file.hpp"

namespace sim {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const char* what, int code) {
  throw OutputError(path.string() + ": " + what + " (" + std::generic_category().message(code) + ")");
}

}  // namespace

void sync_to_disk(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) refuse(path, "cannot be opened again", errno);
  const int result = ::fsync(descriptor);
  const int code = errno;
  ::close(descriptor);
  // Some file systems cannot sync a folder and say so; that is no failure to write.
  if (result != 0 && code != EINVAL) refuse(path, "cannot be written", code);
}

void put_in_place(const std::filesystem::path& file, const std::filesystem::path& place) {
  sync_to_disk(file);
  if (std::rename(file.c_str(), place.c_str()) != 0) refuse(place, "cannot be put in place", errno);
  sync_to_disk(place.parent_path());
}

}  // namespace sim
