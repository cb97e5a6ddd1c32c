// Statistical tests of the layers of variance and of the Monte Carlo errors, each with a mutant that it
// catches. Acceptance: 4.9 standard errors from theory (false alarm 1e-6), fixed seeds.

#include <array>
#include <boost/math/distributions/beta.hpp>
#include <cmath>

#include "sim/assumptions.hpp"
#include "sim/philox.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

constexpr int children = 1000;
constexpr std::uint32_t draws = 40'000;

// The assumption p ~ Beta(20, 80), and who asks for luck.
struct BetaBinomial {
  Design design = Design::mc;
  Seed seed = 11;
  AssumptionSampler sampler{{{"p", Uncertain::of(dist::beta(20, 80))}}, {}, design, seed, draws};

  double rate(std::uint32_t replicate) const {
    double p = 0.0;
    sampler.draw(replicate, {&p, 1});
    return p;
  }
  double count(std::uint32_t replicate, unsigned member, std::uint16_t year, double p) const {
    const Block w =
        draw(seed, DrawKey{.replicate = replicate_word(replicate, member), .entity = 1, .occasion = year});
    return static_cast<double>(inverse_binomial(children, p, unit53(w[0], w[1])));
  }
};

std::array<std::vector<double>, 3> three_members(const BetaBinomial& model, bool redraw_rate) {
  std::array<std::vector<double>, 3> y;
  for (std::uint32_t r = 0; r < draws; ++r)
    for (unsigned member = 0; member < 3; ++member) {
      const double p = model.rate(redraw_rate ? (r + 7919 * member) % draws : r);
      y[member].push_back(model.count(r, member, 0, p));
    }
  return y;
}

// E over p ~ Beta(20, 80) of f(p), by the midpoint rule over its quantiles.
template <class F>
double over_rates(F f) {
  const boost::math::beta_distribution<double> rates(20, 80);
  double total = 0.0;
  for (int i = 0; i < 4000; ++i) total += f(quantile(rates, (i + 0.5) / 4000)) / 4000;
  return total;
}

constexpr double assumptions_layer = 1584.158415841584;  // 1000^2 * .2 * .8 / 101
constexpr double luck_layer = 158.4158415841584;         // 1000 E p(1-p)

// Standard errors of the two estimators. Given p the members are independent, so the product of their
// deviations has second moment E g(p)^2, g the conditional second moment; half a squared difference has (2 m4
// + 6 m2^2)/4.
double error_of_assumptions() {
  const double second = over_rates([](double p) {
    const double g = children * p * (1 - p) + std::pow(children * (p - 0.2), 2);
    return g * g;
  });
  return std::sqrt((second - assumptions_layer * assumptions_layer) / draws);
}
double error_of_luck() {
  const double second = over_rates([](double p) {
    const double m2 = children * p * (1 - p);
    const double m4 = m2 * (1 + 3 * (children - 2) * p * (1 - p));
    return (2 * m4 + 6 * m2 * m2) / 4;
  });
  return std::sqrt((second - luck_layer * luck_layer) / draws);
}

double five_year_sd(bool redraw_each_year) {
  const BetaBinomial model;
  std::vector<double> sums;
  for (std::uint32_t r = 0; r < draws; ++r) {
    double total = 0.0;
    for (std::uint16_t year = 0; year < 5; ++year) {
      const double p = model.rate(redraw_each_year ? (r + 7919 * year) % draws : r);
      total += model.count(r, 0, year, p);
    }
    sums.push_back(total);
  }
  return sd(sums);
}

}  // namespace

TEST_CASE("The layers of a beta-binomial are 1584.158 and 158.416, ten elevenths the assumption") {
  const auto y = three_members(BetaBinomial{}, false);
  const Layers layers = layers_of_variance(y[0], y[1], y[2]);
  CHECK(std::abs(layers.assumptions.value - assumptions_layer) < 4.9 * error_of_assumptions());
  CHECK(std::abs(layers.luck.value - luck_layer) < 4.9 * error_of_luck());
  CHECK(std::abs(layers.years.value) < 4.9 * std::sqrt(2.0) * error_of_assumptions());
  CHECK(layers.assumptions.value / (layers.assumptions.value + layers.luck.value) ==
        Approx(10.0 / 11).margin(0.005));
  CHECK(layers.assumptions.mcse == Approx(error_of_assumptions()).epsilon(4.9 * std::sqrt(0.5 / 15)));
  CHECK(layers.luck.mcse == Approx(error_of_luck()).epsilon(4.9 * std::sqrt(0.5 / 15)));
}

TEST_CASE("Members that do not share their assumptions fail the test of the layers") {
  const auto y = three_members(BetaBinomial{}, true);
  const Layers layers = layers_of_variance(y[0], y[1], y[2]);
  CHECK(std::abs(layers.assumptions.value - assumptions_layer) > 4.9 * error_of_assumptions());
  CHECK(std::abs(layers.luck.value - luck_layer) > 4.9 * error_of_luck());
}

TEST_CASE("Years come out as what the second member shares and the third does not") {
  std::array<std::vector<double>, 3> y;
  const auto normal = [](std::uint32_t replicate, unsigned member, std::uint64_t what) {
    const Block w = draw(5, DrawKey{.replicate = replicate_word(replicate, member), .entity = what});
    return inverse_normal(unit53(w[0], w[1]));
  };
  for (std::uint32_t r = 0; r < draws; ++r)
    for (unsigned member = 0; member < 3; ++member)
      y[member].push_back(3 * normal(r, 0, 1) + 2 * normal(r, member / 2, 2) + normal(r, member, 3));
  const Layers layers = layers_of_variance(y[0], y[1], y[2]);
  // Normal data: Var of a sample covariance is (s^2 s^2 + c^2)/n, and of the luck 2 * 1^2/n.
  const double n = draws, of_a = std::sqrt((14.0 * 14 + 81) / n), of_ay = std::sqrt((14.0 * 14 + 169) / n);
  CHECK(std::abs(layers.assumptions.value - 9) < 4.9 * of_a);
  CHECK(std::abs(layers.years.value - 4) < 4.9 * std::hypot(of_a, of_ay));
  CHECK(std::abs(layers.luck.value - 1) < 4.9 * std::sqrt(2 / n));
  const Layers swapped = layers_of_variance(y[0], y[2], y[1]);  // the mutant: second and third run exchanged
  CHECK(std::abs(swapped.years.value - 4) > 4.9 * std::hypot(of_a, of_ay));
}

TEST_CASE("A rate held for five years spreads their sum to 200.99; one redrawn each year stops at 93.34") {
  // A near-normal sum: the standard error of its sd is sd / sqrt(2 n), 10 % more for its kurtosis.
  const double held = five_year_sd(false), redrawn = five_year_sd(true);
  const double allowed = 4.9 * 1.1 / std::sqrt(2.0 * draws);
  CHECK(held == Approx(200.99).epsilon(allowed));
  CHECK(redrawn == Approx(93.34).epsilon(allowed));
  CHECK_FALSE(redrawn == Approx(200.99).epsilon(allowed));  // so an engine that redraws fails this test
}

namespace {

constexpr int inputs = 10;
constexpr std::array levels{0.1, 0.5, 0.9};

// A smooth function of ten uncertain inputs whose distribution is known: the product of lognormals is
// lognormal.
struct Product {
  AssumptionSampler sampler;
  std::uint32_t n;
  std::array<double, inputs> values{};

  static std::vector<NamedUncertain> parameters() {
    std::vector<NamedUncertain> all;
    for (int i = 0; i < inputs; ++i)
      all.push_back({"input." + std::to_string(i), Uncertain::of(dist::lognormal(0.1, 0.05 + 0.03 * i))});
    return all;
  }
  static double sigma() {
    double square = 0.0;
    for (int i = 0; i < inputs; ++i) square += std::pow(0.05 + 0.03 * i, 2);
    return std::sqrt(square);
  }
  Product(Design design, Seed seed, std::uint32_t replicates)
      : sampler(parameters(), {}, design, seed, replicates), n(replicates) {}
  std::vector<double> run() {
    std::vector<double> y(n, 1.0);
    for (std::uint32_t r = 0; r < n; ++r) {
      sampler.draw(r, values);
      for (const double x : values) y[r] *= x;
    }
    return y;
  }
};

// How many of 100 seeds cover the truth with estimate +- t15 * error: the mean, then P10, P50, P90.
template <class ErrorOf>
std::array<int, 4> coverage(Design design, std::uint32_t n, ErrorOf error_of) {
  const auto truth = [](double p) { return std::exp(0.1 * inputs + Product::sigma() * inverse_normal(p)); };
  std::array<int, 4> covered{};
  for (Seed seed = 0; seed < 100; ++seed) {
    const auto y = Product(design, seed, n).run();
    const auto q = quantiles(y, levels);
    const std::array<double, 4> errors = error_of(y);
    const double exact_mean = std::exp(0.1 * inputs + 0.5 * std::pow(Product::sigma(), 2));
    covered[0] += std::abs(mean(y) - exact_mean) <= t15_975 * errors[0];
    for (std::size_t i = 0; i < levels.size(); ++i)
      covered[i + 1] += std::abs(q[i] - truth(levels[i])) <= t15_975 * errors[i + 1];
  }
  return covered;
}

std::array<double, 4> from_scrambles(const std::vector<double>& y) {
  const auto e = mcse_quantiles(y, levels);
  return {mcse_mean(y), e[0], e[1], e[2]};
}

}  // namespace

TEST_CASE("Stated 95 % Monte Carlo intervals of mean, P10, P50 and P90 cover 90 to 99 times in 100") {
  const auto covered = coverage(Design::sobol, 1024, from_scrambles);
  INFO("mean " << covered[0] << ", P10 " << covered[1] << ", P50 " << covered[2] << ", P90 " << covered[3]);
  for (const int c : covered) {
    CHECK(c >= 90);
    CHECK(c <= 99);
  }
}

TEST_CASE("The test of coverage refuses the naive error and one that forgets the square root of sixteen") {
  const auto naive = coverage(Design::sobol, 1024, [](const std::vector<double>& y) {
    return std::array<double, 4>{sd(y) / std::sqrt(static_cast<double>(y.size())), 0, 0, 0};
  });
  CHECK(naive[0] > 99);  // too wide: it does not know that the draws are stratified
  const auto sixteenth = coverage(Design::sobol, 1024, [](const std::vector<double>& y) {
    auto e = from_scrambles(y);
    for (double& x : e) x *= 0.25;
    return e;
  });
  for (const int c : sixteenth) CHECK(c < 90);
}
