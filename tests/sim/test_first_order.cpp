// First-order indices from ordinary draws: the reference function, their intervals over many seeds, and the
// cases without an answer.

#include <array>
#include <cmath>
#include <limits>

#include "designed_draws.hpp"
#include "sim/first_order.hpp"
#include "tests/catch.hpp"

using namespace sim;
using namespace designed;

namespace {

/// Indices of Ishigami's function from one run.
std::array<FirstOrder, 3> ishigami_indices(std::uint32_t n, Seed seed, Design design = Design::sobol) {
  const std::array u{uniforms("x1", n, seed, design), uniforms("x2", n, seed, design),
                     uniforms("x3", n, seed, design)};
  std::vector<double> y;
  for (std::uint32_t r = 0; r < n; ++r) y.push_back(ishigami(u[0][r], u[1][r], u[2][r]));
  const auto scramble = scramble_of(n);
  std::array<FirstOrder, 3> out;
  for (std::size_t i = 0; i < 3; ++i) out[i] = first_order(PreparedAssumption(u[i], scramble), y);
  return out;
}

constexpr std::array truth{0.3139, 0.4424, 0.0};

}  // namespace

TEST_CASE("First-order indices of Ishigami's function from an ordinary run") {
  const auto found = ishigami_indices(8192, 1);
  for (std::size_t i = 0; i < 3; ++i) {
    INFO(i << ": " << found[i].index.value << " +- " << found[i].index.mcse);
    // Student's t with 15 degrees of freedom lies beyond 7.7 once in a million times.
    CHECK(std::abs(found[i].index.value - truth[i]) <= 7.7 * found[i].index.mcse + 1e-4);
    CHECK(found[i].index.mcse < 0.01);
    CHECK(found[i].interval.low >= 0);
    CHECK(found[i].interval.high <= 1);
  }
  CHECK(found[2].interval.low == 0);  // no effect alone
}

TEST_CASE("Their 95 % intervals cover in 90 to 99 of 100 seeds, by either design") {
  for (const Design design : {Design::sobol, Design::mc}) {
    std::array<int, 2> covered{};
    for (Seed seed = 1; seed <= 100; ++seed) {
      const auto found = ishigami_indices(1024, seed, design);
      for (std::size_t i = 0; i < 2; ++i)
        if (found[i].interval.low <= truth[i] && truth[i] <= found[i].interval.high) ++covered[i];
    }
    for (const int c : covered) {
      CHECK(c >= 90);
      CHECK(c <= 99);
    }
  }
}

TEST_CASE("Without correction for the number of functions, nothing would look like something") {
  // Mean over seeds of R squared, raw and corrected, of an assumption that does nothing.
  std::vector<double> raw, corrected;
  constexpr int seeds = 100;
  constexpr std::uint32_t n = 1024;
  for (Seed seed = 1; seed <= seeds; ++seed) {
    const PreparedAssumption x(normals("idle", n, seed, Design::mc), scramble_of(n));
    const auto fit = x.regression().fit(normals("figure", n, seed, Design::mc));
    raw.push_back(fit.raw[scrambles]);
    corrected.push_back(fit.explained[scrambles]);
  }
  // R squared is Beta(p/2, (n-p-1)/2): mean p / (n-1), sd about sqrt(2p) / n, with p = 10.
  const double error = std::sqrt(20.0) / n / std::sqrt(static_cast<double>(seeds));
  CHECK(std::abs(mean(raw) - 10.0 / (n - 1)) <= 4.9 * error);
  CHECK(mean(raw) > 4.9 * error);
  CHECK(std::abs(mean(corrected)) <= 4.9 * sd(corrected) / std::sqrt(static_cast<double>(seeds)));
}

TEST_CASE("A bar of the tornado is the conditional mean at P10 and P90") {
  constexpr std::uint32_t n = 2048;
  const auto x = normals("x", n, 3), noise = normals("noise", n, 3);
  std::vector<double> y;
  for (std::uint32_t r = 0; r < n; ++r) y.push_back(5e8 + 2e6 * x[r] + 1e6 * noise[r]);
  const auto found = first_order(PreparedAssumption(x, scramble_of(n)), y);
  const double z = 1.2815515655446;
  CHECK(std::abs(found.index.value - 0.8) <= 7.7 * found.index.mcse);
  CHECK(std::abs(found.swing.value - 4e6 * z) <= 7.7 * found.swing.mcse);
  CHECK(found.swing.mcse < 2e5);
  CHECK(found.at_p90 - found.at_p10 == Approx(found.swing.value));
  CHECK(std::abs(found.at_p10 - (5e8 - 2e6 * z)) < 2e5);
}

TEST_CASE("An assumption of few values has one mean for each") {
  constexpr std::uint32_t n = 1600;
  std::vector<double> x, y;
  for (const double u : uniforms("delay", n, 5)) {
    x.push_back(u < 0.25 ? 0 : u < 0.5 ? 1 : u < 0.75 ? 2 : 3);
    y.push_back(x.back() == 2 ? 10.0 : 0.0);  // neither straight nor monotone
  }
  const PreparedAssumption prepared(x, scramble_of(n));
  CHECK(prepared.basis().size() == 3);
  const auto found = first_order(prepared, y);
  CHECK(found.index.value == Approx(1.0));
  const auto fit = prepared.regression().fit(y);
  CHECK(fitted_at(prepared, fit, scrambles, 2) == Approx(10.0));
  CHECK(std::abs(fitted_at(prepared, fit, scrambles, 1)) < 1e-9);
}

TEST_CASE("What does not vary explains nothing and is not explained") {
  constexpr std::uint32_t n = 256;
  const auto scramble = scramble_of(n);
  const std::vector<double> same(n, 4.2e8);
  const auto x = normals("x", n, 1);
  for (const auto& found : {first_order(PreparedAssumption(x, scramble), same),
                            first_order(PreparedAssumption(same, scramble), x)}) {
    CHECK(found.index.value == 0);
    CHECK(found.interval.low == 0);
    CHECK(found.interval.high == 0);
    CHECK(found.swing.value == 0);
  }
}

TEST_CASE("Replicates without a figure are left out, and too few are said to be") {
  const double none = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> y(100, 1.0);
  y[3] = none;
  const std::vector<double> other(100, 2.0);
  const std::vector<std::span<const double>> samples{y, other};
  const auto rows = usable_rows(samples, 32);
  CHECK(rows.size() == 99);
  CHECK(rows.kept[3] == 4);
  CHECK(rows.scramble[3] == 4);
  CHECK(rows.of(other).size() == 99);
  CHECK(too_few(rows).empty());
  const std::vector<double> one{1.0};
  const std::vector<std::span<const double>> single{one};
  CHECK(too_few(usable_rows(single, 0)) == "1 replicate can be used; at least 64 are needed");
  y.assign(63, 1.0);
  const std::vector<std::span<const double>> few{y};
  CHECK(too_few(usable_rows(few, 0)) == "63 replicates can be used; at least 64 are needed");
}

TEST_CASE("Functions of a basis are orthonormal, and columns that follow from others change nothing") {
  constexpr std::uint32_t n = 1000;
  auto x = normals("x", n, 9);
  for (double& v : x) v = std::exp(10 + v);  // skewed, far from 1
  const SplineBasis basis(x, 10);
  REQUIRE(basis.size() == 10);
  const auto columns = basis.columns(x);
  for (std::size_t i = 0; i < 10; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double product = 0;
      for (std::uint32_t r = 0; r < n; ++r) product += columns[i][r] * columns[j][r] / n;
      CHECK(std::abs(product - (i == j ? 1.0 : 0.0)) < 1e-6);
    }
  const auto scramble = scramble_of(n);
  const auto y = normals("y", n, 9);
  const LeftOutRegression once({columns[0], columns[1]}, scramble);
  const LeftOutRegression twice({columns[0], columns[1], columns[0]}, scramble);
  for (std::size_t k = 0; k <= scrambles; ++k)
    CHECK(once.fit(y).explained[k] == Approx(twice.fit(y).explained[k]).margin(1e-12));
}
