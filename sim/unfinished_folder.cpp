// What is complete of a run that has not ended, kept beside its output folder.

#include "sim/unfinished_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <variant>

#include "sim/read_file.hpp"
#include "sim/store_reader.hpp"
#include "sim/sync.hpp"
#include "sim/text_file.hpp"

namespace sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* identity_file = "run.json";
constexpr const char* identity_partial = "run.json.partial";
constexpr const char* lock_file = "lock";
constexpr std::size_t longest_identity = 1U << 20U;

fs::path beside(const fs::path& target) {
  const fs::path whole = fs::absolute(target).lexically_normal();
  const fs::path named = whole.has_filename() ? whole : whole.parent_path();  // "out/"
  return named.parent_path() / ("." + named.filename().string() + ".unfinished");
}

bool is_part(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with("part-") && name.ends_with(".sqlite");
}

std::vector<fs::path> parts_in(const fs::path& folder) {
  std::vector<fs::path> parts;
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code))
    if (is_part(*entry)) parts.push_back(*entry);
  std::sort(parts.begin(), parts.end());  // by their first replicate, written with ten digits
  return parts;
}

/// Replicates in stores of one run; one that cannot be opened ends the count.
std::uint32_t replicates_in(const std::vector<fs::path>& parts) {
  std::uint32_t sum = 0;
  for (const auto& part : parts) try {
      sum += StoreReader(part).info().replicates;
    } catch (const StoreError&) {
      break;
    }
  return sum;
}

}  // namespace

UnfinishedFolder::UnfinishedFolder(const fs::path& target, RunIdentity identity)
    : folder_(beside(target)), identity_(std::move(identity)), left_(replicates_in(parts_in(folder_))) {}

UnfinishedFolder::~UnfinishedFolder() {
  if (ours_ && !stays_) remove();
  unlock();
}

bool UnfinishedFolder::lock() {
  if (lock_ >= 0) return true;
  while (true) {
    const int file = ::open((folder_ / lock_file).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0)
      throw OutputError(fmt::format("{}: cannot be written ({})", folder_.string(),
                                    std::generic_category().message(errno)));
    // Where there are no locks nobody can tell, and two runs into one folder are their user's doing.
    if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      ::close(file);
      return false;
    }
    struct stat held {
    }, there{};
    const bool same = ::fstat(file, &held) == 0 && ::stat((folder_ / lock_file).c_str(), &there) == 0 &&
                      held.st_ino == there.st_ino;
    if (same) {
      lock_ = file;
      return true;
    }
    ::close(file);  // its run has just ended and taken the folder away
    std::error_code ignored;
    fs::create_directories(folder_, ignored);
  }
}

void UnfinishedFolder::unlock() {
  if (lock_ >= 0) ::close(lock_);
  lock_ = -1;
}

void UnfinishedFolder::adopt() {
  std::error_code none;
  if (!fs::is_directory(folder_, none)) return;
  if (!lock())
    throw OutputError(fmt::format(
        "{}: another run is at work there; wait for it, or choose another folder with -o", folder_.string()));
  const auto text = read_regular_file(folder_ / identity_file, longest_identity);
  if (!std::holds_alternative<std::string>(text)) {  // killed before anything was kept
    left_ = 0;
    return;
  }
  const auto why = identity_.difference(RunIdentity::read(std::get<std::string>(text)));
  if (!why.empty())
    throw OutputError(fmt::format(
        "{}: belongs to another run ({}); remove that folder, leave out --resume to replace it, or "
        "choose another folder with -o",
        folder_.string(), why));
  ours_ = true;
}

std::optional<fs::path> UnfinishedFolder::keep(const fs::path& store, std::uint32_t first) {
  if (!ours_) {
    std::error_code code;
    fs::create_directories(folder_, code);
    if (code) throw OutputError(fmt::format("{}: cannot be made ({})", folder_.string(), code.message()));
    if (!lock()) return {};
    drop_from(0);
    write_text(folder_ / identity_partial, identity_.json());
    put_in_place(folder_ / identity_partial, folder_ / identity_file);
    sync_to_disk(folder_.parent_path());
    ours_ = true;
  }
  fs::path place = folder_ / fmt::format("part-{:010}.sqlite", first);
  put_in_place(store, place);
  return place;
}

std::vector<fs::path> UnfinishedFolder::parts() const {
  return ours_ ? parts_in(folder_) : std::vector<fs::path>();
}

void UnfinishedFolder::drop_from(std::size_t part) {
  const auto all = parts_in(folder_);
  std::error_code ignored;
  for (std::size_t i = part; i < all.size(); ++i) fs::remove(all[i], ignored);
}

void UnfinishedFolder::remove() {
  std::error_code none;
  if (!fs::is_directory(folder_, none) || !lock()) return;
  drop_from(0);  // by name, for what others put there is not ours
  for (const char* name : {identity_file, identity_partial, lock_file}) fs::remove(folder_ / name, none);
  fs::remove(folder_, none);
  ours_ = false;
}

}  // namespace sim
