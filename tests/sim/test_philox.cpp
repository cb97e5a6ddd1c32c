// Philox: the published answers, and Random123's words on every path and at every length.
#include <Random123/philox.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::Block;
using sim::SimdPath;

namespace {

constexpr std::array<SimdPath, 3> all_paths = {SimdPath::scalar, SimdPath::avx2, SimdPath::avx512};

// Puts back the path that was in use.
struct PathGuard {
  SimdPath before = sim::simd_path();
  ~PathGuard() { sim::set_simd_path(before); }
};

Block random123(const Block& c, sim::Seed seed) {
  r123::Philox4x32 philox;
  const auto words = philox({{c[0], c[1], c[2], c[3]}},
                            {{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}});
  return {words[0], words[1], words[2], words[3]};
}

struct Blocks {
  std::vector<std::uint32_t> word[4];
};

constexpr std::uint32_t untouched = 0xdead'beef;

// Draws with eight words of room to spare, which must stay as they were.
Blocks drawn(sim::Seed seed, const sim::DrawKey& common, std::span<const std::uint64_t> entities) {
  Blocks out;
  for (auto& word : out.word) word.assign(entities.size() + 8, untouched);
  sim::draw_blocks(seed, common.replicate, common.occasion, common.purpose, entities, out.word[0].data(),
                   out.word[1].data(), out.word[2].data(), out.word[3].data());
  return out;
}

}  // namespace

TEST_CASE("Philox gives the published known answers") {
  STATIC_REQUIRE(sim::philox_block({0, 0, 0, 0}, 0) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  STATIC_REQUIRE(sim::philox_block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff'ffffffff) ==
                 Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  STATIC_REQUIRE(sim::philox_block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0'a4093822) ==
                 Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("One block equals Random123") {
  std::mt19937_64 words(2);
  for (int i = 0; i < 10000; ++i) {
    const sim::DrawKey key{static_cast<std::uint32_t>(words()), words(), static_cast<std::uint16_t>(words()),
                           static_cast<std::uint16_t>(words())};
    const sim::Seed seed = words();
    REQUIRE(sim::draw(seed, key) == random123(sim::counter_of(key), seed));
  }
}

TEST_CASE(
    "Bulk blocks equal Random123 word for word on every path, at every length, and write nothing beside") {
  const PathGuard guard;
  std::mt19937_64 words(3);
  for (const SimdPath path : all_paths) {
    sim::set_simd_path(path);
    if (sim::simd_path() != path) {
      WARN("this machine has no path " << static_cast<int>(path));
      continue;
    }
    for (std::size_t length = 0; length <= 131; ++length) {
      std::vector<std::uint64_t> entities(length + 1);
      for (auto& entity : entities) entity = words();
      // Starts one element in, so that nothing is aligned.
      const std::span<const std::uint64_t> odd = std::span(entities).subspan(1);
      const sim::DrawKey common{static_cast<std::uint32_t>(words()), 0, static_cast<std::uint16_t>(words()),
                                static_cast<std::uint16_t>(words())};
      const sim::Seed seed = words();
      const Blocks blocks = drawn(seed, common, odd);
      for (std::size_t i = 0; i < length; ++i) {
        const Block expected =
            random123(sim::counter_of({common.replicate, odd[i], common.occasion, common.purpose}), seed);
        for (std::size_t w = 0; w < 4; ++w) REQUIRE(blocks.word[w][i] == expected[w]);
      }
      for (const auto& word : blocks.word)
        for (std::size_t i = length; i < word.size(); ++i) REQUIRE(word[i] == untouched);
    }
  }
}

TEST_CASE("A path that the machine lacks becomes the best below it") {
  const PathGuard guard;
  sim::set_simd_path(SimdPath::scalar);
  CHECK(sim::simd_path() == SimdPath::scalar);
  sim::set_simd_path(SimdPath::avx512);
  const SimdPath best = sim::simd_path();
  sim::set_simd_path(SimdPath::avx2);
  CHECK(sim::simd_path() == std::min(best, SimdPath::avx2));
}

TEST_CASE("Threads may draw while another changes the path") {
  const PathGuard guard;
  const std::vector<std::uint64_t> entities(100, 7);
  const Block expected = sim::draw(1, {2, 7, 3, 4});
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        sim::set_simd_path(all_paths[static_cast<std::size_t>(i) % 3]);
        const Blocks blocks = drawn(1, {2, 0, 3, 4}, entities);
        for (std::size_t w = 0; w < 4; ++w) wrong += blocks.word[w][99] != expected[w];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
