#include "sim/rank_statistics.hpp"

#include <stdexcept>

namespace sim {

std::size_t rank_of(std::span<const double> draws, double truth, double u) {
  std::size_t below = 0, equal = 0;
  for (const double d : draws) {
    below += d < truth;
    equal += d == truth;
  }
  return below + static_cast<std::size_t>(u * static_cast<double>(equal + 1));
}

std::vector<std::size_t> rank_histogram(std::span<const std::size_t> ranks, std::size_t draws,
                                        std::size_t bins) {
  if (bins == 0 || (draws + 1) % bins != 0)
    throw std::invalid_argument("the bins of a rank histogram hold unequally many ranks");
  std::vector<std::size_t> counts(bins);
  for (const auto rank : ranks) {
    if (rank > draws) throw std::invalid_argument("a rank is larger than the number of draws");
    ++counts[rank / ((draws + 1) / bins)];
  }
  return counts;
}

double uniform_chi_square(std::span<const std::size_t> counts) {
  double n = 0;
  for (const auto c : counts) n += static_cast<double>(c);
  const double expected = n / static_cast<double>(counts.size());
  double total = 0;
  for (const auto c : counts)
    total += (static_cast<double>(c) - expected) * (static_cast<double>(c) - expected) / expected;
  return total;
}

}  // namespace sim
