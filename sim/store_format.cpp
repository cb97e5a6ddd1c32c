// The shape of run.sqlite that its writer and reader agree on.

#include "sim/store_format.hpp"

#include <boost/endian/conversion.hpp>

namespace sim {

std::string_view to_string(StoreMode mode) { return mode == StoreMode::full ? "full" : "headline"; }

std::optional<StoreMode> store_mode_from(std::string_view name) {
  if (name == "full") return StoreMode::full;
  if (name == "headline") return StoreMode::headline;
  return std::nullopt;
}

StoredColumns::StoredColumns(const Layout& layout, StoreMode mode) : position_(layout.columns(), -1) {
  const std::vector<bool> headline = layout.headline_columns();
  for (std::uint32_t c = 0; c < layout.columns(); ++c) {
    if (mode == StoreMode::full || headline[c]) {
      position_[c] = static_cast<std::int64_t>(kept_.size());
      kept_.push_back(c);
    } else {
      dropped_.push_back(c);
    }
  }
}

std::optional<std::uint32_t> StoredColumns::position(std::uint32_t column) const {
  if (position_.at(column) < 0) return std::nullopt;
  return static_cast<std::uint32_t>(position_[column]);
}

std::uint32_t StoredColumns::group_size(std::uint32_t group) const {
  return std::min(columns_per_group, static_cast<std::uint32_t>(kept_.size()) - group * columns_per_group);
}

BlockRange blocks_of(const RunInfo& info, const Layout& layout) {
  const std::uint64_t size = block_replicates(layout.columns());
  const std::uint64_t end = (std::uint64_t{info.first} + info.replicates + size - 1) / size;
  return {static_cast<std::uint32_t>(info.first / size), static_cast<std::uint32_t>(end)};
}

Histogram::Kind histogram_kind(const Layout& layout, std::uint32_t series) {
  return layout.metric_of(series).unit == Unit::pence ? Histogram::Kind::log_linear : Histogram::Kind::exact;
}

void seal(Bytes& blob) {
  const std::uint64_t check = checksum64(blob);
  blob.resize(blob.size() + 8);
  boost::endian::store_little_u64(blob.data() + blob.size() - 8, check);
}

std::span<const std::uint8_t> unseal(std::span<const std::uint8_t> blob) {
  if (blob.size() < 8) throw CodecError("it is cut short");
  const auto content = blob.first(blob.size() - 8);
  if (boost::endian::load_little_u64(blob.data() + content.size()) != checksum64(content)) {
    throw CodecError("its checksum is wrong");
  }
  return content;
}

}  // namespace sim
