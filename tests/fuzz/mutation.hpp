#pragma once
// Small damages to a text file, as people, editors and enemies do them.

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

/// A generator whose draws are the same on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// 0 .. sides - 1; 0 if there are no sides.
  std::size_t roll(std::size_t sides) { return sides == 0 ? 0 : static_cast<std::size_t>(engine_() % sides); }

 private:
  std::mt19937_64 engine_;
};

/// `text` after one to four damages: to bytes, lines, numbers, keys or nesting. `other` lends lines.
std::string mutate(std::string text, std::string_view other, Dice& dice);

}  // namespace fuzz
