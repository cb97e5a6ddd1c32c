// Every random draw has a name: what is drawn, for whom, on which occasion, in which replicate.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sim {

using Seed = std::uint64_t;

/// What a draw decides. The numbers are declared by the model; the engine only keeps them apart.
enum class Purpose : std::uint16_t;

/// The name of one draw; equal keys give equal random words, whoever asks, in whatever order.
struct DrawKey {
  std::uint32_t replicate = 0;  ///< from replicate_word()
  std::uint64_t entity = 0;     ///< the child, area, parameter, ...
  std::uint16_t occasion = 0;   ///< the n-th time, or the calendar term
  std::uint16_t purpose = 0;
  friend constexpr bool operator==(const DrawKey&, const DrawKey&) = default;
};

/// Counter words of a key. Every bit of the key has its own bit of the counter, so two keys never share a
/// counter.
constexpr std::array<std::uint32_t, 4> counter_of(const DrawKey& key) {
  return {key.purpose | std::uint32_t{key.occasion} << 16, static_cast<std::uint32_t>(key.entity),
          static_cast<std::uint32_t>(key.entity >> 32), key.replicate};
}

/// Replicate number (under 2^30) with the member (0..2) of its set of twin runs in the top two bits; member 0
/// is the ordinary run, so asking for twins does not change it.
constexpr std::uint32_t replicate_word(std::uint32_t index, unsigned member) {
  return (index & 0x3fff'ffffU) | std::uint32_t{member} << 30;
}

/// 64-bit hash of a name: FNV-1a (Fowler, Noll, Vo) and the finaliser of MurmurHash3, because FNV alone
/// leaves the high bits of short names nearly equal. Part of the file format: changing it changes every
/// result.
constexpr std::uint64_t name_hash64(std::string_view name) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3U;
  hash = (hash ^ hash >> 33) * 0xff51'afd7'ed55'8ccdU;
  hash = (hash ^ hash >> 33) * 0xc4ce'b9fe'1a85'ec53U;
  return hash ^ hash >> 33;
}

/// The top 16 bits of name_hash64. A hundred names clash with chance 7 %, so whoever keys by it refuses
/// clashes.
constexpr std::uint16_t name_hash16(std::string_view name) {
  return static_cast<std::uint16_t>(name_hash64(name) >> 48);
}

}  // namespace sim
