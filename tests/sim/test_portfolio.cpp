// Portfolios against every selection by hand, and the rules that limits and ties follow.

#include <cmath>
#include <stdexcept>

#include "designed_draws.hpp"
#include "sim/portfolio.hpp"
#include "tests/catch.hpp"

using namespace sim;
using namespace designed;

namespace {

constexpr std::uint32_t n = 512;

std::vector<double> around(double mean, double sd, const std::string& name) {
  auto out = normals(name, n, 1);
  for (double& v : out) v = mean + sd * v;
  return out;
}

}  // namespace

TEST_CASE("The knapsack: best means within the budget, not the best ratios") {
  // Ratios prefer the first (60 for 10); the best within 50 are the second and third (220).
  const ActionEffects e(
      {std::vector<double>(n, 60), std::vector<double>(n, 100), std::vector<double>(n, 120)});
  const PortfolioLimits limits{.cost = {10, 20, 30}, .staff = {0, 0, 0}, .budget = 50};
  const auto all = allowed_portfolios(e, limits);
  CHECK(all.size() == 7);
  CHECK(all.front().chosen == 0b110U);
  CHECK(all.front().mean == 220);
  CHECK(all.front().cost == 50);
  const auto frontier = efficient_frontier(all);
  std::vector<Selection> chosen;
  for (const auto& p : frontier) chosen.push_back(p.chosen);
  CHECK(chosen == std::vector<Selection>{0b000, 0b001, 0b010, 0b011, 0b101, 0b110});
  CHECK(times_chosen(all.front(), e, limits, scramble_of(n)) == 16);
}

TEST_CASE("Staff, exclusions, needs and what two do together") {
  const std::vector<std::vector<double>> alone{std::vector<double>(n, 10), std::vector<double>(n, 9),
                                               std::vector<double>(n, 8), std::vector<double>(n, -1)};
  PortfolioLimits limits{.cost = {1, 1, 1, 1}, .staff = {2, 2, 2, 1}, .staff_limit = 4};
  CHECK(allowed_portfolios(ActionEffects(alone), limits).front().chosen == 0b0011U);
  limits.excludes = {{0, 1}};
  CHECK(allowed_portfolios(ActionEffects(alone), limits).front().chosen == 0b0101U);
  limits.needs = {{2, 3}};  // the third only with the fourth: too many staff beside another
  CHECK(allowed_portfolios(ActionEffects(alone), limits).front().chosen == 0b0001U);
  limits = {.cost = {1, 1, 1, 1}, .staff = {0, 0, 0, 0}};
  const ActionEffects rivals(alone, {{0, 1, std::vector<double>(n, -9.5)}});  // both do the same thing
  const auto best = allowed_portfolios(rivals, limits).front();
  CHECK(best.chosen == 0b0101U);
  CHECK(rivals.of(0b0011)[7] == 9.5);
  CHECK(best.mean == 18);
}

TEST_CASE("Every selection equals the sum of its parts in every replicate") {
  std::vector<std::vector<double>> alone;
  for (int i = 0; i < 8; ++i) alone.push_back(around(10.0 * i - 20, 5 + i, std::to_string(i)));
  const ActionEffects e(alone, {{1, 6, around(-15, 3, "both")}});
  PortfolioLimits limits{
      .cost = {5, 4, 3, 8, 6, 7, 2, 9}, .staff = std::vector<double>(8, 1.0), .budget = 20};
  const auto all = allowed_portfolios(e, limits);
  double greatest = -1e9;
  std::size_t count = 0;
  for (Selection s = 0; s < 256; ++s) {
    double cost = 0;
    for (int i = 0; i < 8; ++i) cost += (s >> i & 1U) != 0 ? limits.cost[i] : 0;
    if (cost > 20) continue;
    ++count;
    greatest = std::max(greatest, mean(e.of(s)));
  }
  CHECK(all.size() == count);
  CHECK(all.front().mean == Approx(greatest));
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].mean >= all[i].mean);
  for (const auto& p : efficient_frontier(all))
    for (const auto& q : all) CHECK_FALSE((q.cost <= p.cost && q.mean > p.mean));
}

TEST_CASE("The robust choice is best in its worst tenth, found as if all were tried") {
  std::vector<std::vector<double>> alone;
  for (int i = 0; i < 7; ++i) alone.push_back(around(5 + i, 1.0 + i * i, std::to_string(i)));
  const ActionEffects e(alone);
  const PortfolioLimits limits{
      .cost = std::vector<double>(7, 1.0), .staff = std::vector<double>(7, 0.0), .budget = 3};
  const auto all = allowed_portfolios(e, limits);
  const auto robust = robust_portfolio(all, e);
  double best = -1e9;
  for (const auto& p : all) best = std::max(best, mean_of_worst(e.of(p.chosen), 0.1));
  CHECK(mean_of_worst(e.of(robust.chosen), 0.1) == best);
  CHECK(robust.chosen != all.front().chosen);
  CHECK(robust.mean <= all.front().mean);
}

TEST_CASE("Mean of the worst part, the last value in part") {
  CHECK(mean_of_worst({5, 1, 3, 2, 4}, 0.4) == 1.5);
  CHECK(mean_of_worst({5, 1, 3, 2, 4}, 0.5) == Approx((1 + 2 + 0.5 * 3) / 2.5));
  CHECK(mean_of_worst({5, 1, 3, 2, 4}, 1) == 3);
}

TEST_CASE("Actions that are not worth it are not taken; ties go to the cheaper") {
  const ActionEffects e({std::vector<double>(n, -5), std::vector<double>(n, 0)});
  const PortfolioLimits limits{.cost = {1, 1}, .staff = {0, 0}};
  const auto all = allowed_portfolios(e, limits);
  CHECK(all.front().chosen == 0);
  CHECK(efficient_frontier(all).size() == 1);
  CHECK_THROWS_AS(ActionEffects(std::vector<std::vector<double>>(21)), std::invalid_argument);
}

TEST_CASE("A choice that hangs on chance is told by leaving out scrambles") {
  // Two rivals as good as one another: which is the better depends on the replicates.
  const ActionEffects e({around(100, 50, "one"), around(100, 50, "other")});
  const ActionEffects noisy({normals("p", n, 1, Design::mc), normals("q", n, 1, Design::mc)});
  PortfolioLimits limits{.cost = {1, 1}, .staff = {0, 0}, .budget = 1};
  const auto best = allowed_portfolios(noisy, limits).front();
  CHECK(times_chosen(best, noisy, limits, scramble_of(n)) <= 16);
  limits.budget = 2;
  CHECK(times_chosen(allowed_portfolios(e, limits).front(), e, limits, scramble_of(n)) == 16);
}
