#pragma once
// What is complete of a run that has not ended, kept beside its output folder: whoever is killed and starts
// again goes on from there.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/run_identity.hpp"

namespace sim {

/// ".NAME.unfinished" beside the output folder NAME: run.json, which run it is, and stores of consecutive
/// replicates. One process writes it at a time; every store in it is whole and on the disk.
class UnfinishedFolder {
 public:
  /// Looks at what is there; makes and changes nothing.
  UnfinishedFolder(const std::filesystem::path& target, RunIdentity identity);
  /// Removes what this process kept, unless it is to stay.
  ~UnfinishedFolder();
  UnfinishedFolder(const UnfinishedFolder&) = delete;
  UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Replicates that an earlier run left there.
  std::uint32_t left() const { return left_; }

  /// Goes on with what an earlier run left: from now on it is this run's. Throws OutputError if it was
  /// another run, named by its differences, or if another process is at it.
  void adopt();
  /// Takes a store that begins with replicate `first`, and says where it is now. The first one replaces what
  /// another run left there. Nothing is done while another process is at it. Throws OutputError.
  std::optional<std::filesystem::path> keep(const std::filesystem::path& store, std::uint32_t first);
  /// The stores of this run in order.
  std::vector<std::filesystem::path> parts() const;
  /// Throws away the stores from this one on (half written or damaged).
  void drop_from(std::size_t part);

  /// What this process kept outlives it.
  void stay() { stays_ = true; }
  /// The run is finished: nothing is needed any more.
  void remove();

 private:
  bool lock();
  void unlock();
  std::filesystem::path folder_;
  RunIdentity identity_;
  std::uint32_t left_ = 0;
  int lock_ = -1;
  bool ours_ = false, stays_ = false;
};

}  // namespace sim
