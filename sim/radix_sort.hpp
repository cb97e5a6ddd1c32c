#pragma once
// Sorting of unsigned integers that differ in few bits, in as many passes as those bits need.

#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace sim {

/// Ascending; `spare` is a buffer. Passes of 11 bits up to the highest bit of `largest`, the largest key.
inline void radix_sort(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& spare,
                       std::uint64_t largest) {
  constexpr unsigned digit_bits = 11;
  constexpr std::uint64_t mask = (std::uint64_t{1} << digit_bits) - 1;
  spare.resize(keys.size());
  const auto bits = static_cast<unsigned>(std::bit_width(largest));
  for (unsigned shift = 0; shift < bits; shift += digit_bits) {
    std::array<std::uint32_t, mask + 1> place{};
    for (const std::uint64_t key : keys) ++place[(key >> shift) & mask];
    std::uint32_t before = 0;
    for (std::uint32_t& count : place) before += std::exchange(count, before);
    for (const std::uint64_t key : keys) spare[place[(key >> shift) & mask]++] = key;
    keys.swap(spare);
  }
}

}  // namespace sim
