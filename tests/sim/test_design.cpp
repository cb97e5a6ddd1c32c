// The designs: prefixes, independence of names, stratification, and what they are worth.

#include <cmath>
#include <set>

#include "sim/assumptions.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

std::uint64_t nth_name(unsigned i) { return name_hash64("parameter." + std::to_string(i)); }

std::vector<double> column(Design design, Seed seed, std::uint64_t name, std::uint32_t n) {
  std::vector<double> u(n);
  for (std::uint32_t r = 0; r < n; ++r) u[r] = design_point(design, seed, name, r, n);
  return u;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  return covariance(a, b) / (sd(a) * sd(b));
}

// Is every one of the first 2^k points of the scramble in its own 2^-k part?
bool stratified(Design design, Seed seed, std::uint64_t name, unsigned scramble, unsigned k,
                std::uint32_t n) {
  std::set<std::uint32_t> parts;
  for (std::uint32_t i = 0; i < 1U << k; ++i)
    parts.insert(static_cast<std::uint32_t>(
        std::ldexp(design_point(design, seed, name, i * scrambles + scramble, n), static_cast<int>(k))));
  return parts.size() == 1U << k;
}

// Standardised correlations: none extreme, and their mean square as expected (4.9 standard errors).
struct Squares {
  double largest = 0.0, total = 0.0;
  int n = 0;
  void add(double z) {
    largest = std::max(largest, std::abs(z));
    total += z * z;
    ++n;
  }
  void check(double expected) const {
    CHECK(largest < 4.9 * std::sqrt(expected));
    CHECK(total / n == Approx(expected).margin(4.9 * expected * std::sqrt(2.0 / n)));
  }
};

NamedUncertain unit_uniform(const std::string& name) { return {name, Uncertain::of(dist::uniform(0, 1))}; }

}  // namespace

TEST_CASE("Points lie inside (0,1) and designs have names") {
  for (const Design design : {Design::sobol, Design::lhs, Design::mc}) {
    for (const double u : column(design, 3, nth_name(0), 1000)) CHECK((u > 0.0 && u < 1.0));
    CHECK(design_of(name_of(design)) == design);
  }
  CHECK(!design_of("halton"));
}

TEST_CASE("A longer run begins with the shorter one") {
  for (const Design design : {Design::sobol, Design::mc}) {
    auto longer = column(design, 3, nth_name(7), 1000);
    longer.resize(100);
    CHECK(longer == column(design, 3, nth_name(7), 100));
  }
  auto longer = column(Design::lhs, 3, nth_name(7), 1000);  // a Latin hypercube is of its n
  longer.resize(100);
  CHECK(longer != column(Design::lhs, 3, nth_name(7), 100));
}

TEST_CASE("Another parameter changes nobody's draws") {
  for (const Design design : {Design::sobol, Design::lhs, Design::mc}) {
    const AssumptionSampler two({unit_uniform("m"), unit_uniform("z")}, {}, design, 5, 200);
    const AssumptionSampler more({unit_uniform("a"),
                                  unit_uniform("z"),
                                  unit_uniform("m"),
                                  unit_uniform("n"),
                                  {"point", Uncertain::point(3)}},
                                 {{"a", "n", 0.7}}, design, 5, 200);
    std::vector<double> x(2), y(5);
    for (std::uint32_t r = 0; r < 200; ++r) {
      two.draw(r, x);
      more.draw(r, y);
      CHECK(x[0] == y[2]);
      CHECK(x[1] == y[1]);
      CHECK(y[4] == 3.0);
    }
  }
}

TEST_CASE("Seeds, names and scrambles each give other points") {
  const auto base = column(Design::sobol, 1, nth_name(0), 64);
  CHECK(base != column(Design::sobol, 2, nth_name(0), 64));
  CHECK(base != column(Design::sobol, 1, nth_name(1), 64));
  CHECK(std::set<double>(base.begin(), base.begin() + 16).size() == 16);
}

TEST_CASE("The first 2^k points of every scramble hit each 2^-k part once, in every dimension") {
  for (unsigned name = 0; name < 40; ++name)
    for (unsigned scramble = 0; scramble < scrambles; ++scramble)
      for (unsigned k = 0; k <= 8; ++k)
        REQUIRE(stratified(Design::sobol, 9, nth_name(name), scramble, k, 1U << 12));
  CHECK(!stratified(Design::mc, 9, nth_name(0), 0, 6, 1024));  // the check can fail
}

TEST_CASE("A Latin hypercube has one point of each scramble in each of its cells, for any n") {
  for (const std::uint32_t n : {1U, 15U, 16U, 100U, 1000U, 1024U})
    for (unsigned scramble = 0; scramble < std::min<std::uint32_t>(n, scrambles); ++scramble) {
      const std::uint32_t size = (n - scramble + scrambles - 1) / scrambles;
      std::set<int> cells;
      for (std::uint32_t r = scramble; r < n; r += scrambles)
        cells.insert(static_cast<int>(design_point(Design::lhs, 9, nth_name(3), r, n) * size));
      CHECK(cells.size() == size);
    }
}

TEST_CASE("Any two parameters are uncorrelated") {
  // For independent points n r^2 is 1 on average. Nested shuffles keep neighbours of the index together,
  // which makes it 1.56 for ideal Owen scrambling (4,000 simulated pairs, error 0.04): more noise in
  // interactions, in exchange for almost none in main effects.
  const std::uint32_t n = 1024;
  for (const Design design : {Design::sobol, Design::lhs, Design::mc}) {
    std::vector<std::vector<double>> columns;
    for (unsigned i = 0; i < 50; ++i) columns.push_back(column(design, 21, nth_name(i), n));
    Squares z;
    for (std::size_t i = 0; i < columns.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) z.add(correlation(columns[i], columns[j]) * std::sqrt(n));
    INFO(name_of(design));
    z.check(design == Design::sobol ? 1.56 : 1.0);
  }
}

TEST_CASE("Without the shuffle of the index two parameters would be correlated") {
  // The mutant: each name scrambles the values of the one sequence (here by a digital shift), in its one
  // order.
  std::vector<double> x, y;
  for (std::uint32_t i = 0; i < 1024; ++i) {
    std::uint32_t digits = 0;
    for (unsigned bit = 0; bit < 10; ++bit) digits |= (i >> bit & 1U) << (31 - bit);
    x.push_back(unit(digits ^ 0x9e3779b9U));
    y.push_back(unit(digits ^ 0x7f4a7c15U));
  }
  CHECK(std::abs(correlation(x, y)) * std::sqrt(1024.0) > 4.9 * std::sqrt(1.56));
}

TEST_CASE("Scrambles are independent of one another") {
  const std::uint32_t points = 256;
  Squares z;
  for (unsigned name = 0; name < 10; ++name) {
    std::vector<std::vector<double>> own(scrambles);
    for (std::uint32_t r = 0; r < points * scrambles; ++r)
      own[r % scrambles].push_back(design_point(Design::sobol, 4, nth_name(name), r, points * scrambles));
    for (unsigned s = 0; s < scrambles; ++s)
      for (unsigned t = 0; t < s; ++t) z.add(correlation(own[s], own[t]) * std::sqrt(points));
  }
  z.check(1.56);
}

TEST_CASE("Quasi-random draws divide the variance of a mean by far more than five") {
  const std::uint32_t n = 256;
  const auto error_of = [&](Design design) {
    double square = 0.0;
    for (Seed seed = 0; seed < 40; ++seed) {
      double total = 0.0;
      for (std::uint32_t r = 0; r < n; ++r)
        for (unsigned i = 0; i < 5; ++i) {
          const double u = design_point(design, seed, nth_name(i), r, n);
          total += std::exp(u) - std::expm1(1.0);
        }
      square += total * total;
    }
    return square;
  };
  const double independent = error_of(Design::mc);
  CHECK(independent / error_of(Design::sobol) > 20.0);
  CHECK(independent / error_of(Design::lhs) > 20.0);
}

TEST_CASE("A group of shares adds up to one and has the right means; its draws are keyed by name") {
  const std::vector<double> alpha{20, 30, 50};
  const auto marginals = dirichlet_marginals(alpha);
  const std::vector<NamedUncertain> shares{{"s.a", marginals[0]},
                                           {"other", Uncertain::of(dist::normal(0, 1))},
                                           {"s.b", marginals[1]},
                                           {"s.c", marginals[2]}};
  const DirichletGroup group{{"s.a", "s.b", "s.c"}, alpha};
  const std::uint32_t n = 4096;
  const AssumptionSampler sampler(shares, {}, Design::sobol, 2, n, {group});
  std::vector<double> out(4), first(n);
  for (std::uint32_t r = 0; r < n; ++r) {
    sampler.draw(r, out);
    REQUIRE(out[0] + out[2] + out[3] == Approx(1.0));
    first[r] = out[0];
  }
  CHECK(mean(first) == Approx(0.2).margin(4.9 * 0.0398 / 64));
  CHECK(sd(first) == Approx(std::sqrt(0.2 * 0.8 / 101)).epsilon(0.05));
  CHECK_THROWS_AS(AssumptionSampler(shares, {{"s.a", "other", 0.5}}, Design::sobol, 2, n, {group}),
                  std::invalid_argument);
  CHECK(check_dependence(shares, {}, std::vector<DirichletGroup>{{{"s.a", "s.x"}, {1.0, 0.0}}}).size() == 2);
}
