#pragma once
// The shape of run.sqlite that its writer and reader agree on.
//
// - run(key, value): seed, replicates, design, digest of the configuration, ...
// - metrics, series, periods: the layout; a series' first column is null if it is a ratio, made when read
// - assumptions(id, name, unit, distribution): the uncertain ones
// - draws(id, data): by block, doubles, replicate by replicate in the order of assumptions
// - blocks(id, data): coded columns; id = (block * members + member) * groups + group
// - histograms(id, data): by column; --store headline: columns whose draws were not kept
//
// Every blob ends in checksum64 of what precedes it. Rows are inserted by rising id, in one transaction,
// without times, so equal runs give equal bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/block_codec.hpp"
#include "sim/histogram.hpp"
#include "sim/key.hpp"
#include "sim/layout.hpp"
#include "sim/results.hpp"

namespace sim {

/// full: every draw of every column; headline: draws of headline columns, histograms of the rest (smaller
/// files).
enum class StoreMode { full, headline };
std::string_view to_string(StoreMode);
std::optional<StoreMode> store_mode_from(std::string_view);

/// What a run is. All but `first` and `replicates` are equal in the shards of one run.
struct RunInfo {
  std::string scenario = {};
  Seed seed = 1;
  std::uint32_t first = 0, replicates = 0;  ///< replicates in this store
  std::uint32_t planned = 0;                ///< replicates of the whole run, of which this may be a shard
  unsigned members = 1;                     ///< 3 with layers
  std::string design = {};
  StoreMode mode = StoreMode::full;
  std::string config_digest = {}, fingerprint = {};
  bool operator==(const RunInfo&) const = default;
};

/// An uncertain assumption, as people read it.
struct StoredAssumption {
  std::string name, unit, distribution;
  bool operator==(const StoredAssumption&) const = default;
};

inline constexpr std::int32_t store_application_id = 0x53454e44;  // "SEND"
inline constexpr std::int32_t store_version = 2;
inline constexpr std::uint32_t columns_per_group = 64;  // one blob per block and group: 5 to 15 KB

/// Where the draws of each column are: which columns are kept, and in which position.
class StoredColumns {
 public:
  StoredColumns(const Layout& layout, StoreMode mode);
  const std::vector<std::uint32_t>& kept() const { return kept_; }
  const std::vector<std::uint32_t>& dropped() const { return dropped_; }
  /// Position among the kept columns; nullopt if only the histogram is stored.
  std::optional<std::uint32_t> position(std::uint32_t column) const;
  std::uint32_t groups() const {
    return (static_cast<std::uint32_t>(kept_.size()) + columns_per_group - 1) / columns_per_group;
  }
  /// Number of columns in a group.
  std::uint32_t group_size(std::uint32_t group) const;
  std::int64_t blob_id(const RunInfo& info, std::uint32_t block, unsigned member, std::uint32_t group) const {
    return (std::int64_t{block} * info.members + member) * groups() + group;
  }

 private:
  std::vector<std::uint32_t> kept_, dropped_;
  std::vector<std::int64_t> position_;
};

/// Blocks of this store: [first, last).
struct BlockRange {
  std::uint32_t first = 0, last = 0;
};
BlockRange blocks_of(const RunInfo& info, const Layout& layout);

Histogram::Kind histogram_kind(const Layout& layout, std::uint32_t series);

void seal(Bytes& blob);                                                    ///< appends the checksum
std::span<const std::uint8_t> unseal(std::span<const std::uint8_t> blob);  ///< throws CodecError if damaged

}  // namespace sim
