// A sample with an error put on it: against closed forms, and where values are nought.

#include <array>
#include <cmath>

#include "sim/sample.hpp"
#include "sim/widened.hpp"
#include "tests/catch.hpp"

namespace {

constexpr std::array<double, 3> probabilities{0.1, 0.5, 0.9};
constexpr double z90 = 1.2815515655446004;

/// Quantiles of a log-normal distribution at n mid-points: the sample that is most like it.
std::vector<double> log_normal(double log_mean, double log_sd, int n) {
  std::vector<double> out;
  for (int i = 0; i < n; ++i) out.push_back(std::exp(log_mean + log_sd * sim::inverse_normal((i + 0.5) / n)));
  return out;
}

}  // namespace

TEST_CASE("An error put on a single value is log-normal about it") {
  const std::vector<double> one{250};
  const auto q = sim::widened_quantiles(one, 0.1, probabilities);
  CHECK(q[0] == Approx(250 * std::exp(-0.1 * z90)).epsilon(1e-8));
  CHECK(q[1] == Approx(250).epsilon(1e-8));
  CHECK(q[2] == Approx(250 * std::exp(0.1 * z90)).epsilon(1e-8));
}

TEST_CASE("Log-normal values and errors add up as variances do, also of more values than are looked at") {
  for (const int n : {2000, 50000}) {
    const auto q = sim::widened_quantiles(log_normal(7, 0.3, n), 0.4, probabilities);
    CHECK(std::log(q[1]) == Approx(7).margin(1e-3));
    CHECK((std::log(q[2]) - std::log(q[0])) / (2 * z90) == Approx(0.5).epsilon(2e-3));
  }
}

TEST_CASE("Values of nought stay nought, and no values have no quantiles") {
  const std::vector<double> some{0, 0, 0, 0, 0, 0, 100, 100, 100, 100};
  const auto q = sim::widened_quantiles(some, 0.2, probabilities);
  CHECK(q[0] == 0);
  CHECK(q[1] == 0);
  CHECK(q[2] == Approx(100 * std::exp(0.2 * sim::inverse_normal(0.75))).epsilon(1e-8));
  CHECK(std::isnan(sim::widened_quantiles({}, 0.2, probabilities)[0]));
}
