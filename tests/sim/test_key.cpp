// Keys: every bit of a key has a place of its own in the counter, and names hash the same for ever.
#include <cmath>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "sim/key.hpp"
#include "tests/catch.hpp"

using sim::counter_of;
using sim::DrawKey;

namespace {

// The key with only bit `bit` of its 80 + 32 bits set.
DrawKey single_bit(int bit) {
  DrawKey key;
  if (bit < 16)
    key.purpose = static_cast<std::uint16_t>(1U << bit);
  else if (bit < 32)
    key.occasion = static_cast<std::uint16_t>(1U << (bit - 16));
  else if (bit < 96)
    key.entity = std::uint64_t{1} << (bit - 32);
  else
    key.replicate = std::uint32_t{1} << (bit - 96);
  return key;
}

DrawKey combined(const DrawKey& a, const DrawKey& b) {
  return {a.replicate ^ b.replicate, a.entity ^ b.entity, static_cast<std::uint16_t>(a.occasion ^ b.occasion),
          static_cast<std::uint16_t>(a.purpose ^ b.purpose)};
}

std::array<std::uint32_t, 4> combined(std::array<std::uint32_t, 4> a, const std::array<std::uint32_t, 4>& b) {
  for (std::size_t w = 0; w < a.size(); ++w) a[w] ^= b[w];
  return a;
}

}  // namespace

TEST_CASE("Each of the 128 bits of a key moves one bit of the counter, and no two the same") {
  std::set<std::array<std::uint32_t, 4>> seen;
  for (int bit = 0; bit < 128; ++bit) {
    const auto counter = counter_of(single_bit(bit));
    int ones = 0;
    for (const std::uint32_t word : counter) ones += __builtin_popcount(word);
    CHECK(ones == 1);
    seen.insert(counter);
  }
  CHECK(seen.size() == 128);
}

TEST_CASE("The counter of a combination of keys is the combination of their counters") {
  // With the case above this proves that distinct keys have distinct counters.
  std::mt19937_64 words(1);
  const auto any = [&] {
    return DrawKey{static_cast<std::uint32_t>(words()), words(), static_cast<std::uint16_t>(words()),
                   static_cast<std::uint16_t>(words())};
  };
  for (int i = 0; i < 10000; ++i) {
    const DrawKey a = any(), b = any();
    REQUIRE(counter_of(combined(a, b)) == combined(counter_of(a), counter_of(b)));
  }
}

TEST_CASE("The counter is laid out as documented") {
  STATIC_REQUIRE(counter_of({0x01234567, 0x89abcdef'0f1e2d3c, 0x4455, 0x6677}) ==
                 std::array<std::uint32_t, 4>{0x44556677, 0x0f1e2d3c, 0x89abcdef, 0x01234567});
}

TEST_CASE("Twin runs have their own replicate words and the ordinary run has plain numbers") {
  std::set<std::uint32_t> words;
  for (const std::uint32_t index : {0U, 1U, 77U, 0x3fff'ffffU})
    for (unsigned member = 0; member < 3; ++member) words.insert(sim::replicate_word(index, member));
  CHECK(words.size() == 12);
  CHECK(sim::replicate_word(77, 0) == 77);
}

TEST_CASE("Name hashes never change") {
  // Computed apart, in Python; FNV-1a alone of "a" is af63dc4c8601ec8c, its published test vector.
  CHECK(sim::name_hash64("") == 0xefd01f60ba992926U);
  CHECK(sim::name_hash64("a") == 0x82a2a958a9bece5bU);
  CHECK(sim::name_hash64("request.rate[7]") == 0xd4ca6c233ffd54fdU);
  CHECK(sim::name_hash16("special") == 0xdf69);
}

TEST_CASE("Names that differ little have hashes that differ much") {
  std::set<std::uint64_t> all;
  std::vector<std::uint16_t> tops;
  double flipped = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t hash = sim::name_hash64("request.rate[" + std::to_string(i) + "]");
    flipped += __builtin_popcountll(hash ^ sim::name_hash64("request.rate[" + std::to_string(i + 1) + "]"));
    all.insert(hash);
    tops.push_back(static_cast<std::uint16_t>(hash >> 48));
  }
  CHECK(all.size() == 1000);
  // 64,000 fair bits: mean 32 a pair, standard error 4 / sqrt(1000).
  CHECK(std::abs(flipped / 1000 - 32) < 4.9 * 4 / std::sqrt(1000.0));
  // 1,000 names in 65,536 values: 7.6 clashes expected, Poisson.
  const std::set<std::uint16_t> distinct(tops.begin(), tops.end());
  CHECK(1000 - distinct.size() < 25);
}

TEST_CASE("The names in use at the start have distinct 16-bit hashes") {
  const std::vector<std::string> names = {"mainstream",  "resourced",     "special",
                                          "independent", "nonmaintained", "specialist_college",
                                          "college",     "sixth_form",    "alternative_provision",
                                          "hospital",    "home",          "eotas",
                                          "early_years", "work_based",    "neet"};
  std::set<std::uint16_t> hashes;
  for (const auto& name : names) hashes.insert(sim::name_hash16(name));
  CHECK(hashes.size() == names.size());
}
