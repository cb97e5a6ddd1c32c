// Indices of designs that are simulated: Sobol' and Morris.

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "designed_draws.hpp"
#include "sim/morris.hpp"
#include "sim/sobol_indices.hpp"
#include "tests/catch.hpp"

using namespace sim;
using namespace designed;

namespace {

constexpr std::array first{0.3139, 0.4424, 0.0}, total{0.5576, 0.4424, 0.2437};

/// Ishigami's function, and noise of this standard deviation, which rows of A and swapped share.
std::vector<SobolIndex> ishigami_design(std::uint32_t n, Seed seed, double noise) {
  std::array<std::vector<double>, 3> a, b;
  for (std::size_t i = 0; i < 3; ++i) {
    a[i] = uniforms("a" + std::to_string(i), n, seed, Design::mc);
    b[i] = uniforms("b" + std::to_string(i), n, seed, Design::mc);
  }
  const auto la = normals("luck of a", n, seed, Design::mc), lb = normals("luck of b", n, seed, Design::mc);
  std::vector<double> ya, yb;
  std::vector<std::vector<double>> swapped(4);
  for (std::uint32_t r = 0; r < n; ++r) {
    const auto f = [&](int other, double luck) {
      std::array<double, 3> u{};
      for (int i = 0; i < 3; ++i) u[i] = other == i || other == 4 ? b[i][r] : a[i][r];
      return ishigami(u[0], u[1], u[2]) + noise * luck;
    };
    ya.push_back(f(-1, la[r]));
    yb.push_back(f(4, lb[r]));
    for (int i = 0; i < 3; ++i) swapped[i].push_back(f(i, la[r]));
    swapped[3].push_back(f(-1, lb[r]));  // luck is a factor like the others
  }
  return sobol_indices({ya, yb, {swapped.begin(), swapped.end()}}, seed, 400);
}

}  // namespace

TEST_CASE("Sobol indices of Ishigami's function") {
  const auto found = ishigami_design(8192, 1, 0);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(std::abs(found[i].first.value - first[i]) <= 4.9 * found[i].first.mcse + 1e-4);
    CHECK(std::abs(found[i].total.value - total[i]) <= 4.9 * found[i].total.mcse + 1e-4);
    CHECK(found[i].first.mcse < 0.02);
    CHECK(found[i].first_interval.low <= found[i].total_interval.high);
    CHECK(found[i].total_interval.high <= 1);
    CHECK(found[i].first_interval.low >= 0);
  }
  CHECK(found[3].total.value == 0);  // no luck
}

TEST_CASE("Luck is a factor: its share, and less for all others") {
  const double variance = 13.8446;                                   // of Ishigami's function
  const auto found = ishigami_design(8192, 2, std::sqrt(variance));  // half of the whole
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(std::abs(found[i].total.value - total[i] / 2) <= 4.9 * found[i].total.mcse);
  CHECK(std::abs(found[3].first.value - 0.5) <= 4.9 * found[3].first.mcse);
  CHECK(std::abs(found[3].total.value - 0.5) <= 4.9 * found[3].total.mcse);
}

TEST_CASE("Their bootstrap intervals cover in 90 to 99 of 100 seeds") {
  std::array<int, 4> covered{};
  for (Seed seed = 1; seed <= 100; ++seed) {
    const auto found = ishigami_design(512, seed, 0);
    const auto in = [](const Interval& i, double x) { return i.low <= x && x <= i.high ? 1 : 0; };
    covered[0] += in(found[0].first_interval, first[0]);
    covered[1] += in(found[0].total_interval, total[0]);
    covered[2] += in(found[1].total_interval, total[1]);
    covered[3] += in(found[2].total_interval, total[2]);
  }
  for (const int c : covered) {
    CHECK(c >= 90);
    CHECK(c <= 99);
  }
}

TEST_CASE("A factor that does nothing has indices of nought, however few the rows") {
  const std::vector<double> a{1, 4, 2, 8, 5, 7}, b{3, 5, 1, 9, 6, 2};  // correlated by chance
  const auto found = sobol_indices({a, b, {a}}, 1, 50);
  CHECK(found[0].first.value == Approx(0.0).margin(1e-12));
  CHECK(found[0].first_interval.high == Approx(0.0).margin(1e-12));
  CHECK(found[0].total.value == 0);
}

TEST_CASE("Sobol indices of a constant are nought; rows that do not fit are refused") {
  const std::vector<double> same(64, 3.0), longer(65, 3.0);
  const auto found = sobol_indices({same, same, {same}}, 1, 50);
  CHECK(found[0].first.value == 0);
  CHECK(found[0].total.value == 0);
  CHECK(found[0].total_interval.high == 0);
  CHECK_THROWS_AS(sobol_indices({same, longer, {}}, 1), std::invalid_argument);
  auto hole = same;
  hole[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(sobol_indices({same, same, {hole}}, 1), std::invalid_argument);
  CHECK_THROWS_AS(sobol_indices({std::span(same).first(1), std::span(same).first(1), {}}, 1),
                  std::invalid_argument);
}

TEST_CASE("Each step of a Morris trajectory moves one factor by half of its distribution") {
  const MorrisDesign design(5, 8, 3);
  CHECK(design.points() == 48);
  for (std::size_t t = 0; t < 8; ++t) {
    std::vector<int> moved(5);
    for (std::size_t s = 0; s < 5; ++s) {
      const auto before = design.point(t, s), after = design.point(t, s + 1);
      for (std::size_t i = 0; i < 5; ++i) {
        CHECK(before[i] > 0);
        CHECK(before[i] < 1);
        CHECK(std::abs(after[i] - before[i]) == (i == design.moved(t, s) ? 0.5 : 0.0));
      }
      ++moved[design.moved(t, s)];
    }
    CHECK(moved == std::vector<int>(5, 1));
  }
}

TEST_CASE("Morris effects of a straight line are its slopes, and products have a spread") {
  const MorrisDesign design(4, 40, 1);
  std::vector<double> line, product;
  for (std::size_t t = 0; t < 40; ++t)
    for (std::size_t s = 0; s <= 4; ++s) {
      const auto u = design.point(t, s);
      line.push_back(10 * u[0] - 4 * u[1] + 0 * u[2] + u[3]);
      product.push_back(8 * (u[0] - 0.5) * (u[1] - 0.5) + u[2]);
    }
  const auto straight = morris_effects(design, line);
  const std::array slope{5.0, -2.0, 0.0, 0.5};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(straight[i].mean.value == Approx(slope[i]).margin(1e-12));
    CHECK(straight[i].mean_absolute.value == Approx(std::abs(slope[i])).margin(1e-12));
    CHECK(straight[i].sd == Approx(0.0).margin(1e-12));
    CHECK(straight[i].interval.low <= straight[i].interval.high);
  }
  const auto bent = morris_effects(design, product);
  // The effect of the first is 4 (u2 - 1/2): -1.5, -0.5, 0.5 or 1.5, each as likely.
  CHECK(std::abs(bent[0].mean_absolute.value - 1.0) <= 4.9 * 0.5 / std::sqrt(40.0));
  CHECK(std::abs(bent[0].mean.value) <= 4.9 * std::sqrt(1.25 / 40));
  CHECK(bent[0].sd > 0.8);
  CHECK(bent[2].sd == Approx(0.0).margin(1e-12));
  CHECK(bent[3].mean_absolute.value == 0);
  CHECK_THROWS_AS(morris_effects(MorrisDesign(2, 1, 1), std::vector<double>(3)), std::invalid_argument);
}
