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

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "sim/sync.hpp"

namespace sim {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what, int code) {
  throw OutputError(path.string() + ": " + what + " (" + std::generic_category().message(code) + ")");
}

constexpr const char* manifest_name = "manifest.json";

/// The manifest of a folder, if it is one of ours; null otherwise.
nlohmann::json manifest_of(const fs::path& folder) {
  std::ifstream file(folder / manifest_name);
  if (!file) return {};
  auto manifest = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!manifest.is_object() || manifest.value("program", nlohmann::json()) != "sendcast") return {};
  return manifest;
}

/// The subcommand that wrote a folder: "run"; empty if no manifest says so.
std::string kind_of(const fs::path& folder) {
  const auto manifest = manifest_of(folder);
  if (manifest.is_null()) return {};
  const auto command = manifest.value("command", nlohmann::json());
  std::istringstream words(command.is_string() ? command.get<std::string>() : std::string());
  std::string program, kind;
  words >> program >> kind;
  return kind;
}

/// The files that the manifest of a folder says a run wrote, itself among them; none without a manifest of
/// ours.
std::set<std::string> files_of_a_run(const fs::path& folder) {
  const auto manifest = manifest_of(folder);
  if (manifest.is_null()) return {};
  std::set<std::string> names{manifest_name};
  for (const auto& name : manifest.value("outputs", nlohmann::json::array()))
    if (name.is_string()) names.insert(name);
  return names;
}

/// Removes what a run wrote, by name, and the folder if nothing else is in it; of a folder that the manifest
/// lists ("a/") likewise.
bool remove_run(const fs::path& folder) {
  std::error_code code;
  for (const auto& name : files_of_a_run(folder))
    if (name.ends_with('/'))
      remove_run(folder / name.substr(0, name.size() - 1));
    else
      fs::remove(folder / name, code);
  return fs::remove(folder, code);
}

/// The entries of a folder that no run wrote, sorted. A folder or link under the name of one of our files is
/// none of ours either; a folder that the manifest lists ("a/") is ours if all that it holds is.
std::vector<std::string> foreign_entries(const fs::path& folder) {
  const auto ours = files_of_a_run(folder);
  std::vector<std::string> foreign;
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
    std::string name = entry->path().filename().string();
    std::error_code gone;
    const fs::file_status status = entry->symlink_status(gone);
    const bool file = ours.contains(name) && fs::is_regular_file(status);
    const bool run = ours.contains(name + "/") && fs::is_directory(status) && foreign_entries(*entry).empty();
    if (!file && !run) foreign.push_back(std::move(name));
  }
  if (code) fail(folder, "cannot be read", code.value());
  std::sort(foreign.begin(), foreign.end());
  return foreign;
}

[[noreturn]] void refuse(const fs::path& target, const std::vector<std::string>& foreign) {
  constexpr std::size_t most_named = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(foreign.size(), most_named); ++i)
    names += (i == 0 ? "" : ", ") + foreign[i];
  if (foreign.size() > most_named) names += fmt::format(" and {} more", foreign.size() - most_named);
  throw OutputError(
      fmt::format("{}: is not overwritten (it holds what no run of sendcast wrote: {}); move that away or "
                  "choose another folder",
                  target.string(), names));
}

void refuse_foreign(const fs::path& target) {
  std::error_code code;
  const fs::file_status status = fs::status(target, code);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) throw OutputError(target.string() + ": is a file, not a folder");
  if (const auto foreign = foreign_entries(target); !foreign.empty()) refuse(target, foreign);
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

bool is_output_folder(const fs::path& folder) { return !files_of_a_run(folder).empty(); }

OutputFolder::OutputFolder(const fs::path& target, std::string kind)
    : target_(followed(target)), kind_(std::move(kind)) {
  refuse_others();
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

void OutputFolder::refuse_others() const {
  refuse_foreign(target_);
  const auto there = kind_.empty() ? std::string() : kind_of(target_);
  if (!there.empty() && there != kind_)
    throw OutputError(
        fmt::format("{}: is not overwritten by `sendcast {}` (it holds what `sendcast {}` wrote); "
                    "choose another folder",
                    target_.string(), kind_, there));
}

void OutputFolder::commit() {
  for (const auto& entry : fs::recursive_directory_iterator(partial_)) sync_to_disk(entry.path());
  sync_to_disk(partial_);
  refuse_others();  // somebody may have put files there since
  std::error_code code;
  if (!fs::exists(target_, code)) {
    if (::rename(partial_.c_str(), target_.c_str()) != 0) fail(target_, "cannot be put in place", errno);
    partial_.clear();
  } else {
    replace();
  }
  sync_to_disk(target_.parent_path());
}

void OutputFolder::replace() {
  const FolderLock earlier(target_, /*wait=*/false);  // no other run takes it for stale under its new name
  fs::path old = partial_;
  if (::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0) {
    // The file system cannot exchange two names: the old output goes first, and comes back if the new one
    // cannot.
    old += ".old";
    if (::rename(target_.c_str(), old.c_str()) != 0) fail(target_, "cannot be replaced", errno);
    if (::rename(partial_.c_str(), target_.c_str()) != 0) {
      const int reason = errno;
      ::rename(old.c_str(), target_.c_str());
      fail(target_, "cannot be put in place", reason);
    }
  }
  const fs::path kept = partial_.string() + ".old";
  partial_.clear();
  // By name, so that what somebody put there a moment ago stays, under a name that no run takes for stale.
  std::error_code code;
  if (!remove_run(old)) fs::rename(old, kept, code);
}

}  // namespace sim
