// Value of information: known answers, orderings, and the intervals over many seeds.

#include <array>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <stdexcept>

#include "designed_draws.hpp"
#include "sim/information_value.hpp"
#include "tests/catch.hpp"

using namespace sim;
using namespace designed;

namespace {

/// Doing it brings 1000 + 1600 z1 + 1200 z2 + luck; not doing it brings nothing.
struct Case {
  std::uint32_t n;
  std::vector<std::uint8_t> scramble;
  std::vector<PreparedAssumption> assumptions;
  std::vector<double> benefit;
  Case(std::uint32_t replicates, Seed seed, double luck) : n(replicates), scramble(scramble_of(replicates)) {
    const auto z1 = normals("z1", n, seed), z2 = normals("z2", n, seed);
    const auto l = normals("luck", n, seed, Design::mc);
    for (std::uint32_t r = 0; r < n; ++r) benefit.push_back(1000 + 1600 * z1[r] + 1200 * z2[r] + luck * l[r]);
    for (const auto* z : {&z1, &z2}) assumptions.emplace_back(*z, scramble);
    assumptions.emplace_back(normals("idle", n, seed), scramble);
  }
  Choice choice() const { return {{std::vector<double>(n, 0.0), benefit}, scramble}; }
  Estimate joint(const Choice& c, const std::vector<std::size_t>& members) const {
    const auto increments = c.increments();
    const JointTerms terms(assumptions, increments, scramble);
    return jackknife(value_of_information(terms.regression(members), c));
  }
};

/// E max(0, X) - max(0, E X) of a normal with mean 1000.
double normal_worth(double sd) {
  const double mu = 1000, z = mu / sd;
  return sd * std::exp(-z * z / 2) / std::sqrt(2 * 3.14159265358979323846) -
         mu * 0.5 * std::erfc(z / std::sqrt(2.0));
}

void near(const Estimate& e, double truth) {
  INFO(e.value << " +- " << e.mcse << ", should be " << truth);
  CHECK(std::abs(e.value - truth) <= 7.7 * e.mcse + 1e-6);  // Student's t, 15 degrees: once in a million
}

}  // namespace

TEST_CASE("Perfect and partial information on the reference choice") {
  CHECK(normal_worth(2000) == Approx(395.593).epsilon(1e-5));
  CHECK(normal_worth(1600) == Approx(259.072).epsilon(1e-5));
  CHECK(normal_worth(1200) == Approx(135.966).epsilon(1e-5));
  for (const double luck : {0.0, 1500.0}) {
    const Case c(8192, 1, luck);
    const Choice choice = c.choice();
    CHECK(choice.best() == 1);
    const auto first = jackknife(value_of_information(c.assumptions[0].regression(), choice));
    const auto second = jackknife(value_of_information(c.assumptions[1].regression(), choice));
    const auto idle = jackknife(value_of_information(c.assumptions[2].regression(), choice));
    const auto both = c.joint(choice, {0, 1}), all = c.joint(choice, {0, 1, 2});
    near(first, 259.072);
    near(second, 135.966);
    near(both, 395.593);
    near(all, 395.593);
    CHECK(first.mcse < 30);
    CHECK(both.mcse < 30);
    CHECK(idle.value <= 2.2 * idle.mcse + 1e-6);
    CHECK(idle.value >= 0);
    CHECK(first.value <= both.value);
    CHECK(second.value <= both.value);
  }
}

TEST_CASE("Luck is not worth finding out: the maximum over noisy benefits would say so") {
  const Case c(4096, 2, 3000);
  const Choice choice = c.choice();
  double noisy = 0;
  for (const double b : c.benefit) noisy += std::max(0.0, b) / c.n;
  noisy -= std::max(0.0, mean(c.benefit));
  const auto fitted = c.joint(choice, {0, 1});
  near(fitted, 395.593);
  CHECK(noisy > 395.593 + 7.7 * fitted.mcse);
}

TEST_CASE("Their 95 % intervals cover in 90 to 99 of 100 seeds") {
  std::array<int, 3> covered{};
  for (Seed seed = 1; seed <= 100; ++seed) {
    const Case c(1024, seed, 1000);
    const Choice choice = c.choice();
    const std::array found{jackknife(value_of_information(c.assumptions[0].regression(), choice)),
                           jackknife(value_of_information(c.assumptions[1].regression(), choice)),
                           c.joint(choice, {0, 1, 2})};
    const std::array truth{259.072, 135.966, 395.593};
    for (std::size_t i = 0; i < 3; ++i) {
      const auto within = interval_of(found[i], 0, 1e12);
      if (within.low <= truth[i] && truth[i] <= within.high) ++covered[i];
    }
  }
  for (const int c : covered) {
    CHECK(c >= 90);
    CHECK(c <= 99);
  }
}

TEST_CASE("A choice that nothing could change is worth no information") {
  constexpr std::uint32_t n = 512;
  const auto scramble = scramble_of(n);
  const auto z = normals("z", n, 1);
  std::vector<double> better, worse;
  for (const double v : z) {
    better.push_back(v + 100);
    worse.push_back(v);  // the same uncertainty in both options is none of the choice
  }
  const Choice choice({worse, better}, scramble);
  CHECK(choice.best() == 1);
  CHECK(choice.chance_best(1) == Approx(1));
  CHECK(choice.against_best(0).value == Approx(-100));
  CHECK(choice.against_best(0).mcse < 1e-9);
  const PreparedAssumption x(z, scramble);
  const auto worth = jackknife(value_of_information(x.regression(), choice));
  CHECK(worth.value == 0);
  CHECK(worth.mcse == 0);
}

namespace {

Estimate worth_of_sample(const PreparedAssumption& x, const Choice& choice, const Sample& sample, Seed seed) {
  const auto n = static_cast<std::uint32_t>(x.draws().size());
  const PreparedAssumption results(sample_results(x.draws(), sample, uniforms("sample", n, seed)),
                                   scramble_of(n));
  return jackknife(value_of_sample(x, results, choice));
}

}  // namespace

TEST_CASE("A sample of a normal quantity is worth what a smaller spread would be") {
  for (const double luck : {0.0, 2000.0}) {
    const Case c(8192, 3, luck);
    const Choice choice = c.choice();
    double before = 0;
    for (const std::uint32_t n : {1U, 4U, 20U, 400U}) {
      // Prior sd 1, one observation's sd 2: the sample is expected to take away n / (n + 4) of the variance.
      const auto worth = worth_of_sample(c.assumptions[0], choice, {Observed::mean, n, 2.0}, 3);
      near(worth, normal_worth(1600 * std::sqrt(n / (n + 4.0))));
      CHECK(worth.mcse < 35);
      CHECK(worth.value > before);
      before = worth.value;
    }
    const auto perfect = jackknife(value_of_information(c.assumptions[0].regression(), choice));
    CHECK(before <= perfect.value + 7.7 * perfect.mcse);
  }
}

TEST_CASE("A sample of children of whom a share is counted: the beta-binomial answer") {
  // Share p ~ Beta(12, 48); acting brings 100,000 (p - 0.22). Of n children k are found.
  constexpr double a = 12, b = 48;
  constexpr std::uint32_t draws = 8192;
  const auto scramble = scramble_of(draws);
  std::vector<double> p, benefit;
  const auto luck = normals("luck", draws, 1, Design::mc);
  const auto u = uniforms("p", draws, 1);
  for (std::uint32_t r = 0; r < draws; ++r) {
    p.push_back(boost::math::ibeta_inv(a, b, u[r]));
    benefit.push_back(1e5 * (p.back() - 0.22) + 2000 * luck[r]);
  }
  const Choice choice({std::vector<double>(draws, 0.0), benefit}, scramble);
  const PreparedAssumption x(p, scramble);
  CHECK(choice.best() == 0);
  for (const int n : {5, 20, 60, 240}) {
    double exact = 0;
    for (int k = 0; k <= n; ++k) {
      const double weight =
          std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                   std::log(boost::math::beta(a + k, b + n - k)) - std::log(boost::math::beta(a, b)));
      exact += weight * std::max(0.0, 1e5 * ((a + k) / (a + b + n) - 0.22));
    }
    near(worth_of_sample(x, choice, {Observed::share, static_cast<std::uint32_t>(n), 0}, 1), exact);
  }
}

TEST_CASE("Samples that cannot be") {
  const std::vector<double> draws{0.2, 1.2}, u{0.5, 0.5};
  CHECK_THROWS_AS(sample_results(draws, {Observed::share, 10, 0}, u), std::invalid_argument);
  CHECK_THROWS_AS(sample_results(draws, {Observed::mean, 10, 0}, u), std::invalid_argument);
  CHECK_THROWS_AS(sample_results(draws, {Observed::mean, 0, 1}, u), std::invalid_argument);
  CHECK(sample_results(draws, {Observed::mean, 100, 1}, u)[1] == Approx(1.2));
}

TEST_CASE("How often a finding is used") {
  CHECK(discounted_uses(1, 1, 0.035) == 1);
  CHECK(discounted_uses(2, 3, 0.035) == Approx(2 * (1 + 1 / 1.035 + 1 / (1.035 * 1.035))));
}

TEST_CASE("Of three options the greatest conditional mean counts") {
  // Options 0, z, -z: information on z is worth E|z|.
  constexpr std::uint32_t n = 4096;
  const auto scramble = scramble_of(n);
  const auto z = normals("z", n, 8);
  std::vector<double> minus;
  for (const double v : z) minus.push_back(-v);
  const Choice choice({std::vector<double>(n, 0.1), z, minus}, scramble);
  CHECK(choice.best() == 0);
  const PreparedAssumption x(z, scramble);
  // E max(0.1, |z|) - 0.1 by the normal distribution.
  const double pi = 3.14159265358979323846;
  const double density = std::exp(-0.005) / std::sqrt(2 * pi), below = std::erf(0.1 / std::sqrt(2.0));
  near(jackknife(value_of_information(x.regression(), choice)), 0.1 * below + 2 * density - 0.1);
}
