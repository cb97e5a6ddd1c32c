// Assumptions are drawn once per replicate and held for the horizon: in the real model, in the real ensemble.
//
// Requests come at 200 a year on average from residents so many that none is missed; their level is lognormal
// with mean 1 and standard deviation 0.2 and nothing else is uncertain. Given the level the five years are
// independent Poisson counts, so their sum has variance 1000 + (1000 x 0.2)^2 = 202.5^2; a model that drew
// the level anew each year would have 1000 + 5 (200 x 0.2)^2 = 94.9^2.

#include <cmath>
#include <numeric>

#include "sim/ensemble.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"
#include "tests/models/quiet.hpp"

using namespace model_test;

namespace {

constexpr std::uint32_t replicates = 1024;
constexpr int years = 5;
constexpr double each_year = 200, relative_sd = 0.2, luck = years * each_year;
constexpr double shared = luck * luck * relative_sd * relative_sd;  // variance of the sum by the held level

// Requests by member, replicate and calendar year.
using Requests = std::array<std::vector<std::array<double, years>>, sim::layer_members>;

const Requests& requests() {
  static const Requests all = [] {
    const int residents = 40000;
    const Subject s(
        england, quiet() + Changes{{"years", "6"},
                                   {"population.residents", std::to_string(residents)},
                                   {"population.births", "{ 2010 = " + std::to_string(residents) + " }"},
                                   {"request.rate_direct", "1.923077e-4"},
                                   {"request.local_level", "{ mean = 1, sd = 0.2, dist = \"lognormal\" }"}});
    const auto draws = sim::assumption_draws(s.config, sim::Design::mc, 3, replicates);
    const Figures f(s.model.layout());
    Requests out;
    const auto sink = [&](const sim::ReplicateBlock& block) {
      for (std::uint32_t i = 0; i < block.count; ++i) {
        auto& row = out[block.member].emplace_back();
        for (int y = 0; y < years; ++y)
          row[y] = static_cast<double>(f.at(block.row(i), "requests", std::to_string(2025 + y)));
      }
    };
    sim::run_ensemble(s.model, draws, {.seed = 3, .replicates = replicates, .threads = 2, .layers = true},
                      sink);
    return out;
  }();
  return all;
}

/// Five-year sums. `redrawn`: the mutant, whose every year comes from another draw of the assumptions.
std::vector<double> sums(const std::vector<std::array<double, years>>& rows, bool redrawn = false) {
  std::vector<double> out(replicates);
  for (std::uint32_t r = 0; r < replicates; ++r)
    for (int y = 0; y < years; ++y)
      out[r] += rows[redrawn ? (r + 397U * static_cast<unsigned>(y)) % replicates : r][y];
  return out;
}

// Relative standard error of a variance of n draws with the kurtosis of that lognormal, 3.66.
const double error_of_variance = std::sqrt((3.66 - 1) / replicates);
constexpr double accepted = 4.9;

bool is_held(double sd) { return std::abs(sd * sd / (shared + luck) - 1) < accepted * error_of_variance; }

}  // namespace

TEST_CASE("Model: the level of requests is held, so that five years spread to 202.5 and not to 94.9") {
  const auto held = sim::sd(sums(requests()[0]));
  INFO("standard deviation of five years " << held);
  CHECK(is_held(held));
  const auto redrawn = sim::sd(sums(requests()[0], true));
  INFO("of a model that draws the level every year " << redrawn);
  CHECK(redrawn == Approx(94.9).epsilon(0.12));
  CHECK_FALSE(is_held(redrawn));
}

TEST_CASE("Model: twins of a replicate share its assumptions, not its luck") {
  const auto& y = requests();
  const auto layers = sim::layers_of_variance(sums(y[0]), sums(y[1]), sums(y[2]));
  CHECK(std::abs(layers.assumptions.value - shared) < accepted * error_of_variance * shared);
  CHECK(std::abs(layers.luck.value - luck) < accepted * luck * std::sqrt(2.0 / replicates) * 1.2);
  CHECK(std::abs(layers.years.value) < accepted * std::sqrt(2 * shared * luck / replicates));
  // The mutant: twins with other assumptions.
  auto other = y;
  for (auto& twin : other) std::rotate(twin.begin(), twin.begin() + 397, twin.end());
  const auto spoilt = sim::layers_of_variance(sums(y[0]), sums(other[1]), sums(other[2]));
  CHECK_FALSE(std::abs(spoilt.assumptions.value - shared) < accepted * error_of_variance * shared);
  CHECK_FALSE(std::abs(spoilt.luck.value - luck) < accepted * luck * std::sqrt(2.0 / replicates) * 1.2);
}
