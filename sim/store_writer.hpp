#pragma once
// Writes run.sqlite block by block; memory does not grow with the number of replicates.

#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "sim/sqlite.hpp"
#include "sim/store_format.hpp"

namespace sim {

class StoreReader;

/// One writer per file, in a private folder: until finish() returns, the file is not a valid store, and
/// nothing protects it from a crash. Throws StoreError (disk full, no permission).
class StoreWriter {
 public:
  StoreWriter(const std::filesystem::path& path, RunInfo info, Layout layout,
              std::vector<StoredAssumption> assumptions);
  /// Takes blocks by (number, member), as run_ensemble hands them over; std::logic_error for any other.
  void write(const ReplicateBlock& block);
  /// Takes all blocks of another store of the same run, as they are coded; what it holds must come next.
  void append(const StoreReader& shard);
  /// Writes what remains and closes. std::logic_error if blocks are missing.
  void finish();
  /// As finish(), for a store that ends with the blocks written so far: a part of what was to come. Returns
  /// how many replicates it holds. std::logic_error between the members of a block.
  std::uint32_t cut();
  bool at_end_of_block() const { return written_ % info_.members == 0; }

 private:
  void create_tables();
  void write_run();
  void write_layout();
  void write_assumptions();
  void expect(std::uint32_t number, unsigned member);
  void write_draws(const ReplicateBlock& block);
  void write_columns(const ReplicateBlock& block);
  void add_to_histograms(const ReplicateBlock& block);
  void insert_blob(const char* table, std::int64_t id, std::span<const std::uint8_t> blob);

  Database database_;
  RunInfo info_;
  Layout layout_;
  std::vector<StoredAssumption> assumptions_;
  StoredColumns columns_;
  BlockRange range_;
  std::uint64_t written_ = 0;                      // blocks, counting each member
  std::uint32_t rows_ = 0;                         // replicates of which all members are written
  std::vector<Histogram> histograms_;              // per dropped column
  std::vector<Bytes> coded_;                       // per group, reused from block to block
  std::map<std::string_view, Statement> inserts_;  // per table
};

}  // namespace sim
