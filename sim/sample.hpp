// From random words to decisions and numbers, one uniform each, by inversion.
//
// Inversion is monotone: with the same word a larger probability, count or mean never gives a smaller number.
// That is what makes two scenarios differ only where they should.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "sim/philox.hpp"

namespace sim {

/// The middle of the word's cell: (word + 1/2) / 2^32, never 0 or 1.
constexpr double unit(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }

/// The same from two words, for tails beyond 2^-33: an odd multiple of 2^-53, never 0 or 1.
constexpr double unit53(std::uint32_t high, std::uint32_t low) {
  // 52 bits and a half, because with 53 the last cell's middle would round to 1.
  const std::uint64_t bits = (std::uint64_t{high} << 32 | low) >> 12;
  return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

/// An event of probability p happens if and only if word < threshold(p). Probabilities are rounded to 2^-32:
/// under 2^-33 (and negative, and NaN) never happens, and certainty fails once in 2^32 words.
constexpr std::uint32_t threshold(double p) {
  const double words = p * 0x1p32 + 0.5;
  if (!(words >= 1)) return 0;
  return words >= 0xffff'ffffU ? 0xffff'ffffU : static_cast<std::uint32_t>(words);
}

/// Successes in n trials of probability p: the smallest k with P(X <= k) >= u, for u in (0,1).
/// p outside [0,1] counts as 0 or 1 and n < 0 as 0; NaN, and u outside (0,1), throws std::domain_error.
/// The CDF is right to about 1e-12 (1e-10 for ten million trials), so k is off by one only for a u that near
/// to a step, and monotone in u, n and p but for the same. About 25 ns, and 1 ns more per expected success up
/// to a mean of some hundreds; above, 1.4 microseconds at a mean of 1,000 and 7.5 at 3 million.
std::int64_t inverse_binomial(std::int64_t n, double p, double u);

/// Poisson count with this mean (>= 0): as inverse_binomial.
std::int64_t inverse_poisson(double mean, double u);

/// Standard normal quantile of u in (0,1), monotone; relative error about 1e-16 (Wichura's AS 241, 1988).
double inverse_normal(double u);

/// Arrival time of a contestant in an exponential race: -log(unit(word)) / weight, infinite for weight 0. The
/// smallest time wins, and i wins with probability weight_i / sum of weights. -log(time) = log weight +
/// Gumbel noise, so it is the Gumbel-max choice without its second logarithm. With a word keyed by
/// contestant, one more contestant or a larger weight moves choices only towards it, and dropping the winner
/// leaves the order of the rest (second choices).
inline double race_time(std::uint32_t word, double weight) {
  return weight > 0 ? -std::log(unit(word)) / weight : std::numeric_limits<double>::infinity();
}

inline constexpr std::size_t no_winner = std::numeric_limits<std::size_t>::max();

/// The contestant with the smallest race_time (the first of equals); no_winner if no weight is positive.
/// words and weights have the same size; weights are finite.
std::size_t exponential_race(std::span<const std::uint32_t> words, std::span<const double> weights);

/// An endless row of words under one key, for samplers that need an unknown number of them: a uniform random
/// bit generator on which Boost.Random's distributions run (the standard library's differ between compilers).
class KeyedEngine {
 public:
  using result_type = std::uint32_t;

  KeyedEngine(Seed seed, const DrawKey& key) : seed_(seed), counter_(counter_of(key)) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xffff'ffff; }

  /// The first four words are those of draw(seed, key).
  result_type operator()() {
    if (used_ == block_.size()) {
      block_ = philox_block(counter_, seed_);
      // The key fills the counter, so later blocks move the seed: an odd step never comes back within 2^64
      // blocks.
      seed_ += 0xd134'2543'de82'ef95U;
      used_ = 0;
    }
    return block_[used_++];
  }

 private:
  Seed seed_;
  Block counter_;
  Block block_{};
  std::size_t used_ = block_.size();
};

}  // namespace sim
