// Bulk random words: chooses the kernel for this machine and gives it whole registers.
#include "sim/philox.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "sim/philox_kernels.hpp"

namespace sim {
namespace {

SimdPath best_path() {
#if defined(SENDCAST_HAS_AVX512)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return SimdPath::avx512;
#endif
#if defined(SENDCAST_HAS_AVX2)
  if (__builtin_cpu_supports("avx2")) return SimdPath::avx2;
#endif
  return SimdPath::scalar;
}

SimdPath first_path() {
  const char* wish = std::getenv("SENDCAST_SIMD");
  const std::string_view name = wish ? wish : "";
  if (name == "scalar") return SimdPath::scalar;
  if (name == "avx2") return std::min(SimdPath::avx2, best_path());
  return best_path();
}

std::atomic<SimdPath>& current_path() {
  static std::atomic<SimdPath> path{first_path()};
  return path;
}

void scalar_kernel(philox::Common common, const std::uint64_t* entities, const std::uint32_t* c0,
                   std::size_t count, philox::Output out) {
  const Seed seed = common.k0 | Seed{common.k1} << 32;
  for (std::size_t i = 0; i < count; ++i) {
    const auto low = static_cast<std::uint32_t>(entities[i]);
    const auto high = static_cast<std::uint32_t>(entities[i] >> 32);
    const Block block = philox_block({c0 ? c0[i] : common.c0, low, high, common.c3}, seed);
    for (std::size_t w = 0; w < block.size(); ++w)
      if (out.word[w]) out.word[w][i] = block[w];
  }
}

// Runs the whole registers in place, and the rest in a padded copy.
template <std::size_t lanes, auto kernel>
void in_registers(const philox::Common& common, std::span<const std::uint64_t> entities,
                  const std::uint32_t* c0, const philox::Output& out) {
  const std::size_t rest = entities.size() % lanes, whole = entities.size() - rest;
  kernel(common, entities.data(), c0, whole, out);
  if (rest == 0) return;
  std::uint64_t padded[lanes] = {};
  std::uint32_t padded_c0[lanes] = {};
  std::uint32_t words[4][lanes];
  std::copy_n(entities.data() + whole, rest, padded);
  if (c0) std::copy_n(c0 + whole, rest, padded_c0);
  kernel(common, padded, c0 ? padded_c0 : nullptr, lanes, {{words[0], words[1], words[2], words[3]}});
  for (std::size_t w = 0; w < 4; ++w)
    if (out.word[w]) std::copy_n(words[w], rest, out.word[w] + whole);
}

void run_kernel(const philox::Common& common, std::span<const std::uint64_t> entities,
                const std::uint32_t* c0, const philox::Output& out) {
  switch (simd_path()) {
#if defined(SENDCAST_HAS_AVX512)
    case SimdPath::avx512:
      return in_registers<philox::avx512_lanes, philox::avx512_kernel>(common, entities, c0, out);
#endif
#if defined(SENDCAST_HAS_AVX2)
    case SimdPath::avx2:
      return in_registers<philox::avx2_lanes, philox::avx2_kernel>(common, entities, c0, out);
#endif
    default:
      return scalar_kernel(common, entities.data(), c0, entities.size(), out);
  }
}

philox::Common common_parts(Seed seed, const DrawKey& key) {
  const Block counter = counter_of(key);
  return {counter[0], counter[3], static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

}  // namespace

SimdPath simd_path() { return current_path().load(std::memory_order_relaxed); }

void set_simd_path(SimdPath path) {
  current_path().store(std::min(path, best_path()), std::memory_order_relaxed);
}

void draw_blocks(Seed seed, std::uint32_t replicate, std::uint16_t occasion, std::uint16_t purpose,
                 std::span<const std::uint64_t> entities, std::uint32_t* w0, std::uint32_t* w1,
                 std::uint32_t* w2, std::uint32_t* w3) {
  run_kernel(common_parts(seed, {replicate, 0, occasion, purpose}), entities, nullptr, {{w0, w1, w2, w3}});
}

void draw_blocks(Seed seed, std::uint32_t replicate, std::span<const std::uint32_t> counter0,
                 std::span<const std::uint64_t> entities, std::uint32_t* w0, std::uint32_t* w1,
                 std::uint32_t* w2, std::uint32_t* w3) {
  if (counter0.size() != entities.size()) throw std::invalid_argument("one counter word for each entity");
  run_kernel(common_parts(seed, {replicate, 0, 0, 0}), entities, counter0.data(), {{w0, w1, w2, w3}});
}

void draw_first_words(Seed seed, std::uint32_t replicate, std::span<const std::uint64_t> entities,
                      std::span<const std::uint32_t> counter0, std::uint32_t* words) {
  draw_blocks(seed, replicate, counter0, entities, words, nullptr, nullptr, nullptr);
}

}  // namespace sim
