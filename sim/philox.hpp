// Random words as a pure function of seed and key: Philox4x32-10 (Salmon et al., SC 2011).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "sim/key.hpp"

namespace sim {

using Block = std::array<std::uint32_t, 4>;

namespace philox {
inline constexpr std::uint32_t multiplier0 = 0xD251'1F53, multiplier1 = 0xCD9E'8D57;
inline constexpr std::uint32_t weyl0 = 0x9E37'79B9, weyl1 = 0xBB67'AE85;
inline constexpr int rounds = 10;
}  // namespace philox

/// Four random words from a counter; equal to r123::Philox4x32 with key (seed low, seed high).
constexpr Block philox_block(const Block& counter, Seed seed) {
  auto [c0, c1, c2, c3] = counter;
  auto k0 = static_cast<std::uint32_t>(seed);
  auto k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < philox::rounds; ++round) {
    const std::uint64_t product0 = std::uint64_t{philox::multiplier0} * c0;
    const std::uint64_t product1 = std::uint64_t{philox::multiplier1} * c2;
    c0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(product1);
    c2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(product0);
    k0 += philox::weyl0;
    k1 += philox::weyl1;
  }
  return {c0, c1, c2, c3};
}

/// The four words of one key.
constexpr Block draw(Seed seed, const DrawKey& key) { return philox_block(counter_of(key), seed); }

/// How bulk draws are computed; the words are the same on every path.
enum class SimdPath { scalar, avx2, avx512 };

/// The path in use: at first the best this build and machine offer, or a lower one named by the environment
/// variable SENDCAST_SIMD (scalar, avx2, avx512; anything else counts as none).
SimdPath simd_path();

/// Uses `path` from now on in all threads, or the best there is below it.
void set_simd_path(SimdPath path);

/// One block for each entity: word j of entities[i] goes to wj[i]. Each of w0..w3 has room for
/// entities.size() words; the outputs overlap neither each other nor the entities.
void draw_blocks(Seed seed, std::uint32_t replicate, std::uint16_t occasion, std::uint16_t purpose,
                 std::span<const std::uint64_t> entities, std::uint32_t* w0, std::uint32_t* w1,
                 std::uint32_t* w2, std::uint32_t* w3);

/// The same with an occasion and a purpose of each entity's own in counter0[i], see counter_word0.
/// Throws std::invalid_argument if the spans differ in length.
void draw_blocks(Seed seed, std::uint32_t replicate, std::span<const std::uint32_t> counter0,
                 std::span<const std::uint64_t> entities, std::uint32_t* w0, std::uint32_t* w1,
                 std::uint32_t* w2, std::uint32_t* w3);

/// First counter word of a key: purpose and occasion.
constexpr std::uint32_t counter_word0(std::uint16_t occasion, std::uint16_t purpose) {
  return counter_of({0, 0, occasion, purpose})[0];
}

/// The first word of each key (replicate, entities[i], and the occasion and purpose in counter0[i], see
/// counter_word0): for children who meet different occasions together. `words` has room for all.
/// Throws std::invalid_argument if the spans differ in length.
void draw_first_words(Seed seed, std::uint32_t replicate, std::span<const std::uint64_t> entities,
                      std::span<const std::uint32_t> counter0, std::uint32_t* words);

}  // namespace sim
