// Ranks of the truth among posterior draws: uniform for a right posterior, and only for it.

#include <boost/math/distributions/chi_squared.hpp>
#include <stdexcept>

#include "sim/rank_statistics.hpp"
#include "sim/sample.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

/// Ranks of 400 truths theta ~ N(0,1) seen as y ~ N(theta,1), against 99 draws from a posterior whose mean
/// and standard deviation are stretched.
double chi_square(double mean_factor, double sd_factor) {
  KeyedEngine words(7, {0, 1, 0, 1});
  const auto normal = [&] {
    const auto high = words();
    return inverse_normal(unit53(high, words()));
  };
  std::vector<std::size_t> ranks;
  for (int i = 0; i < 400; ++i) {
    const double truth = normal(), y = truth + normal();
    std::vector<double> draws(99);
    for (double& d : draws) d = mean_factor * y / 2 + sd_factor * normal() * std::sqrt(0.5);
    ranks.push_back(rank_of(draws, truth, unit(words())));
  }
  return uniform_chi_square(rank_histogram(ranks, 99));
}

}  // namespace

TEST_CASE("The limit is the 99.99 % point of chi-square with 19 degrees of freedom") {
  const boost::math::chi_squared_distribution<> chi_square_19(rank_bins - 1);
  CHECK(quantile(chi_square_19, 0.9999) == Approx(rank_limit).margin(0.0005));
}

TEST_CASE("Ranks accept the right posterior and refuse one that is too narrow, too wide or off") {
  CHECK(chi_square(1, 1) < rank_limit);
  CHECK(chi_square(1, 0.7) > rank_limit);
  CHECK(chi_square(1, 1.4) > rank_limit);
  CHECK(chi_square(0.2, 1) > rank_limit);
}

TEST_CASE("Draws equal to the truth share its rank out") {
  const std::vector<double> draws(9, 4.0);
  CHECK(rank_of(draws, 4, 0.01) == 0);
  CHECK(rank_of(draws, 4, 0.55) == 5);
  CHECK(rank_of(draws, 4, 0.99) == 9);
  CHECK(rank_of(draws, 5, 0.5) == 9);
}

TEST_CASE("Unequal bins and impossible ranks are refused") {
  const std::vector<std::size_t> ranks{0, 99};
  CHECK_THROWS_AS(rank_histogram(ranks, 100), std::invalid_argument);
  CHECK_THROWS_AS(rank_histogram(ranks, 59), std::invalid_argument);
  CHECK(rank_histogram(ranks, 99).back() == 1);
}
