// Moments and quantiles against R, order-statistic intervals against tables, errors against theory.

#include <array>
#include <cmath>
#include <numeric>

#include "sim/design.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {
std::vector<double> independent_normals(Seed seed, std::uint32_t n) {
  std::vector<double> z(n);
  for (std::uint32_t r = 0; r < n; ++r) z[r] = inverse_normal(design_point(Design::mc, seed, 1, r, n));
  return z;
}
}  // namespace

TEST_CASE("Quantiles are of type 7, as R gives them") {
  const std::vector<double> x{7, 1, 15, 36, 39, 40, 41, 42, 43, 47, 49};
  const std::array p{0.0, 0.1, 0.25, 0.5, 0.77, 1.0};
  const auto q = quantiles(x, p);  // R: quantile(x, c(0, .1, .25, .5, .77, 1))
  const std::array expected{1.0, 7.0, 25.5, 40.0, 42.7, 49.0};
  for (std::size_t i = 0; i < p.size(); ++i) CHECK(q[i] == Approx(expected[i]));
  CHECK(quantile(std::vector<double>{3}, 0.9) == 3);
  CHECK(std::isnan(quantile({}, 0.5)));
}

TEST_CASE("Moments are exact where a plain sum would lose digits") {
  CHECK(sum(std::vector<double>{1e16, 1.0, -1e16}) == 1.0);
  const std::vector<double> x{2, 4, 4, 4, 5, 5, 7, 9};
  CHECK(mean(x) == 5.0);
  CHECK(sd(x) == Approx(std::sqrt(32.0 / 7)));
  CHECK(minimum(x) == 2);
  CHECK(maximum(x) == 9);
  CHECK(std::isnan(sd(std::vector<double>{1})));
}

TEST_CASE("The interval of a median is that of the tables") {
  std::vector<double> sorted(100);
  std::iota(sorted.begin(), sorted.end(), 1.0);
  const Interval median = sorted_quantile_interval(sorted, 0.5);  // n = 100: the 40th and 61st
  CHECK(median.low == 40);
  CHECK(median.high == 61);
  CHECK(std::isnan(sorted_quantile_interval(std::span(sorted).first(5), 0.5).low));  // 2/2^5 > 5 %
  CHECK(sorted_quantile_interval(std::span(sorted).first(6), 0.5).high == 6);        // 2/2^6 < 5 %
  CHECK(std::isnan(sorted_quantile_interval(std::span(sorted).first(50), 0.99).low));
}

TEST_CASE("Order-statistic intervals cover as often as they say") {
  const int runs = 2000;
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    auto z = independent_normals(static_cast<Seed>(run), 200);
    std::sort(z.begin(), z.end());
    const Interval i = sorted_quantile_interval(z, 0.9);
    covered += i.low <= 1.2815515655 && 1.2815515655 <= i.high;
  }
  const double error = std::sqrt(runs * 0.95 * 0.05);
  CHECK(covered >= 0.95 * runs - 4.9 * error);
}

TEST_CASE("Monte Carlo errors need 64 replicates and match theory for independent draws") {
  const std::array p{0.5};
  CHECK(std::isnan(mcse_mean(std::vector<double>(63, 1.0))));
  CHECK(std::isnan(mcse_quantiles(std::vector<double>(63, 1.0), p)[0]));
  CHECK(mcse_mean(std::vector<double>(64, 1.0)) == 0.0);
  const std::uint32_t n = 1600;
  double mean_square = 0.0, median_square = 0.0;
  const int runs = 400;
  for (int run = 0; run < runs; ++run) {
    const auto z = independent_normals(static_cast<Seed>(run), n);
    mean_square += std::pow(mcse_mean(z), 2) * n / runs;
    median_square += std::pow(mcse_quantiles(z, p)[0], 2) * n / runs;
  }
  // A variance on 15 degrees of freedom has relative sd sqrt(2/15). The median's is pi/2, nearly, at 100 a
  // scramble.
  const double error = std::sqrt(2.0 / 15 / runs);
  CHECK(mean_square == Approx(1.0).margin(4.9 * error));
  CHECK(median_square == Approx(1.5708).margin(4.9 * 1.5708 * error + 0.03));
  CHECK(mcse(independent_normals(1, n), [](auto own) { return mean(own); }) ==
        mcse_mean(independent_normals(1, n)));
}

TEST_CASE("Errors of quantiles far out in a small sample are not those of sixteen largest values") {
  // P95 of 256: 0.8 replicates of a scramble lie beyond. The sixteen scrambles alone cover some 80 %.
  const std::array p{0.95};
  constexpr double truth = 1.6448536270;
  int covered = 0;
  for (Seed seed = 1; seed <= 100; ++seed) {
    const auto z = independent_normals(seed, 256);
    covered += std::abs(quantile(z, 0.95) - truth) <= t15_975 * mcse_quantiles(z, p)[0] ? 1 : 0;
  }
  CHECK(covered >= 90);
  CHECK(covered <= 99);
  CHECK(std::isnan(mcse_quantiles(independent_normals(1, 64), p)[0]));  // 0.95^64 > 2.5 %: no interval
  const auto few = independent_normals(3, 256), enough = independent_normals(3, 640);
  const auto of_sixteen = [&](const std::vector<double>& z) {
    return mcse(z, [](auto own) { return quantile(own, 0.95); });
  };
  CHECK(mcse_quantiles(few, p)[0] != of_sixteen(few));
  CHECK(mcse_quantiles(enough, p)[0] == of_sixteen(enough));
}

TEST_CASE("A summary puts every figure in its place") {
  std::vector<double> x(101);
  std::iota(x.begin(), x.end(), 0.0);
  const Summary s = summarise(x);
  CHECK(s.n == 101);
  CHECK(s.mean == 50);
  CHECK(s.p05 == 5);
  CHECK(s.p10 == 10);
  CHECK(s.p25 == 25);
  CHECK(s.p50 == 50);
  CHECK(s.p75 == 75);
  CHECK(s.p90 == 90);
  CHECK(s.p95 == 95);
  CHECK(s.min == 0);
  CHECK(s.max == 100);
  CHECK(s.mcse_mean > 0);
  CHECK(s.mcse_p10 > 0);
}
