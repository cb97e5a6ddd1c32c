// Inversion against Boost.Math's CDFs by the definition of a quantile; monotone; right at the extremes.
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <random>
#include <vector>

#include "sim/sample.hpp"
#include "tests/catch.hpp"

namespace {

constexpr double tiny = std::numeric_limits<double>::min();

// Whether k is the smallest number whose CDF reaches u; upper tails by the complement, where 1 - u is exact.
template <class Distribution>
bool is_quantile(const Distribution& distribution, std::int64_t k, double u) {
  const auto reached = [&](std::int64_t at) {
    if (at < 0) return false;
    const auto x = static_cast<double>(at);
    return u <= 0.5 ? cdf(distribution, x) >= u : cdf(complement(distribution, x)) <= 1 - u;
  };
  return reached(k) && !reached(k - 1);
}

// Ordinary words, and the deepest tails that one and two words can reach.
std::vector<double> uniforms(std::size_t ordinary, unsigned seed) {
  std::mt19937 words(seed);
  std::vector<double> us = {sim::unit(0),
                            sim::unit(0xffffffff),
                            sim::unit53(0, 0),
                            sim::unit53(0xffffffff, 0xffffffff),
                            1e-9,
                            0.99e-9,
                            1.01e-9,
                            1 - 0.99e-9,
                            1 - 1.01e-9,
                            1e-30,
                            0.25,
                            0.75};
  for (std::size_t i = 0; i < ordinary; ++i) us.push_back(sim::unit(static_cast<std::uint32_t>(words())));
  return us;
}

}  // namespace

TEST_CASE("Uniform numbers are inside (0, 1) and in the middle of their cells") {
  STATIC_REQUIRE(sim::unit(0) == 0x1p-33);
  STATIC_REQUIRE(sim::unit(0xffffffff) == 1 - 0x1p-33);
  STATIC_REQUIRE(sim::unit53(0, 0) == 0x1p-53);
  STATIC_REQUIRE(sim::unit53(0xffffffff, 0xffffffff) == 1 - 0x1p-53);
  STATIC_REQUIRE(sim::unit53(0x80000000, 0) == 0.5 + 0x1p-53);
  // The second word refines the first: the cells of one word hold the numbers of two.
  CHECK(std::abs(sim::unit53(123456789, 987654321) - sim::unit(123456789)) < 0x1p-33);
}

TEST_CASE("A threshold is the probability to the nearest 2^-32, except that certainty is one word short") {
  STATIC_REQUIRE(sim::threshold(0) == 0);
  STATIC_REQUIRE(sim::threshold(-1) == 0);
  CHECK(sim::threshold(std::numeric_limits<double>::quiet_NaN()) == 0);
  STATIC_REQUIRE(sim::threshold(0.5) == 0x80000000);
  STATIC_REQUIRE(sim::threshold(0x1p-32) == 1);
  STATIC_REQUIRE(sim::threshold(0.49 * 0x1p-32) == 0);
  STATIC_REQUIRE(sim::threshold(1) == 0xffffffff);
  STATIC_REQUIRE(sim::threshold(1 - 0x1p-34) == 0xffffffff);
  STATIC_REQUIRE(sim::threshold(1 - 0x1p-31) == 0xfffffffe);
  STATIC_REQUIRE(sim::threshold(7) == 0xffffffff);
}

TEST_CASE("Binomial inversion is the quantile by Boost's CDF") {
  const auto us = uniforms(300, 4);
  for (const std::int64_t n : {1, 2, 7, 50, 1000, 2000, 20000, 1000000, 10000000}) {
    for (const double p : {1e-12, 1e-5, 0.0005, 0.02, 0.1, 0.3, 0.499, 0.5, 0.501, 0.8, 0.99, 1 - 1e-6}) {
      const boost::math::binomial_distribution<> truth(static_cast<double>(n), p);
      const std::size_t some = n > 100000 ? 60 : us.size();
      for (std::size_t i = 0; i < some; ++i) {
        CAPTURE(n, p, us[i]);
        const std::int64_t k = sim::inverse_binomial(n, p, us[i]);
        REQUIRE(k >= 0);
        REQUIRE(k <= n);
        REQUIRE(is_quantile(truth, k, us[i]));
      }
    }
  }
}

TEST_CASE("Poisson inversion is the quantile by Boost's CDF") {
  const auto us = uniforms(300, 5);
  for (const double mean : {1e-12, 0.01, 0.7, 3.0, 30.0, 599.0, 601.0, 5000.0, 1e6, 1e9}) {
    const boost::math::poisson_distribution<> truth(mean);
    for (const double u : us) {
      CAPTURE(mean, u);
      REQUIRE(is_quantile(truth, sim::inverse_poisson(mean, u), u));
    }
  }
}

TEST_CASE("Binomial inversion equals a sum of long-double terms written out") {
  for (const double p : {0.02, 0.3, 0.7}) {
    const int n = 12;
    for (const double u : uniforms(1000, 6)) {
      if (u > 1 - 1e-12) continue;  // beyond what a sum from 0 resolves
      long double term = std::pow(1 - static_cast<long double>(p), n), sum = term;
      int k = 0;
      while (sum < u) {
        term *= static_cast<long double>(n - k) / (k + 1) * (p / (1 - static_cast<long double>(p)));
        sum += term;
        ++k;
      }
      CAPTURE(p, u);
      REQUIRE(sim::inverse_binomial(n, p, u) == k);
    }
  }
}

TEST_CASE("Counts at the extremes") {
  for (const double u : uniforms(20, 7)) {
    CHECK(sim::inverse_binomial(0, 0.5, u) == 0);
    CHECK(sim::inverse_binomial(-3, 0.5, u) == 0);
    CHECK(sim::inverse_binomial(2000, 0, u) == 0);
    CHECK(sim::inverse_binomial(2000, -0.1, u) == 0);
    CHECK(sim::inverse_binomial(2000, 1, u) == 2000);
    CHECK(sim::inverse_binomial(2000, tiny, u) == 0);
    CHECK(sim::inverse_poisson(0, u) == 0);
  }
  CHECK(sim::inverse_binomial(20, 0.5, tiny) == 0);
  CHECK(sim::inverse_binomial(20, 0.5, 1 - 0x1p-53) == 20);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(sim::inverse_binomial(20, nan, 0.5), std::domain_error);
  CHECK_THROWS_AS(sim::inverse_binomial(20, 0.5, nan), std::domain_error);
  CHECK_THROWS_AS(sim::inverse_binomial(20, 0.5, 1), std::domain_error);
  CHECK_THROWS_AS(sim::inverse_poisson(nan, 0.5), std::domain_error);
  CHECK_THROWS_AS(sim::inverse_poisson(3, 0), std::domain_error);
}

TEST_CASE("Counts never fall when the uniform, the trials, the probability or the mean rises") {
  std::mt19937_64 words(8);
  const auto any = [&] { return sim::unit(static_cast<std::uint32_t>(words())); };
  for (int i = 0; i < 20000; ++i) {
    const auto n = static_cast<std::int64_t>(std::exp(any() * 9));
    const double p = any(), u = any(), mean = std::exp(8 * any());
    // Steps of every size, so that they cross one half, the change of method and the tails.
    const double share = std::pow(any(), 6);
    const double more_p = p + share * (1 - p), more_u = u + share * (1 - u) / 2;
    CAPTURE(n, p, u, more_p, more_u, mean);
    const std::int64_t k = sim::inverse_binomial(n, p, u), c = sim::inverse_poisson(mean, u);
    REQUIRE(sim::inverse_binomial(n, more_p, u) >= k);
    REQUIRE(sim::inverse_binomial(n, p, more_u) >= k);
    const std::int64_t more_n = sim::inverse_binomial(n + 1, p, u);
    REQUIRE(more_n >= k);
    REQUIRE(more_n <= k + 1);
    REQUIRE(sim::inverse_poisson(mean * (1 + share), u) >= c);
    REQUIRE(sim::inverse_poisson(mean, more_u) >= c);
  }
  // Along one line through the change of method, at a fixed uniform.
  std::int64_t before = 0;
  for (double mean = 590; mean < 610; mean += 0.01) {
    const std::int64_t count = sim::inverse_binomial(20000, mean / 20000, 0.3);
    REQUIRE(count >= before);
    before = count;
  }
}

TEST_CASE("The normal quantile agrees with Boost's to the last digits") {
  const boost::math::normal_distribution<long double> truth;
  for (const double u : uniforms(20000, 9)) {
    CAPTURE(u);
    const auto expected =
        static_cast<double>(u < 0.5 ? quantile(truth, static_cast<long double>(u))
                                    : quantile(complement(truth, 1 - static_cast<long double>(u))));
    REQUIRE(sim::inverse_normal(u) == Approx(expected).epsilon(4e-15).margin(1e-15));
  }
  CHECK(sim::inverse_normal(0.5) == 0);
  CHECK(sim::inverse_normal(0.975) == Approx(1.959963984540054).epsilon(1e-15));
}

TEST_CASE("The normal quantile rises with every word, and is symmetric") {
  // All neighbouring words around the joints of its three formulas and the centre, and a comb over the rest.
  for (const double joint : {sim::unit(0), 1.3887943864964021e-11, 0.075, 0.3, 0.5, 0.925}) {
    const auto start = static_cast<std::uint32_t>(std::max(joint * 0x1p32 - 2000, 0.0));
    double before = -std::numeric_limits<double>::infinity();
    for (std::uint32_t word = start; word < start + 4000; ++word) {
      const double z = sim::inverse_normal(sim::unit(word));
      REQUIRE(z > before);
      REQUIRE(sim::inverse_normal(sim::unit(~word)) == -z);
      before = z;
    }
  }
  double before = -10;
  for (std::uint64_t word = 0; word < 0x1'0000'0000; word += 65537) {
    const double z = sim::inverse_normal(sim::unit(static_cast<std::uint32_t>(word)));
    REQUIRE(z > before);
    before = z;
  }
}

TEST_CASE("A race is won by the smallest time and never by weight zero") {
  const std::vector<std::uint32_t> words = {0xffffffff, 0x80000000, 0x10000000};
  CHECK(sim::exponential_race(words, std::vector<double>{1, 1, 1}) == 0);
  CHECK(sim::exponential_race(words, std::vector<double>{0, 1, 1}) == 1);
  CHECK(sim::exponential_race(words, std::vector<double>{0, 1, 100}) == 2);
  CHECK(sim::exponential_race(words, std::vector<double>{0, 0, 0}) == sim::no_winner);
  CHECK(sim::exponential_race({}, {}) == sim::no_winner);
  const std::vector<std::uint32_t> equal = {5, 5};
  CHECK(sim::exponential_race(equal, std::vector<double>{2, 2}) == 0);
  CHECK(sim::race_time(0x80000000, 2) == Approx(std::log(2) / 2).epsilon(1e-9));
}

TEST_CASE("A race is the Gumbel-max choice, and a larger weight or a new contestant only attracts") {
  std::mt19937 words(10);
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::uint32_t> noise(8);
    std::vector<double> weights(8);
    for (auto& word : noise) word = static_cast<std::uint32_t>(words());
    for (auto& weight : weights)
      weight = words() % 4 == 0 ? 0 : sim::unit(static_cast<std::uint32_t>(words()));
    const std::size_t winner = sim::exponential_race(noise, weights);
    if (winner == sim::no_winner) continue;

    std::size_t best = 0;
    double most = -std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < weights.size(); ++j) {
      const double score = std::log(weights[j]) - std::log(-std::log(sim::unit(noise[j])));
      if (score > most) most = score, best = j;
    }
    REQUIRE(winner == best);

    const std::size_t changed = words() % 8;
    weights[changed] = weights[changed] * 3 + 0.1;  // enters the race if it was not in it
    const std::size_t after = sim::exponential_race(noise, weights);
    REQUIRE((after == winner || after == changed));
  }
}

TEST_CASE("A keyed engine begins with its key's block and does not repeat") {
  const sim::DrawKey key{1, 2, 3, 4};
  sim::KeyedEngine engine(5, key);
  for (const std::uint32_t word : sim::draw(5, key)) CHECK(engine() == word);
  std::vector<std::uint32_t> later(4000);
  for (auto& word : later) word = engine();
  for (std::size_t i = 4; i < later.size(); i += 4)
    REQUIRE(!std::equal(later.begin(), later.begin() + 4, later.begin() + static_cast<std::ptrdiff_t>(i)));
}

TEST_CASE("Boost's distributions run on a keyed engine and depend on the key alone") {
  STATIC_REQUIRE(std::uniform_random_bit_generator<sim::KeyedEngine>);
  const auto values = [](std::uint64_t entity) {
    sim::KeyedEngine engine(5, {1, entity, 3, 4});
    return std::array<double, 3>{boost::random::normal_distribution<>(0, 1)(engine),
                                 boost::random::gamma_distribution<>(2, 3)(engine),
                                 boost::random::beta_distribution<>(2, 3)(engine)};
  };
  CHECK(values(1) == values(1));
  CHECK(values(1) != values(2));
}
