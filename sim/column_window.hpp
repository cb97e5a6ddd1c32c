#pragma once
// Reads the columns of a store one after another, decoding each group of the store once.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/store_reader.hpp"

namespace sim {

/// Keeps a few consecutive columns of member 0; for one thread.
class ColumnWindow {
 public:
  /// Holds at most `columns` columns at a time.
  ColumnWindow(const StoreReader& store, std::size_t columns) : store_(&store), most_(columns) {}
  /// The stored integers of a column that has draws, ordered by replicate; valid until the next call.
  std::span<const std::int64_t> column(std::uint32_t column);

 private:
  const StoreReader* store_;
  std::size_t most_;
  std::uint32_t first_ = 0, count_ = 0;
  std::vector<std::int64_t> values_;
};

}  // namespace sim
