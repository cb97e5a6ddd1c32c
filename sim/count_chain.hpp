#pragma once
// Counts by age and state that are followed from year to year, with rates learnt from counted transitions:
// what is not known of the rates is drawn once and held for all years.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/key.hpp"

namespace sim {

/// What was counted, years pooled. Ages 0 to ages - 1; a year makes everybody a year older, and whoever grows
/// beyond the last age leaves. Arrays are row-major in the order of their indices.
struct ChainCounts {
  std::size_t ages = 0, states = 0;
  std::vector<double> moves;     ///< [age][state][state to, then "left"]: from that age on, within a year
  std::vector<double> joined;    ///< [age][state]: found at that age in that state, outside a year before
  std::vector<double> exposure;  ///< [age]: people who could have joined at that age, summed over years
  std::vector<double> start;     ///< [age][state]: where the forecast begins
  std::vector<std::vector<double>> people;  ///< [year][age]: who can join, by year of the forecast
};

/// Rates of a chain.
struct ChainRates {
  std::vector<double> moves;   ///< [age][state][state to, then "left"]: probabilities
  std::vector<double> joined;  ///< [age][state]: expected number per person
};

/// Rates as a posterior: every row of moves Dirichlet, numbers joined gamma, states joined Dirichlet. The
/// prior of a row is worth one transition (or one child who joined) at what all ages together show, so that
/// ages with few children learn from the others.
class ChainPosterior {
 public:
  /// Throws std::invalid_argument for arrays of other lengths, and for counts that are negative or not
  /// finite.
  explicit ChainPosterior(ChainCounts counts);

  ChainRates mean() const;
  /// Every uncertain number is keyed by (seed, replicate, age, state, state to), and by nothing else.
  ChainRates draw(Seed seed, std::uint32_t replicate) const;

  /// Expected counts [year][state], year 0 the start, by the exact recursion.
  std::vector<double> expected(const ChainRates& rates) const;
  /// Counts [year][state] of one replicate: children move one by one (multinomial), those who join are
  /// Poisson.
  std::vector<double> simulate(const ChainRates& rates, Seed seed, std::uint32_t replicate) const;

  const ChainCounts& counts() const { return counts_; }
  std::size_t years() const { return counts_.people.size(); }

 private:
  std::size_t row(std::size_t age, std::size_t state) const {
    return (age * counts_.states + state) * (counts_.states + 1);
  }
  ChainCounts counts_;
  std::vector<double> alpha_;         ///< of moves
  std::vector<double> shape_, rate_;  ///< of numbers joined by age
  std::vector<double> mix_;           ///< of states joined: [age][state]
};

}  // namespace sim
