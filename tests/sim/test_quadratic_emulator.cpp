// Least squares against normal equations done by hand, and quadratics recovered exactly.

#include <array>
#include <cmath>
#include <stdexcept>

#include "sim/quadratic_emulator.hpp"
#include "sim/sample.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

double surface(std::span<const double> x) {
  return 3 - 2 * x[0] + 0.5 * x[1] * x[1] - x[0] * x[2] + 4 * x[2];
}

std::vector<double> points(std::size_t n) {
  KeyedEngine words(2, {0, 3, 0, 1});
  std::vector<double> out;
  for (std::size_t i = 0; i < 3 * n; ++i) out.push_back(inverse_normal(unit(words())));
  return out;
}

}  // namespace

TEST_CASE("Least squares: a line through four points") {
  // y = a + b x through (0,1), (1,3), (2,4), (3,4): b = 1, a = 1.5
  const auto b = least_squares({1, 0, 1, 1, 1, 2, 1, 3}, 2, {1, 3, 4, 4}, 1);
  CHECK(b[0] == Approx(1.5));
  CHECK(b[1] == Approx(1.0));
}

TEST_CASE("Least squares: a column that repeats another gets nothing, and the fit is as good") {
  const auto b = least_squares({1, 1, 0, 1, 1, 1, 1, 1, 2, 1, 1, 3}, 3, {1, 3, 4, 4}, 1);
  CHECK(b[1] == 0);
  CHECK(b[0] == Approx(1.5));
  CHECK(b[2] == Approx(1.0));
  CHECK_THROWS_AS(least_squares({1, 2}, 2, {1}, 1), std::invalid_argument);
  CHECK_THROWS_AS(least_squares({1, 2, 3, 4}, 2, {1, 2, 3}, 1), std::invalid_argument);
}

TEST_CASE("A quadratic is emulated to rounding, anything else is not") {
  const std::size_t n = 2 * quadratic_terms(3);
  const auto x = points(n);
  std::vector<double> y;
  for (std::size_t i = 0; i < n; ++i) {
    const auto at = std::span(x).subspan(3 * i, 3);
    y.push_back(surface(at));
    y.push_back(surface(at) + at[0] * at[0] * at[0]);
  }
  const QuadraticEmulator emulator(x, 3, y, 2);
  const std::array away{2.5, -1.5, 0.7};
  std::array<double, 2> out{};
  emulator.evaluate(away, out);
  CHECK(out[0] == Approx(surface(away)).epsilon(1e-10));
  CHECK(std::abs(out[1] - surface(away) - std::pow(2.5, 3)) > 0.1);
}

TEST_CASE("An emulator of nothing is a mean; too few points are refused") {
  const QuadraticEmulator constant({}, 0, std::array{1.0, 3.0}, 1);
  std::array<double, 1> out{};
  constant.evaluate({}, out);
  CHECK(out[0] == Approx(2));
  CHECK_THROWS_AS(QuadraticEmulator(std::array{1.0, 2.0}, 1, std::array{1.0, 2.0}, 1), std::invalid_argument);
  CHECK_THROWS_AS(QuadraticEmulator(std::array{1.0, 2.0}, 1, std::array{1.0, 2.0, 3.0}, 1),
                  std::invalid_argument);
}
