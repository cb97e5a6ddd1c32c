#pragma once
// Lossless, compact coding of a column of integers: its smallest value, then the distances from it in as few
// bits as the largest needs. Replicates of one figure are a cloud around a centre, so this comes within a bit
// of their entropy, and both directions are a few instructions per value.

#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace sim {

/// Bytes that no encoder can have written.
class CodecError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Bytes = std::vector<std::uint8_t>;

/// Appends the coded column to `out`.
void encode_column(std::span<const std::int64_t> column, Bytes& out);

/// Reads columns one after another; each has as many values as the span given. Throws CodecError at the end
/// of the bytes.
class ColumnDecoder {
 public:
  explicit ColumnDecoder(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
  void read(std::span<std::int64_t> column);
  void skip(std::size_t values);
  bool at_end() const { return rest_.empty(); }

 private:
  struct Header {
    std::uint64_t base;
    unsigned bits;
    std::span<const std::uint8_t> packed;
  };
  Header take(std::size_t values);

  std::span<const std::uint8_t> rest_;
};

/// A 64-bit check of bytes against damage (not against forgery).
std::uint64_t checksum64(std::span<const std::uint8_t> bytes);

}  // namespace sim
