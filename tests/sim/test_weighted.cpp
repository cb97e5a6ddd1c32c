// Weighted samples: what is known of equal weights, and that weights do what copies would.

#include <array>
#include <cmath>
#include <map>

#include "sim/statistics.hpp"
#include "sim/weighted.hpp"
#include "tests/catch.hpp"

using namespace sim;

TEST_CASE("Weights from logarithms do not overflow") {
  const auto w = weights_of(std::array{1000.0, 1000.0 + std::log(3.0)});
  CHECK(w[0] == Approx(0.25));
  CHECK(w[1] == Approx(0.75));
  CHECK(effective_size(w) == Approx(1 / (0.0625 + 0.5625)));
  CHECK(weights_of(std::array{-HUGE_VAL, -HUGE_VAL})[0] == 0.5);
  CHECK(effective_size(weights_of(std::array{0.0, -HUGE_VAL})) == 1);
}

TEST_CASE("Equal weights give the usual moments and the quantiles of type 5") {
  const std::array x{3.0, 1.0, 2.0, 4.0}, w{0.25, 0.25, 0.25, 0.25};
  CHECK(weighted_mean(x, w) == Approx(2.5));
  CHECK(weighted_covariance(x, x, w) == Approx(sd(x) * sd(x)));
  const auto q = weighted_quantiles(x, w, std::array{0.0, 0.25, 0.5, 1.0});
  CHECK(q == std::vector{1.0, 1.5, 2.5, 4.0});
}

TEST_CASE("A weight counts as often as copies would") {
  const std::array x{1.0, 5.0, 2.0}, w{0.2, 0.6, 0.2};
  const std::array copies{1.0, 5.0, 5.0, 5.0, 2.0};
  CHECK(weighted_mean(x, w) == Approx(mean(copies)));
  CHECK(weighted_percentile(x, w, 5.0) == Approx(0.7));
  CHECK(weighted_percentile(x, w, 3.0) == Approx(0.4));
  const auto q = weighted_quantiles(std::array{1.0, 2.0, 99.0}, std::array{0.5, 0.5, 0.0}, std::array{1.0});
  CHECK(q[0] == 2);  // no weight, no part
}

TEST_CASE("Resampling takes each member as often as its weight says, rounded") {
  const std::array w{0.1, 0.35, 0.55};
  std::map<std::size_t, int> times;
  for (const auto i : resampled(w, 1000, 0.3)) ++times[i];
  CHECK(std::abs(times[0] - 100) <= 1);
  CHECK(std::abs(times[1] - 350) <= 1);
  CHECK(std::abs(times[2] - 550) <= 1);
  CHECK(resampled(std::array{0.0, 1.0, 0.0}, 2, 0.999) == std::vector<std::size_t>{1, 1});
}
