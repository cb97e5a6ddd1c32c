// An output folder appears whole or not at all: it is written beside its place under a temporary name, then
// renamed.

#include "sim/output_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>
#include <vector>

namespace sim {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what, int code) {
  throw OutputError(path.string() + ": " + what + " (" + std::generic_category().message(code) + ")");
}

/// Waits until a file or folder, with what it says about itself, has reached the disk.
void sync(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, "cannot be opened again", errno);
  const int result = ::fsync(descriptor);
  const int code = errno;
  ::close(descriptor);
  // Some file systems cannot sync a folder and say so; that is no failure to write.
  if (result != 0 && code != EINVAL) fail(path, "cannot be written", code);
}

void refuse_foreign(const fs::path& target) {
  std::error_code code;
  const fs::file_status status = fs::status(target, code);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) throw OutputError(target.string() + ": is a file, not a folder");
  const bool empty = fs::is_empty(target, code);
  if (code) fail(target, "cannot be read", code.value());
  if (empty || is_output_folder(target)) return;
  throw OutputError(
      target.string() +
      ": is not overwritten (it holds other files than a run of sendcast); choose another folder");
}

/// Where a target that is a symbolic link leads: renaming onto the link itself would replace the link.
fs::path followed(fs::path target) {
  target = fs::absolute(target).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();  // "out/"
  std::error_code code;
  if (!fs::is_symlink(fs::symlink_status(target, code))) return target;
  fs::path real = fs::canonical(target, code);
  if (code) fail(target, "is a symbolic link that leads nowhere", code.value());
  return real;
}

std::string partial_prefix(const fs::path& target) {
  return fmt::format(".{}.partial-", target.filename().string());
}
constexpr std::string_view unique = "XXXXXX";  // mkdtemp replaces it

/// Removes what runs into the same target left when they were killed: partial folders that nobody holds.
void remove_stale(const fs::path& target) {
  const std::string prefix = partial_prefix(target);
  std::vector<fs::path> stale;
  std::error_code code;
  for (fs::directory_iterator entry(target.parent_path(), code), end; !code && entry != end;
       entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (name.size() == prefix.size() + unique.size() && name.starts_with(prefix)) stale.push_back(*entry);
  }
  for (const fs::path& folder : stale) {
    const FolderLock lock(folder, /*wait=*/false);
    if (lock.held()) fs::remove_all(folder, code);
  }
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder, bool wait)
    : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) {
  if (descriptor_ < 0) return;
  if (::flock(descriptor_, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0) return;
  ::close(descriptor_);
  descriptor_ = -1;
}

FolderLock::~FolderLock() {
  if (held()) ::close(descriptor_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

bool is_output_folder(const fs::path& folder) {
  std::ifstream file(folder / "manifest.json");
  if (!file) return false;
  const auto manifest = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  return manifest.is_object() && manifest.value("program", nlohmann::json()) == "sendcast";
}

OutputFolder::OutputFolder(const fs::path& target) : target_(followed(target)) {
  refuse_foreign(target_);
  const fs::path parent = target_.parent_path();
  std::error_code code;
  fs::create_directories(parent, code);
  if (code) fail(parent, "cannot be created", code.value());
  remove_stale(target_);
  do {  // again if another run took it for stale before it was locked
    std::string name = (parent / partial_prefix(target_)).string() + std::string(unique);
    if (::mkdtemp(name.data()) == nullptr) fail(target_, "cannot be created", errno);
    partial_ = name;
    lock_ = FolderLock(partial_);
  } while (!fs::exists(partial_));
  // mkdtemp is for the owner's eyes only; a result is as readable as any other new folder.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  fs::permissions(partial_, static_cast<fs::perms>(0777 & ~mask), code);
}

OutputFolder::~OutputFolder() {
  if (partial_.empty()) return;
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
}

void OutputFolder::commit() {
  for (const auto& entry : fs::recursive_directory_iterator(partial_)) sync(entry.path());
  sync(partial_);
  refuse_foreign(target_);  // it may have come into being since
  std::error_code code;
  if (!fs::exists(target_, code)) {
    if (::rename(partial_.c_str(), target_.c_str()) != 0) fail(target_, "cannot be put in place", errno);
    partial_.clear();
  } else if (::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0) {
    // The file system cannot exchange two names: the old output goes first, and comes back if the new one
    // cannot.
    const fs::path old = partial_.string() + ".old";
    if (::rename(target_.c_str(), old.c_str()) != 0) fail(target_, "cannot be replaced", errno);
    if (::rename(partial_.c_str(), target_.c_str()) != 0) {
      const int reason = errno;
      ::rename(old.c_str(), target_.c_str());
      fail(target_, "cannot be put in place", reason);
    }
    partial_ = old;
  }
  // After an exchange the temporary name holds the earlier output.
  if (!partial_.empty()) fs::remove_all(partial_, code);
  partial_.clear();
  sync(target_.parent_path());
}

}  // namespace sim
