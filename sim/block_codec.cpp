// Lossless, compact coding of a column of integers: its smallest value, then the distances from it in as few
// bits as the largest needs.

#include "sim/block_codec.hpp"

#include <algorithm>
#include <bit>
#include <boost/endian/conversion.hpp>
#include <cstring>

#include "sim/varint.hpp"

namespace sim {
namespace {

using boost::endian::load_little_u64;
using boost::endian::store_little_u64;

// A value of up to 57 bits, wherever it starts in a byte, lies within one 64-bit load; wider ones are stored
// whole.
constexpr unsigned widest_packed = 57;

constexpr std::size_t packed_bytes(std::size_t values, unsigned bits) { return (values * bits + 7) / 8; }

std::uint64_t load_tail(std::span<const std::uint8_t> bytes, std::size_t at) {
  std::array<std::uint8_t, 8> word{};
  std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), word.begin());
  return load_little_u64(word.data());
}

unsigned width(std::uint64_t largest) {
  const auto bits = static_cast<unsigned>(std::bit_width(largest));
  return bits > widest_packed ? 64 : bits;
}

}  // namespace

void encode_column(std::span<const std::int64_t> column, Bytes& out) {
  if (column.empty()) return;
  const auto [low, high] = std::minmax_element(column.begin(), column.end());
  // Distances are taken modulo 2^64, so even the full range of int64 survives.
  const auto base = static_cast<std::uint64_t>(*low);
  const unsigned bits = width(static_cast<std::uint64_t>(*high) - base);
  out.push_back(static_cast<std::uint8_t>(bits));
  put_varint(zigzag(*low), out);
  const std::size_t start = out.size(), size = packed_bytes(column.size(), bits);
  out.resize(start + size + 8);  // room for the last word to be written whole
  std::uint8_t* packed = out.data() + start;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const std::size_t bit = i * bits;
    std::uint8_t* word = packed + bit / 8;
    const std::uint64_t distance = static_cast<std::uint64_t>(column[i]) - base;
    store_little_u64(word, load_little_u64(word) | (distance << (bit % 8)));
  }
  out.resize(start + size);
}

ColumnDecoder::Header ColumnDecoder::take(std::size_t values) {
  if (rest_.empty()) throw CodecError("the coded column is missing");
  const unsigned bits = rest_.front();
  rest_ = rest_.subspan(1);
  std::uint64_t folded = 0;
  const bool whole = take_varint(rest_, folded);
  const std::size_t size = packed_bytes(values, bits);
  if (!whole || (bits > widest_packed && bits != 64) || rest_.size() < size) {
    throw CodecError("the coded column is cut short or damaged");
  }
  const Header header{static_cast<std::uint64_t>(unzigzag(folded)), bits, rest_.first(size)};
  rest_ = rest_.subspan(size);
  return header;
}

void ColumnDecoder::skip(std::size_t values) {
  if (values != 0) take(values);
}

void ColumnDecoder::read(std::span<std::int64_t> column) {
  if (column.empty()) return;
  const Header header = take(column.size());
  const std::uint64_t mask = header.bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << header.bits) - 1;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const std::size_t bit = i * header.bits, at = bit / 8;
    const std::uint64_t word = at + 8 <= header.packed.size() ? load_little_u64(header.packed.data() + at)
                                                              : load_tail(header.packed, at);
    column[i] = static_cast<std::int64_t>(header.base + ((word >> (bit % 8)) & mask));
  }
}

std::uint64_t checksum64(std::span<const std::uint8_t> bytes) {
  std::uint64_t hash = 0x9e3779b97f4a7c15u ^ bytes.size();
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) mix(load_little_u64(bytes.data() + at));
  if (at < bytes.size()) mix(load_tail(bytes, at));
  return hash;
}

}  // namespace sim
