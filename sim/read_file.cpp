// Whole regular files, and nothing else: never a pipe, a device or more than the limit.

#include "sim/read_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sim {
namespace {

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

std::string reason(int error) {
  return error == ENOENT ? "there is no such file" : std::generic_category().message(error);
}

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "it is a folder";
  if (S_ISFIFO(mode)) return "it is a pipe";
  return "it is not a regular file";
}

}  // namespace

std::variant<std::string, Unreadable> read_regular_file(const std::filesystem::path& path,
                                                        std::size_t limit) {
  if (path.native().find('\0') != std::string::npos) return Unreadable{"its name holds a zero byte"};
  // The kind is asked before opening too, since opening a device can have effects of its own.
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return Unreadable{reason(errno)};
  if (!S_ISREG(status.st_mode)) return Unreadable{kind_of(status.st_mode)};
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  if (file.fd < 0 || ::fstat(file.fd, &status) != 0) return Unreadable{reason(errno)};
  if (!S_ISREG(status.st_mode)) return Unreadable{kind_of(status.st_mode)};

  const Unreadable too_large{"it is larger than " + std::to_string(limit >> 20) + " MiB"};
  if (static_cast<std::uintmax_t>(status.st_size) > limit) return too_large;
  std::string content;
  char buffer[1 << 16];
  while (true) {
    const auto got = ::read(file.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable{reason(errno)};
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > limit) return too_large;
  }
}

}  // namespace sim
