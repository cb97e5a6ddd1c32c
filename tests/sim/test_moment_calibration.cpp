// Calibration by exact means: closed forms, quadrature, and simulation-based calibration of a model of
// counts.

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/moment_calibration.hpp"
#include "sim/rank_statistics.hpp"
#include "sim/sample.hpp"
#include "sim/triangular.hpp"
#include "sim/weighted.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

NoisyData data_of(std::vector<double> values, double variance, bool grows = false, double at = 1) {
  NoisyData d;
  const std::size_t n = values.size();
  d.values = std::move(values);
  d.luck = SquareMatrix(n);
  for (std::size_t i = 0; i < n; ++i) d.luck(i, i) = variance;
  d.luck_at.assign(n, at);
  d.luck_grows.assign(n, grows);
  d.discrepancy.assign(n, 0.0);
  return d;
}

std::vector<double> of(const MomentPosterior& p, std::size_t k) {
  std::vector<double> out;
  for (std::size_t i = 0; i < p.draws; ++i) out.push_back(p.draw(i)[k]);
  return out;
}

struct Moments {
  double mean = 0, sd = 0;
};
Moments moments(const MomentPosterior& p, std::size_t k) {
  const auto w = weights_of(p.log_weights);
  const auto x = of(p, k);
  return {weighted_mean(x, w), std::sqrt(weighted_covariance(x, x, w))};
}

/// Counts that grow: level, trend, and an unknown that touches nothing.
void counts(std::span<const double> z, std::span<double> m) {
  for (std::size_t t = 0; t < m.size(); ++t)
    m[t] = 100 * std::exp(0.3 * z[0] + 0.1 * static_cast<double>(t) * z[1]);
}

}  // namespace

TEST_CASE("Linear means: the posterior is the normal one that conditioning gives") {
  // Fifteen unknowns, of which twelve are emulated and three integrated out; three correlated observations.
  const std::size_t n = 15;
  const auto slope = [](std::size_t i, std::size_t k) {
    return std::sin(1.0 + static_cast<double>(3 * i + k * k)) * (k < 13 ? 8 : 1);
  };
  const MeansAt means = [&](std::span<const double> z, std::span<double> m) {
    for (std::size_t i = 0; i < 3; ++i) {
      m[i] = 100;
      for (std::size_t k = 0; k < n; ++k) m[i] += slope(i, k) * z[k];
    }
  };
  auto data = data_of({130, 80, 95}, 25);
  data.luck(0, 1) = data.luck(1, 0) = 15;
  const auto p = calibrate_by_moments(n, means, data, {.seed = 4, .draws = 2000});
  CHECK(p.emulated.size() == 12);
  CHECK(p.emulator_error < 0.01);
  SquareMatrix s = data.luck;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < n; ++k) s(i, j) += slope(i, k) * slope(j, k);
  const auto l = cholesky(s);
  std::vector<double> r{30, -20, -5};
  solve_cholesky(l, r);
  for (std::size_t k = 0; k < n; ++k) {
    INFO("unknown " << k);
    std::vector<double> column(3);
    double mean = 0, taken = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      mean += slope(i, k) * r[i];
      column[i] = slope(i, k);
    }
    solve_lower(l, column);
    for (const double x : column) taken += x * x;
    const double sd = std::sqrt(1 - taken);
    const auto found = moments(p, k);
    CHECK(p.linear_shrinkage[k] == Approx(taken).margin(1e-6));
    CHECK(std::abs(found.mean - mean) < 4.9 * sd / std::sqrt(p.effective / 2));
    CHECK(std::abs(found.sd / sd - 1) < 4.9 / std::sqrt(p.effective));
  }
}

TEST_CASE("A count of a multiplied rate: the posterior is the one that quadrature gives") {
  const double y = 40;
  const MeansAt mean = [](std::span<const double> z, std::span<double> m) {
    m[0] = std::exp(4 + 0.5 * z[0]);
  };
  const auto p = calibrate_by_moments(1, mean, data_of({y}, 1, true, 1), {.seed = 9, .draws = 2000});
  double total = 0, first = 0, second = 0;
  for (double z = -8; z < 8; z += 1e-3) {
    const double m = std::exp(4 + 0.5 * z);
    const double density = std::exp(-0.5 * z * z - 0.5 * (y - m) * (y - m) / m) / std::sqrt(m);
    total += density;
    first += density * z;
    second += density * z * z;
  }
  const double centre = first / total, sd = std::sqrt(second / total - centre * centre);
  const auto found = moments(p, 0);
  CHECK(std::abs(found.mean - centre) < 4.9 * sd / std::sqrt(p.effective / 2));
  CHECK(std::abs(found.sd / sd - 1) < 4.9 / std::sqrt(p.effective));
  CHECK(p.effective > 0.9 * 2000);  // the emulator was a good proposal
}

TEST_CASE("Data without a message leave the prior as it was") {
  const MeansAt nothing = [](std::span<const double>, std::span<double> m) { m[0] = 100; };
  const auto p = calibrate_by_moments(2, nothing, data_of({107}, 25), {.seed = 2, .draws = 1000});
  CHECK(p.emulated.empty());
  const auto found = moments(p, 1);
  CHECK(std::abs(found.mean) < 4.9 / std::sqrt(1000.0));
  CHECK(std::abs(found.sd - 1) < 4.9 / std::sqrt(2000.0));
  CHECK_THROWS_AS(calibrate_by_moments(2, nothing, data_of({}, 1), {}), std::invalid_argument);
}

TEST_CASE("Calibration repeats, whatever the number of threads") {
  const auto data = data_of({120, 130, 150}, 100, true, 100);
  const auto run = [&](unsigned threads) {
    return calibrate_by_moments(3, counts, data,
                                {.seed = 6, .draws = 50, .warm_up = 200, .steps = 400, .threads = threads})
        .z;
  };
  CHECK(run(1) == run(3));
}

TEST_CASE(
    "Simulation-based calibration of counts: ranks of the truth are uniform, and not if noise is misjudged",
    "[heavy]") {
  const auto chi_squares = [](double noise) {
    KeyedEngine words(20, {0, 4, 0, 1});
    const auto normal = [&] {
      const auto high = words();
      return inverse_normal(unit53(high, words()));
    };
    std::vector<std::vector<std::size_t>> ranks(3);
    for (std::uint32_t set = 0; set < 300; ++set) {
      std::vector<double> truth{normal(), normal(), normal()}, y(4);
      counts(truth, y);
      for (double& m : y) m += std::sqrt(m) * normal();
      const auto p = calibrate_by_moments(
          3, counts, data_of(y, 100 * noise, true, 100),
          {.seed = set, .draws = 99, .warm_up = 500, .steps = 1500, .checked = 8, .enough = 1, .threads = 1});
      const auto w = weights_of(p.log_weights);
      const auto kept = resampled(w, 99, unit(words()));
      for (std::size_t k = 0; k < 3; ++k) {
        std::vector<double> draws;
        for (const auto i : kept) draws.push_back(p.draw(i)[k]);
        ranks[k].push_back(rank_of(draws, truth[k], unit(words())));
      }
    }
    std::vector<double> out;
    for (const auto& of_one : ranks) out.push_back(uniform_chi_square(rank_histogram(of_one, 99)));
    return out;
  };
  for (const double x : chi_squares(1)) CHECK(x < rank_limit);
  CHECK(chi_squares(0.25)[0] > rank_limit);
}
