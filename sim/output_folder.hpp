#pragma once
// An output folder appears whole or not at all: it is written beside its place under a temporary name, then
// renamed.

#include <filesystem>
#include <string>

#include "sim/text_file.hpp"

namespace sim {

/// True for a folder that holds the manifest of a finished run.
bool is_output_folder(const std::filesystem::path& folder);

/// A lock on a folder that ends with the process that holds it, however it ends.
class FolderLock {
 public:
  FolderLock() = default;
  /// Waits for it. Not held if the folder is gone or its file system has no locks.
  explicit FolderLock(const std::filesystem::path& folder, bool wait = true);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  bool held() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

/// A folder in the making. Leaving the scope without commit() (an error, Ctrl-C) removes every trace of it.
class OutputFolder {
 public:
  /// Creates ".name.partial-XXXXXX" beside `target`, with missing parents, and removes those that killed runs
  /// left there. A symbolic link is followed. Throws OutputError if `target` holds anything but the files
  /// that the manifest of an earlier run there lists, if that run was of another `kind` (the subcommand in
  /// the manifest's `command`: "run", "compare"; any, if it is empty), or if nothing can be written there.
  explicit OutputFolder(const std::filesystem::path& target, std::string kind = {});
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write meanwhile.
  const std::filesystem::path& path() const { return partial_; }
  /// Makes sure that the files are on the disk, then puts the folder in its place in one step; an earlier
  /// output there is replaced. Throws OutputError.
  void commit();

 private:
  void replace();
  void refuse_others() const;
  std::filesystem::path target_, partial_;
  std::string kind_;
  FolderLock lock_;  // says that this folder's run is alive
};

}  // namespace sim
