// Scores of forecasts against known answers and against brute force.

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/sample.hpp"
#include "sim/scores.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

/// n equally likely quantiles of a distribution given by its quantile function.
template <class Quantile>
std::vector<double> quantile_sample(std::size_t n, const Quantile& quantile) {
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  return out;
}

}  // namespace

TEST_CASE("CRPS of the standard normal distribution at 1") {
  CHECK(crps_of_normal(0, 1, 1) == Approx(0.6024413576).margin(1e-10));
  CHECK(crps_of_normal(3, 2, 5) == Approx(2 * 0.6024413576).margin(1e-9));  // it scales with the unit
  CHECK(crps_of_normal(3, 2, 1) == Approx(crps_of_normal(3, 2, 5)));        // and does not mind the side
  CHECK(crps_of_normal(3, 0, 5) == 2);                                      // certain: the absolute error
}

TEST_CASE("CRPS of a Poisson count with mean 3 at 1") {
  std::vector<double> p{std::exp(-3.0)};
  for (int k = 1; k < 60; ++k) p.push_back(p.back() * 3 / k);
  CHECK(crps_of_counts(p, 1) == Approx(1.143447461).margin(1e-9));
  CHECK(crps_of_counts(std::array{0.0, 0.0, 1.0}, 5) == 3);   // certain: two, and it was five
  CHECK(crps_of_counts(std::array{0.0, 0.0, 1.0}, -1) == 3);  // or one less than nought
  CHECK(crps_of_counts(std::array{0.5, 0.5}, 0.5) == Approx(0.25));
}

TEST_CASE("CRPS of a sample tends to that of its distribution, and counts all pairs") {
  const auto normal = quantile_sample(20000, inverse_normal);
  CHECK(crps_of_sample(normal, 1) == Approx(0.6024413576).margin(2e-4));
  const std::vector<double> x{1, 2, 4, 8};
  double near = 0, pairs = 0;
  for (const double a : x) {
    near += std::abs(a - 3) / 4;
    for (const double b : x) pairs += std::abs(a - b) / 16;
  }
  CHECK(crps_of_sample(x, 3) == Approx(near - pairs / 2));
  CHECK(std::isnan(crps_of_sample({}, 1)));
}

TEST_CASE("CRPS of a lognormal distribution and of a mixture, against samples of them") {
  const auto lognormal =
      quantile_sample(200000, [](double u) { return std::exp(0.4 + 0.3 * inverse_normal(u)); });
  for (const double y : {0.5, 1.5, 3.0})
    CHECK(crps_of_lognormal(0.4, 0.3, y) == Approx(crps_of_sample(lognormal, y)).margin(2e-4));
  const std::array one{NormalMember{1, 2, 3}};
  CHECK(crps_of_mixture(one, 4) == Approx(crps_of_normal(2, 3, 4)));
  const std::array two{NormalMember{0.25, -1, 0.5}, NormalMember{0.75, 2, 1}};
  auto mixed = quantile_sample(50000, [](double u) { return -1 + 0.5 * inverse_normal(u); });
  const auto second = quantile_sample(150000, [](double u) { return 2 + inverse_normal(u); });
  mixed.insert(mixed.end(), second.begin(), second.end());
  std::sort(mixed.begin(), mixed.end());
  for (const double y : {-2.0, 0.0, 2.5})
    CHECK(crps_of_mixture(two, y) == Approx(crps_of_sample(mixed, y)).margin(2e-4));
}

TEST_CASE("The interval score adds to the width what lies outside, and the weighted one tends to the CRPS") {
  const PredictionInterval interval{0.9, 10, 20};
  CHECK(interval_score(interval, 15) == 10);
  CHECK(interval_score(interval, 22) == Approx(10 + 2 / 0.1 * 2));
  CHECK(interval_score(interval, 9) == Approx(10 + 2 / 0.1 * 1));
  // Bracher et al. (2021): (1/2 |y - m| + sum alpha_k / 2 IS_k) / (K + 1/2).
  CHECK(weighted_interval_score(14, std::array{interval}, 22) == Approx((0.5 * 8 + 0.05 * (10 + 40)) / 1.5));
  std::vector<PredictionInterval> many;
  for (int k = 1; k < 1000; ++k) {
    const double level = k / 1000.0, z = inverse_normal(0.5 + level / 2);
    many.push_back({level, -z, z});
  }
  CHECK(weighted_interval_score(0, many, 1) == Approx(0.6024413576).margin(2e-3));
}

TEST_CASE("Percentile of an outturn, error in per cent, and skill") {
  const std::vector<double> x{1, 2, 2, 3};
  CHECK(percentile_of(x, 0) == 0);
  CHECK(percentile_of(x, 2) == 0.5);
  CHECK(percentile_of(x, 2.5) == 0.75);
  CHECK(percentile_of(x, 9) == 1);
  CHECK(percentage_error(110, 100) == Approx(10));  // SCAP: 100 (forecast - actual) / actual
  CHECK(percentage_error(90, 120) == Approx(-25));
  CHECK(skill(8, 10) == Approx(0.2));
}
