// Each sampler against its distribution at 4.9 standard errors, and each test against a sampler that is
// broken.
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/taus88.hpp>
#include <functional>
#include <numeric>
#include <vector>

#include "sim/sample.hpp"
#include "tests/catch.hpp"
#include "tests/statistics/z_score.hpp"

using sim::DrawKey;
using statistics::accepted;
using statistics::z_of_counts;
using statistics::z_of_mean;

namespace {

constexpr sim::Seed seed = 20240117;

// Word i of a sequence, whatever it runs over.
using Words = std::function<std::uint32_t(std::uint32_t i)>;

// Sequences of one word per key, along each field of the key and along the words of a block.
const std::vector<std::pair<const char*, Words>> along = {
    {"replicates",
     [](std::uint32_t i) {
       return sim::draw(seed, {i, 7, 8, 9})[0];
     }},
    {"entities",
     [](std::uint32_t i) {
       return sim::draw(seed, {6, i, 8, 9})[0];
     }},
    {"entities, high half",
     [](std::uint32_t i) {
       return sim::draw(seed, {6, std::uint64_t{i} << 32, 8, 9})[0];
     }},
    {"occasions and purposes",
     [](std::uint32_t i) {
       return sim::draw(seed, {6, 7, static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(i >> 16)})[0];
     }},
    {"purposes and occasions",
     [](std::uint32_t i) {
       return sim::draw(seed, {6, 7, static_cast<std::uint16_t>(i >> 16), static_cast<std::uint16_t>(i)})[0];
     }},
    {"seeds",
     [](std::uint32_t i) {
       return sim::draw(seed + i, {6, 7, 8, 9})[0];
     }},
    {"words of blocks",
     [](std::uint32_t i) {
       return sim::draw(seed, {6, i / 4, 8, 9})[i % 4];
     }},
    {"keyed engine",
     [engine = sim::KeyedEngine(seed, {6, 7, 8, 9})](std::uint32_t) mutable { return engine(); }},
};

std::uint32_t reused_key(std::uint32_t i) { return sim::draw(seed, {6, i / 2, 8, 9})[0]; }

std::uint32_t consecutive_taus88(std::uint32_t i) { return boost::random::taus88(i + 1)(); }

// Words in 256 cells by their top bits.
double z_of_uniformity(const Words& word, std::uint32_t n = 1U << 18) {
  std::vector<double> counts(256), probabilities(256, 1.0 / 256);
  for (std::uint32_t i = 0; i < n; ++i) ++counts[word(i) >> 24];
  return z_of_counts(counts, probabilities);
}

// Neighbours' product of centred uniforms: mean 0, standard deviation 1/12.
double z_of_neighbours(const Words& word, std::uint32_t n = 1U << 18) {
  std::vector<double> products;
  double before = sim::unit(word(0)) - 0.5;
  for (std::uint32_t i = 1; i < n; ++i) {
    const double now = sim::unit(word(i)) - 0.5;
    products.push_back(before * now);
    before = now;
  }
  return z_of_mean(products, 0, 1.0 / 12);
}

// Set bits by position: 32 independent proportions, as one chi-square.
double z_of_bits(const Words& word, std::uint32_t n = 1U << 18) {
  double statistic = 0;
  std::vector<double> ones(32);
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t bits = word(i), b = 0; b < 32; ++b) ones[b] += bits >> b & 1;
  for (const double count : ones) statistic += (count - n / 2.0) * (count - n / 2.0) / (n / 4.0);
  return statistics::z_of_chi_square(statistic, 32);
}

// Counts from `draw` in cells of their exact probabilities; both tails pooled where fewer than 10 are
// expected.
template <class Distribution>
double z_of_distribution(const Distribution& truth, const std::function<std::int64_t(double u)>& draw) {
  constexpr std::uint32_t n = 200000;
  const double rare = 10.0 / n;
  const auto low = static_cast<std::int64_t>(quantile(truth, rare)) + 1;
  const auto high = static_cast<std::int64_t>(quantile(complement(truth, rare))) - 1;
  std::vector<double> probabilities, counts(static_cast<std::size_t>(high - low + 1));
  probabilities.push_back(cdf(truth, static_cast<double>(low)));
  for (std::int64_t k = low + 1; k < high; ++k) probabilities.push_back(pdf(truth, static_cast<double>(k)));
  probabilities.push_back(cdf(complement(truth, static_cast<double>(high - 1))));
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::int64_t k = draw(sim::unit(sim::draw(seed, {1, i, 2, 3})[0]));
    ++counts[static_cast<std::size_t>(std::clamp(k, low, high) - low)];
  }
  return z_of_counts(counts, probabilities);
}

// The fourth power sees the tails: its mean is 3 and its variance 96 for a standard normal.
double z_of_normal_tails(const std::function<double(std::uint32_t i)>& draw) {
  std::vector<double> fourth;
  for (std::uint32_t i = 0; i < 1000000; ++i) fourth.push_back(std::pow(draw(i), 4));
  return z_of_mean(fourth, 3, std::sqrt(96.0));
}

double z_of_normal_cells(const std::function<double(std::uint32_t i)>& draw) {
  const boost::math::normal_distribution<> truth;
  std::vector<double> counts(100), probabilities(100, 0.01);
  for (std::uint32_t i = 0; i < 200000; ++i) ++counts[static_cast<std::size_t>(cdf(truth, draw(i)) * 100)];
  return z_of_counts(counts, probabilities);
}

using Race = std::function<std::size_t(std::span<const std::uint32_t>, std::span<const double>)>;

double z_of_race(const Race& race) {
  const std::vector<double> weights = {0.5, 0, 3, 1, 0.01, 7, 2, 2};
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> counts(weights.size()), probabilities;
  for (std::uint32_t child = 0; child < 200000; ++child) {
    std::vector<std::uint32_t> words;
    for (std::uint16_t type = 0; type < weights.size(); ++type)
      words.push_back(sim::draw(seed, {1, child, 2, type})[0]);
    ++counts[race(words, weights)];
  }
  if (counts[1] != 0) return 37;  // weight zero never wins
  counts.erase(counts.begin() + 1);
  for (const double weight : weights)
    if (weight > 0) probabilities.push_back(weight / all);
  return z_of_counts(counts, probabilities);
}

// Mean of n values made by a distribution on an engine per entity.
template <class Engine, class Distribution>
double z_of_boost(Distribution distribution, double mean, double sd,
                  const std::function<Engine(std::uint32_t)>& engine) {
  std::vector<double> values;
  for (std::uint32_t i = 0; i < 100000; ++i) {
    Engine words = engine(i);
    distribution.reset();
    values.push_back(distribution(words));
  }
  return z_of_mean(values, mean, sd);
}

}  // namespace

TEST_CASE("Words are uniform along every field of the key; taus88 with consecutive seeds is not") {
  for (const auto& [name, word] : along) {
    CAPTURE(name);
    CHECK(std::abs(z_of_uniformity(word)) <= accepted);
    CHECK(std::abs(z_of_bits(word)) <= accepted);
  }
  CHECK(std::abs(z_of_uniformity(consecutive_taus88)) > accepted);
  CHECK(std::abs(z_of_bits(consecutive_taus88)) > accepted);
  CHECK(std::abs(z_of_uniformity(reused_key)) > accepted);
}

TEST_CASE(
    "Neighbouring words are uncorrelated along every field of the key; a sampler that reuses keys is not") {
  for (const auto& [name, word] : along) {
    CAPTURE(name);
    CHECK(std::abs(z_of_neighbours(word)) <= accepted);
  }
  CHECK(std::abs(z_of_neighbours(reused_key)) > accepted);
}

TEST_CASE("An event below a threshold has its probability; one that keeps only four bits has not") {
  for (const double p : {0.001, 0.03, 0.3, 0.9}) {
    const auto z = [&](std::uint32_t limit, std::uint32_t kept) {
      std::vector<double> events;
      for (std::uint32_t i = 0; i < 200000; ++i)
        events.push_back((sim::draw(seed, {2, i, 3, 4})[0] & kept) < limit ? 1 : 0);
      return z_of_mean(events, p, std::sqrt(p * (1 - p)));
    };
    CAPTURE(p);
    CHECK(std::abs(z(sim::threshold(p), 0xffff'ffff)) <= accepted);
    CHECK(std::abs(z(sim::threshold(p), 0xf000'0000)) > accepted);
  }
}

TEST_CASE("Binomial counts have their distribution; off by one trial or by one in the search they have not") {
  struct Case {
    std::int64_t n;
    double p;
  };
  for (const auto [n, p] : {Case{20, 0.3}, {60, 0.9}, {2000, 0.01}, {100, 0.5}, {5000, 0.4}}) {
    CAPTURE(n, p);
    const boost::math::binomial_distribution<> truth(static_cast<double>(n), p);
    CHECK(std::abs(z_of_distribution(truth, [=](double u) { return sim::inverse_binomial(n, p, u); })) <=
          accepted);
    CHECK(z_of_distribution(truth, [=](double u) { return sim::inverse_binomial(n, p, u) + 1; }) > accepted);
    if (n <= 100)
      CHECK(z_of_distribution(truth, [=](double u) { return sim::inverse_binomial(n - 1, p, u); }) >
            accepted);
  }
}

TEST_CASE("Poisson counts have their distribution; a rounded normal has not") {
  for (const double mean : {0.5, 4.0, 40.0, 900.0}) {
    CAPTURE(mean);
    const boost::math::poisson_distribution<> truth(mean);
    CHECK(std::abs(z_of_distribution(truth, [=](double u) { return sim::inverse_poisson(mean, u); })) <=
          accepted);
    if (mean > 100) continue;  // where the two are too near to be told apart
    CHECK(z_of_distribution(truth, [=](double u) {
            return static_cast<std::int64_t>(std::floor(mean + std::sqrt(mean) * sim::inverse_normal(u)));
          }) > accepted);
  }
}

TEST_CASE("Normal deviates have their distribution and tails; the sum of twelve uniforms has not") {
  const auto right = [](std::uint32_t i) {
    return sim::inverse_normal(sim::unit(sim::draw(seed, {1, i, 5, 6})[0]));
  };
  const auto twelve = [](std::uint32_t i) {
    sim::KeyedEngine engine(seed, {1, i, 5, 6});
    double sum = -6;
    for (int j = 0; j < 12; ++j) sum += sim::unit(engine());
    return sum;
  };
  CHECK(std::abs(z_of_normal_cells(right)) <= accepted);
  CHECK(std::abs(z_of_normal_tails(right)) <= accepted);
  CHECK(std::abs(z_of_normal_tails(twelve)) > accepted);
  CHECK(std::abs(z_of_normal_cells([&](std::uint32_t i) { return right(i) * 1.02; })) > accepted);
}

TEST_CASE("A race is won in proportion to weight; without the logarithm it is not") {
  CHECK(std::abs(z_of_race(sim::exponential_race)) <= accepted);
  CHECK(z_of_race([](auto words, auto weights) {
          std::size_t winner = 0;
          for (std::size_t i = 1; i < words.size(); ++i)
            if (sim::unit(words[i]) * weights[i] > sim::unit(words[winner]) * weights[winner]) winner = i;
          return winner;
        }) > accepted);
}

TEST_CASE(
    "Boost's distributions on keyed engines have their means; on an engine that repeats its block they have "
    "not") {
  // Gives each word of the block twice; it still moves on, since rejection on a constant would never end.
  struct Repeating {
    using result_type = std::uint32_t;
    sim::KeyedEngine engine;
    result_type last = 0;
    bool again = false;
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return 0xffff'ffff; }
    result_type operator()() {
      again = !again;
      return last = again ? engine() : last;
    }
  };
  const std::function<sim::KeyedEngine(std::uint32_t)> keyed = [](std::uint32_t i) {
    return sim::KeyedEngine(seed, {3, i, 1, 1});
  };
  const std::function<Repeating(std::uint32_t)> repeating = [&](std::uint32_t i) {
    return Repeating{keyed(i)};
  };
  const boost::random::normal_distribution<> normal(5, 2);
  const boost::random::gamma_distribution<> gamma(4, 3);
  const boost::random::beta_distribution<> beta(2, 3);
  CHECK(std::abs(z_of_boost(normal, 5, 2, keyed)) <= accepted);
  CHECK(std::abs(z_of_boost(gamma, 12, 6, keyed)) <= accepted);
  CHECK(std::abs(z_of_boost(beta, 0.4, 0.2, keyed)) <= accepted);
  CHECK(std::abs(z_of_boost(gamma, 12, 6, repeating)) > accepted);
}
