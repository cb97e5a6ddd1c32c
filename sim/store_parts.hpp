#pragma once
// Writes a store in parts, each kept as soon as it is whole, and joins them at the end: the same bytes as a
// store written in one go.

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "sim/store_writer.hpp"
#include "sim/unfinished_folder.hpp"

namespace sim {

class StoreParts {
 public:
  /// Goes on after the parts that `kept` has of this run; those that are damaged, and all after them, are
  /// thrown away. A part is kept once it is `seconds` old; a run shorter than that keeps none. `store`, whose
  /// folder is private, is made by finish().
  StoreParts(UnfinishedFolder& kept, RunInfo info, Layout layout, std::vector<StoredAssumption> assumptions,
             std::filesystem::path store, double seconds);

  /// The first replicate that is not there yet; the end of the range if all are.
  std::uint32_t next() const { return next_; }
  /// Takes blocks from next() on, as run_ensemble hands them over.
  void write(const ReplicateBlock& block);
  /// Keeps what is complete so far, if no member of a block is missing; nothing can be written afterwards.
  void keep_rest();
  /// Joins the parts. std::logic_error if replicates are missing.
  void finish();

 private:
  void begin();
  void keep();
  std::uint32_t end() const { return info_.first + info_.replicates; }

  UnfinishedFolder& kept_;
  RunInfo info_;
  Layout layout_;
  std::vector<StoredAssumption> assumptions_;
  std::filesystem::path store_;
  double seconds_;
  std::uint32_t next_ = 0, part_first_ = 0;
  std::vector<std::filesystem::path> parts_;  // whole ones, in order
  std::optional<StoreWriter> writer_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace sim
