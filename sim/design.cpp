// Three designs: Owen-scrambled van der Corput sequences, Latin hypercubes, and independent points.

#include "sim/design.hpp"

#include <algorithm>

#include "sim/philox.hpp"
#include "sim/sample.hpp"

namespace sim {
namespace {

Block words_of(Design design, Seed seed, std::uint64_t name_hash, std::uint32_t number) {
  return draw(seed, DrawKey{.replicate = number,
                            .entity = name_hash,
                            .occasion = static_cast<std::uint16_t>(design),
                            .purpose = design_purpose});
}

constexpr std::uint32_t reversed(std::uint32_t x) {
  x = (x >> 16) | (x << 16);
  x = ((x & 0xff00ff00U) >> 8) | ((x & 0x00ff00ffU) << 8);
  x = ((x & 0xf0f0f0f0U) >> 4) | ((x & 0x0f0f0f0fU) << 4);
  x = ((x & 0xccccccccU) >> 2) | ((x & 0x33333333U) << 2);
  return ((x & 0xaaaaaaaaU) >> 1) | ((x & 0x55555555U) << 1);
}

// A permutation of 32-bit words in which each bit is flipped by a hash of the bits below it (Laine and Karras
// 2011, with the constants of Vegdahl 2021). Seen with the bits reversed, that is Owen's nested scramble.
constexpr std::uint32_t nested_from_below(std::uint32_t x, std::uint32_t key) {
  x ^= x * 0x3d20adeaU;
  x += key;
  x *= (key >> 16) | 1U;
  x ^= x * 0x05526c56U;
  x ^= x * 0x53a22864U;
  return x;
}

double sobol_point(Seed seed, std::uint64_t name_hash, std::uint32_t replicate) {
  const Block key = words_of(Design::sobol, seed, name_hash, replicate % scrambles);
  // Shuffled index, read as binary digits after the point (van der Corput): its reversal and that of the
  // shuffle cancel.
  const std::uint32_t corput = nested_from_below(reversed(replicate / scrambles), key[0]);
  return unit(reversed(nested_from_below(reversed(corput), key[1])));
}

// A keyed permutation of 0..size-1: a Feistel network over the next even number of bits, walked until it
// falls inside.
std::uint32_t permuted(std::uint32_t index, std::uint32_t size, Seed key) {
  unsigned half = 1;
  while ((std::uint64_t{1} << (2 * half)) < size) ++half;
  const std::uint32_t mask = (1U << half) - 1U;
  std::uint32_t x = index;
  do {
    std::uint32_t left = x >> half, right = x & mask;
    for (std::uint32_t round = 0; round < 6; ++round) {
      const std::uint32_t mixed = left ^ (philox_block({right, round, 0, 0}, key)[0] & mask);
      left = right;
      right = mixed;
    }
    x = left << half | right;
  } while (x >= size);
  return x;
}

double lhs_point(Seed seed, std::uint64_t name_hash, std::uint32_t replicate, std::uint32_t n) {
  const std::uint32_t scramble = replicate % scrambles;
  const std::uint32_t size = (n - scramble + scrambles - 1) / scrambles;  // points of this scramble
  const Block key = words_of(Design::lhs, seed, name_hash, scramble);
  const Block jitter = words_of(Design::lhs, seed, name_hash, replicate_word(replicate, 1));
  const auto stratum = permuted(replicate / scrambles, size, Seed{key[1]} << 32 | Seed{key[0]});
  // Beyond 2^20 points the middle of the last cell could round to 1.
  return std::min((stratum + unit(jitter[0])) / size, 1.0 - 0x1p-53);
}

double mc_point(Seed seed, std::uint64_t name_hash, std::uint32_t replicate) {
  const Block words = words_of(Design::mc, seed, name_hash, replicate);
  return unit53(words[0], words[1]);
}

}  // namespace

std::string_view name_of(Design design) {
  return design == Design::sobol ? "sobol" : design == Design::lhs ? "lhs" : "mc";
}

std::optional<Design> design_of(std::string_view name) {
  for (const Design design : {Design::sobol, Design::lhs, Design::mc})
    if (name == name_of(design)) return design;
  return std::nullopt;
}

double design_point(Design design, Seed seed, std::uint64_t name_hash, std::uint32_t replicate,
                    std::uint32_t n) {
  switch (design) {
    case Design::lhs:
      return lhs_point(seed, name_hash, replicate, n);
    case Design::mc:
      return mc_point(seed, name_hash, replicate);
    case Design::sobol:
      break;
  }
  return sobol_point(seed, name_hash, replicate);
}

}  // namespace sim
