#pragma once
// Reads run.sqlite: any figure of any draw, without holding more than was asked for.

#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "sim/sqlite.hpp"
#include "sim/store_format.hpp"

namespace sim {

/// Safe to share between threads. Throws StoreError, naming the file, if it is missing, foreign, of another
/// version or damaged; whatever is returned has passed its checksum.
class StoreReader {
 public:
  explicit StoreReader(const std::filesystem::path& path);

  const std::string& name() const { return database_.name(); }
  const RunInfo& info() const { return info_; }
  const Layout& layout() const { return layout_; }
  const std::vector<StoredAssumption>& assumptions() const { return assumptions_; }
  const StoredColumns& columns() const { return *columns_; }

  /// True if the draws of a series (not only its histograms) are stored. Ratios always have theirs.
  bool has_draws(std::uint32_t series) const;
  /// The stored integers (counts, pence) of consecutive columns [first, first + count), column by column,
  /// each ordered by replicate. StoreError if the store keeps only histograms of one of them.
  void read_columns(std::uint32_t first, std::uint32_t count, unsigned member,
                    std::span<std::int64_t> out) const;
  std::vector<std::int64_t> column(std::uint32_t column, unsigned member = 0) const;
  /// One series at one period as it is written for people: counts, pounds, or the ratio made in each
  /// replicate (NaN where its base is empty).
  std::vector<double> values(std::uint32_t series, std::uint32_t period, unsigned member = 0) const;

  /// The draws of one uncertain assumption, ordered by replicate.
  std::vector<double> draws(std::uint32_t assumption) const;
  /// All draws, replicate by replicate, in the order of assumptions().
  std::vector<double> all_draws() const;

  /// The blocks of this store, and their coded parts as stored, checked: for joining stores.
  BlockRange blocks() const { return range_; }
  Bytes coded_draws(std::uint32_t block) const;
  Bytes coded_group(std::uint32_t block, unsigned member, std::uint32_t group) const;

  /// SHA-256 of what is said of the figures: the run, names, units, periods, columns, assumptions. The
  /// figures themselves have a checksum by block, and tables of results that later commands put in are left
  /// out.
  std::string index_digest() const;

  /// Reads everything once, so that damage is found now. Throws StoreError.
  void check_all() const;

  /// The histogram of a column whose draws were not kept (member 0).
  Histogram histogram(std::uint32_t column) const;

 private:
  void check_kind() const;
  void read_run();
  void read_layout();
  void read_assumptions();
  void check_complete();
  std::uint32_t block_count(std::uint32_t block) const;
  Bytes blob(Statement& select, std::int64_t id) const;
  [[noreturn]] void damaged(const std::string& what) const;

  Database database_;
  RunInfo info_;
  Layout layout_;
  std::vector<StoredAssumption> assumptions_;
  std::unique_ptr<StoredColumns> columns_;
  BlockRange range_;
  mutable std::mutex mutex_;  // guards the connection and the statements
  mutable std::unique_ptr<Statement> select_block_, select_draws_, select_histogram_;
};

}  // namespace sim
