// Approximate Bayesian computation where the posterior is known.

#include <array>
#include <cmath>
#include <stdexcept>

#include "sim/abc_smc.hpp"
#include "sim/sample.hpp"
#include "sim/weighted.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

constexpr double noise = 0.5;

/// Two observations: of the sum and of the difference of the first two unknowns; the third touches neither.
void simulate(std::span<const double> z, std::uint32_t which, std::span<double> out) {
  const auto words = draw(99, {which, 5, 0, 1});
  out[0] = z[0] + z[1] + noise * inverse_normal(unit(words[0]));
  out[1] = z[0] - z[1] + noise * inverse_normal(unit(words[1]));
}

struct Found {
  double mean = 0, sd = 0;
};
Found found(const AbcPosterior& p, const std::vector<double>& z, std::size_t k) {
  std::vector<double> x;
  for (std::size_t i = 0; i < p.particles(); ++i) x.push_back(z[i * 3 + k]);
  return {weighted_mean(x, p.weights), std::sqrt(weighted_covariance(x, x, p.weights))};
}

AbcPosterior run(unsigned threads = 0, std::size_t simulations = 12000) {
  SquareMatrix scale(2);
  scale(0, 0) = scale(1, 1) = noise * noise;
  return calibrate_by_simulation(
      3, simulate, std::array{1.5, -0.5}, scale,
      {.seed = 8, .particles = 1000, .most_simulations = simulations, .threads = threads});
}

}  // namespace

TEST_CASE("ABC with regression adjustment finds the normal posterior, and without it stays too wide") {
  const auto p = run();
  // Sum and difference are independent: each has prior variance 2 and noise 1/4, so weight 8/9; a half each.
  const double mean_0 = (1.5 * 8 / 9 + -0.5 * 8 / 9) / 2, mean_1 = (1.5 * 8 / 9 - -0.5 * 8 / 9) / 2;
  const double sd = std::sqrt(2 * (2 * 0.25 / 2.25) / 4);
  CHECK(p.searched == std::vector<std::size_t>{0, 1});
  CHECK(p.effective > 200);
  for (const auto& [k, mean] : {std::pair{0, mean_0}, std::pair{1, mean_1}}) {
    const auto adjusted = found(p, p.z, static_cast<std::size_t>(k));
    CHECK(std::abs(adjusted.mean - mean) < 4.9 * sd / std::sqrt(p.effective));
    CHECK(std::abs(adjusted.sd / sd - 1) < 4.9 / std::sqrt(2 * p.effective) + 0.03);
    CHECK(found(p, p.raw, static_cast<std::size_t>(k)).sd > 1.08 * sd);
  }
  const auto untouched = found(p, p.z, 2);
  CHECK(std::abs(untouched.mean) < 4.9 / std::sqrt(p.effective));
  CHECK(std::abs(untouched.sd - 1) < 4.9 / std::sqrt(2 * p.effective));
}

TEST_CASE("Tolerances fall from population to population, within the simulations that are allowed") {
  const auto p = run();
  REQUIRE(p.populations.size() >= 3);
  for (std::size_t i = 1; i < p.populations.size(); ++i)
    CHECK(p.populations[i].tolerance < p.populations[i - 1].tolerance);
  CHECK(p.populations.back().simulations <= 12000);
}

TEST_CASE("ABC repeats, whatever the number of threads") { CHECK(run(1, 5000).z == run(3, 5000).z); }

TEST_CASE("Nothing to compare with, or too few particles, is refused") {
  CHECK_THROWS_AS(calibrate_by_simulation(3, simulate, {}, SquareMatrix(0), {}), std::invalid_argument);
  CHECK_THROWS_AS(calibrate_by_simulation(3, simulate, std::array{0.0, 0.0}, SquareMatrix::identity(2),
                                          {.particles = 10}),
                  std::invalid_argument);
}
