// The sampler on a target of known moments, badly scaled and correlated; a wrong target is told from it.

#include <cmath>

#include "sim/adaptive_metropolis.hpp"
#include "sim/chain_diagnostics.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

/// Two normals of sd 1 and 100 (times `stretch`) with correlation 0.9.
double density(std::span<const double> x, double stretch = 1) {
  const double a = x[0] / stretch, b = x[1] / 100 / stretch, r = 0.9;
  return -0.5 * (a * a - 2 * r * a * b + b * b) / (1 - r * r);
}

std::vector<std::vector<double>> walk(double stretch, std::size_t k, double* accepted = nullptr) {
  std::vector<std::vector<double>> chains;
  for (std::uint32_t c = 0; c < 4; ++c) {
    const auto chain = adaptive_metropolis([&](std::span<const double> x) { return density(x, stretch); },
                                           std::vector{0.5, -20.0}, SquareMatrix::identity(2),
                                           {.seed = 3, .chain = c, .warm_up = 4000, .draws = 10000});
    auto& of = chains.emplace_back();
    for (std::size_t i = 0; i < 10000; ++i) of.push_back(chain.draw(i)[k]);
    if (accepted != nullptr) *accepted = chain.accepted;
  }
  return chains;
}

/// Standard errors that the mean square of a coordinate is from its variance.
double z_of_variance(double stretch, std::size_t k, double variance) {
  std::vector<std::vector<double>> squares = walk(stretch, k);
  std::vector<double> all;
  for (auto& c : squares)
    for (double& x : c) all.push_back(x *= x);
  return (mean(all) - variance) / (sd(all) / std::sqrt(bulk_ess(squares)));
}

}  // namespace

TEST_CASE("Adaptive Metropolis finds scale and correlation by itself") {
  double accepted = 0;
  const auto first = walk(1, 0, &accepted), second = walk(1, 1);
  CHECK(accepted == Approx(0.234).margin(0.06));
  CHECK(r_hat(first) < 1.01);
  CHECK(r_hat(second) < 1.01);
  std::vector<double> a, b;
  for (const auto& c : first) a.insert(a.end(), c.begin(), c.end());
  for (const auto& c : second) b.insert(b.end(), c.begin(), c.end());
  CHECK(std::abs(mean(a)) / (sd(a) / std::sqrt(bulk_ess(first))) < 4.9);
  CHECK(std::abs(mean(b)) / (sd(b) / std::sqrt(bulk_ess(second))) < 4.9);
  CHECK(covariance(a, b) / (sd(a) * sd(b)) == Approx(0.9).margin(0.02));
  CHECK(std::abs(z_of_variance(1, 0, 1)) < 4.9);
  CHECK(std::abs(z_of_variance(1, 1, 1e4)) < 4.9);
}

TEST_CASE("A target a tenth wider is told from the right one") { CHECK(z_of_variance(1.15, 0, 1) > 4.9); }

TEST_CASE("Chains repeat, and differ from each other") {
  const auto run = [](std::uint32_t chain) {
    return adaptive_metropolis([](std::span<const double> x) { return density(x); }, std::vector{0.0, 0.0},
                               SquareMatrix::identity(2),
                               {.seed = 5, .chain = chain, .warm_up = 50, .draws = 50})
        .draws;
  };
  CHECK(run(0) == run(0));
  CHECK(run(0) != run(1));
}
