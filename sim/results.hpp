#pragma once
// The unit in which results travel from the ensemble to a store: a block of consecutive replicates.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace sim {

/// The first member of a draw is the ordinary run; `--layers` adds two (design, "Uncertainty").
inline constexpr unsigned layer_members = 3;

/// Replicates per block: 64, fewer for very wide rows so that a block stays within 16 MiB. A function of the
/// width alone, never of the machine, because blocks are part of the file format.
constexpr std::uint32_t block_replicates(std::uint32_t columns) {
  std::uint32_t replicates = 64;
  while (replicates > 1 && std::uint64_t{replicates} * columns * sizeof(std::int64_t) > (16u << 20)) {
    replicates /= 2;
  }
  return replicates;
}

struct ReplicateBlock {
  std::uint32_t number = 0;  ///< counted from replicate 0 of the whole run, also in a shard
  unsigned member = 0;       ///< 0, or 0..2 with layers
  std::uint32_t first = 0;   ///< index of its first replicate
  std::uint32_t count = 0;   ///< replicates in it; only the last block of a run may be short
  std::uint32_t columns = 0;
  std::vector<std::int64_t> values = {};  ///< count x columns, row by row
  std::vector<double> draws = {};         ///< count x uncertain assumptions, row by row; member 0 only

  std::span<const std::int64_t> row(std::uint32_t i) const {
    return {values.data() + std::size_t{i} * columns, columns};
  }
};

/// Receives finished blocks one at a time, ordered by (number, member).
using BlockSink = std::function<void(const ReplicateBlock&)>;

}  // namespace sim
