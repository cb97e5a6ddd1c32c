// Reads the columns of a store one after another, decoding each group of the store once.

#include "sim/column_window.hpp"

namespace sim {

std::span<const std::int64_t> ColumnWindow::column(std::uint32_t column) {
  const std::size_t n = store_->info().replicates;
  if (column < first_ || column >= first_ + count_) {
    const StoredColumns& stored = store_->columns();
    const auto group = [&](std::uint32_t c) {
      const auto position = c < store_->layout().columns() ? stored.position(c) : std::nullopt;
      return position ? *position / columns_per_group : ~std::uint32_t{0};
    };
    first_ = column;
    count_ = 1;
    while (count_ < most_ && group(column + count_) == group(column)) ++count_;
    values_.resize(count_ * n);
    store_->read_columns(first_, count_, 0, values_);
  }
  return std::span<const std::int64_t>(values_).subspan((column - first_) * n, n);
}

}  // namespace sim
