// Shapley values: by hand, against every order, and their laws on random games.

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

#include "sim/shapley.hpp"
#include "tests/catch.hpp"

using sim::Coalition;

namespace {

/// A game in whole pence, large against its differences as a spend is.
std::vector<double> random_game(std::size_t players, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::vector<double> worth(std::size_t{1} << players);
  for (double& w : worth) w = 3e11 + static_cast<double>(generator() % 1'000'000'000);
  return worth;
}

/// The mean of what a player adds over all n! orders: the definition.
std::vector<double> brute_force(const std::vector<double>& worth, std::size_t n, std::size_t& orders) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> sum(n, 0.0);
  orders = 0;
  do {
    ++orders;
    Coalition s = 0;
    for (const std::size_t i : order) {
      const Coalition with = s | Coalition{1} << i;
      sum[i] += worth[with] - worth[s];
      s = with;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& x : sum) x /= static_cast<double>(orders);
  return sum;
}

/// The worth of the coalitions that a plan wants.
std::vector<double> worth_of(const sim::AttributionPlan& plan, const std::vector<double>& game,
                             std::uint32_t replicate) {
  std::vector<double> out;
  for (const Coalition s : plan.wanted(replicate)) out.push_back(game[s]);
  return out;
}

double total(const std::vector<double>& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

}  // namespace

TEST_CASE("Two actions that help each other share what they do together") {
  // None 100, the first alone saves 10, the second 20, both 40: 10 more than their sum.
  const auto a = sim::exact_attribution(std::vector<double>{100, 90, 80, 60});
  CHECK(a.share == std::vector<double>{-15, -25});
  CHECK(a.alone == std::vector<double>{-10, -20});
  CHECK(a.last == std::vector<double>{-20, -30});
  CHECK(a.pair == std::vector<double>{-10});
}

TEST_CASE("Six actions equal the mean over all 720 orders, and add up") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto worth = random_game(6, seed);
    std::size_t orders = 0;
    const auto expected = brute_force(worth, 6, orders);
    REQUIRE(orders == 720);
    const auto a = sim::exact_attribution(worth);
    for (std::size_t i = 0; i < 6; ++i) CHECK(a.share[i] == Approx(expected[i]).epsilon(1e-11).margin(1e-4));
    CHECK(std::abs(total(a.share) - (a.all - a.none)) <= 1e-9 * std::abs(a.all - a.none));
  }
}

TEST_CASE("A null action gets nothing, twins get the same") {
  const auto base = random_game(6, 7);
  std::vector<double> null = base, twins = base;
  for (Coalition s = 0; s < base.size(); ++s) {
    null[s] = base[s & ~Coalition{4}];  // player 2 changes nothing
    // Players 1 and 4 count for the same: only how many of them there are matters.
    const auto both = Coalition{2 | 16};
    const auto many = std::popcount(s & both);
    twins[s] = base[(s & ~both) | (many == 0 ? 0 : many == 1 ? 2 : both)];
  }
  CHECK(sim::exact_attribution(null).share[2] == 0);
  CHECK(sim::exact_attribution(null).alone[2] == 0);
  const auto a = sim::exact_attribution(twins);
  CHECK(a.share[1] == a.share[4]);
  CHECK(a.share[1] != a.share[0]);
}

TEST_CASE("A single action is the whole of it") {
  const auto a = sim::exact_attribution(std::vector<double>{5, 3});
  CHECK(a.share == std::vector<double>{-2});
  CHECK(a.pair.empty());
}

TEST_CASE("Sampled orders add up in every replicate and are right on average") {
  constexpr std::size_t players = 8;
  const auto game = random_game(players, 3);
  std::size_t orders = 0;
  const auto expected = brute_force(game, players, orders);
  const sim::AttributionPlan plan(players, 0, 11, 12);
  CHECK_FALSE(plan.exact());
  CHECK(plan.pairs() == 4);
  constexpr std::uint32_t replicates = 4000;
  std::vector<double> sum(players), squares(players);
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const auto worth = worth_of(plan, game, r);
    REQUIRE(worth.size() == plan.coalitions());
    const auto a = plan.attribute(r, worth);
    CHECK(std::abs(total(a.share) - (a.all - a.none)) <= 1e-9 * std::abs(a.all - a.none));
    for (std::size_t i = 0; i < players; ++i) {
      sum[i] += a.share[i];
      squares[i] += a.share[i] * a.share[i];
      if (!std::isnan(a.alone[i])) CHECK(a.alone[i] == game[Coalition{1} << i] - game[0]);
      if (!std::isnan(a.last[i]))
        CHECK(a.last[i] == game.back() - game[(game.size() - 1) ^ (Coalition{1} << i)]);
    }
  }
  for (std::size_t i = 0; i < players; ++i) {
    const double mean = sum[i] / replicates;
    const double error = std::sqrt((squares[i] / replicates - mean * mean) / replicates);
    CHECK(error > 0);
    CHECK(std::abs(mean - expected[i]) <= 4.9 * error);  // two-sided false alarm 1e-6 for each player
  }
  // Shares by pair have the share as their mean.
  const auto worth = worth_of(plan, game, 5);
  const auto by_pair = plan.shares_by_pair(5, worth);
  double first = 0;
  for (std::size_t p = 0; p < plan.pairs(); ++p) first += by_pair[p * players];
  CHECK(first / static_cast<double>(plan.pairs()) == Approx(plan.attribute(5, worth).share[0]));
}

TEST_CASE("In sampled orders too a null action gets nothing") {
  auto game = random_game(7, 9);
  for (Coalition s = 0; s < game.size(); ++s) game[s] = game[s & ~Coalition{8}];
  const sim::AttributionPlan plan(7, 3, 1, 12);
  for (std::uint32_t r = 0; r < 50; ++r) CHECK(plan.attribute(r, worth_of(plan, game, r)).share[3] == 0);
}
