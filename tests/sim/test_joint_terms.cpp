// Groups of assumptions: what they explain together, and Shapley effects where they depend on one another.

#include <cmath>
#include <stdexcept>

#include "designed_draws.hpp"
#include "sim/joint_terms.hpp"
#include "tests/catch.hpp"

using namespace sim;
using namespace designed;

namespace {

constexpr std::uint32_t n = 4096;

std::vector<PreparedAssumption> prepared(const std::vector<std::vector<double>>& draws) {
  std::vector<PreparedAssumption> out;
  for (const auto& d : draws) out.emplace_back(d, scramble_of(n));
  return out;
}

void near(const Estimate& e, double truth) {
  INFO(e.value << " +- " << e.mcse << ", should be " << truth);
  CHECK(std::abs(e.value - truth) <= 7.7 * e.mcse + 1e-9);
  CHECK(e.mcse < 0.05);
}

}  // namespace

TEST_CASE("Shapley effects of two correlated normals") {
  // Y = b1 X1 + b2 X2, correlation rho (Owen and Prieur 2017): share of the first
  // (b1^2 (1 - rho^2 / 2) + b1 b2 rho + b2^2 rho^2 / 2) / Var Y.
  const double b1 = 3, b2 = 1, rho = 0.6;
  const auto z1 = normals("z1", n, 4), z2 = normals("z2", n, 4);
  std::vector<double> x2, y;
  for (std::uint32_t r = 0; r < n; ++r) {
    x2.push_back(rho * z1[r] + std::sqrt(1 - rho * rho) * z2[r]);
    y.push_back(b1 * z1[r] + b2 * x2[r]);
  }
  const auto all = prepared({z1, x2, normals("idle", n, 4)});
  const auto scramble = scramble_of(n);
  const std::vector<std::span<const double>> outcomes{y};
  const JointTerms terms(all, outcomes, scramble);
  const auto sets = dependent_sets(all, scramble);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0] == std::vector<std::size_t>{0, 1});
  const auto share = shapley_effects(terms, sets[0], y);
  const double variance = b1 * b1 + b2 * b2 + 2 * rho * b1 * b2;
  near(share[0], (b1 * b1 * (1 - rho * rho / 2) + b1 * b2 * rho + b2 * b2 * rho * rho / 2) / variance);
  near(share[1], (b2 * b2 * (1 - rho * rho / 2) + b1 * b2 * rho + b1 * b1 * rho * rho / 2) / variance);
  CHECK(share[0].value + share[1].value ==
        Approx(jackknife(explained(terms, sets[0], y)).value).epsilon(1e-9));
  const std::vector<std::size_t> seven(7, 0);
  CHECK_THROWS_AS(shapley_effects(terms, seven, y), std::invalid_argument);
}

TEST_CASE("A product is explained by both together and by neither alone") {
  const auto a = normals("a", n, 2), b = normals("b", n, 2), noise = normals("noise", n, 2);
  std::vector<double> y;
  for (std::uint32_t r = 0; r < n; ++r) y.push_back(a[r] * b[r] + noise[r]);
  const auto all = prepared({a, b});
  const auto scramble = scramble_of(n);
  const std::vector<std::span<const double>> outcomes{y};
  const JointTerms terms(all, outcomes, scramble);
  const std::vector<std::size_t> first{0}, both{0, 1};
  near(jackknife(explained(terms, first, y)), 0);
  near(jackknife(explained(terms, both, y)), 0.5);
  const auto share = shapley_effects(terms, both, y);
  near(share[0], 0.25);
  near(share[1], 0.25);
}

TEST_CASE("Many small assumptions explain together what each can hardly be seen to") {
  std::vector<std::vector<double>> draws;
  std::vector<double> y = normals("noise", n, 6);
  for (double& v : y) v *= 6;
  std::vector<std::size_t> members;
  for (int i = 0; i < 64; ++i) {
    draws.push_back(normals("small" + std::to_string(i), n, 6));
    for (std::uint32_t r = 0; r < n; ++r) y[r] += draws.back()[r];
    members.push_back(static_cast<std::size_t>(i));
  }
  const auto all = prepared(draws);
  const auto scramble = scramble_of(n);
  const std::vector<std::span<const double>> outcomes{y};
  const JointTerms terms(all, outcomes, scramble);
  CHECK(rows_for_joint_terms(64) == 256);
  CHECK_THROWS_AS(JointTerms(all, outcomes, std::span(scramble).first(255)), std::invalid_argument);
  near(jackknife(explained(terms, members, y)), 0.64);
}

TEST_CASE("Independent assumptions are not taken for dependent") {
  int found = 0;
  constexpr int runs = 20;
  for (Seed seed = 1; seed <= runs; ++seed) {
    std::vector<PreparedAssumption> all;
    for (int i = 0; i < 60; ++i) all.emplace_back(normals(std::to_string(i), 256, seed), scramble_of(256));
    found += static_cast<int>(dependent_sets(all, scramble_of(256)).size());
  }
  CHECK(found <= 3);  // Binomial(20, 0.01) exceeds 3 once in 24,000 times
}

TEST_CASE("Assumptions that do nothing explain nothing together, in a quasi-random run too") {
  // The figure is another assumption; 40 idle ones. Rows of a scramble balance one another, so that the usual
  // correction for the number of columns is too small; what is explained must be nought on average.
  constexpr int seeds = 40;
  constexpr std::uint32_t few = 1024;
  std::vector<double> found, usual;
  for (Seed seed = 1; seed <= seeds; ++seed) {
    const auto scramble = scramble_of(few);
    const auto y = normals("figure", few, seed);
    std::vector<std::vector<double>> columns;
    for (int i = 0; i < 40; ++i) columns.push_back(normals("idle" + std::to_string(i), few, seed));
    const LeftOutRegression regression({columns.begin(), columns.end()}, scramble);
    const auto fit = regression.fit(y);
    found.push_back(fit.explained[scrambles]);
    usual.push_back(1 - (1 - fit.raw[scrambles]) * (few - 1) / (few - 41.0));
  }
  const double root = std::sqrt(static_cast<double>(seeds));
  INFO(mean(found) << " +- " << sd(found) / root << ", the usual correction " << mean(usual) << " +- "
                   << sd(usual) / root);
  CHECK(std::abs(mean(found)) <= 4.9 * sd(found) / root);
  CHECK(mean(usual) > 4.9 * sd(usual) / root);  // what would be reported without it
}
