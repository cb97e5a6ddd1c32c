// Counts followed by learnt rates: exact means, uncertainty that is held over the years, luck on top.

#include <cmath>
#include <stdexcept>

#include "sim/count_chain.hpp"
#include "tests/catch.hpp"

namespace {

constexpr std::size_t ages = 26;

/// Two states. At every age from 4 to 24: of 200 in A a tenth go to B and a twentieth leave; of 100 in B
/// three in a hundred go to A and eight leave. In ten of a thousand people a child joins, three quarters of
/// them in A.
sim::ChainCounts known(double times = 1) {
  sim::ChainCounts c{ages,
                     2,
                     std::vector<double>(ages * 6),
                     std::vector<double>(ages * 2),
                     std::vector<double>(ages),
                     std::vector<double>(ages * 2),
                     {}};
  for (std::size_t a = 4; a < 25; ++a) {
    const double rows[6] = {170, 20, 10, 3, 89, 8};
    for (std::size_t i = 0; i < 6; ++i) c.moves[a * 6 + i] = rows[i] * times;
    c.start[a * 2] = 200;
    c.start[a * 2 + 1] = 100;
  }
  for (std::size_t a = 0; a < ages; ++a) {
    c.exposure[a] = 4000 * times;
    c.joined[a * 2] = 30 * times;
    c.joined[a * 2 + 1] = 10 * times;
  }
  c.people.assign(6, std::vector<double>(ages, 2000));
  return c;
}

/// The exact result by the known rates, written down apart from the code under test.
std::vector<double> exact(const sim::ChainCounts& c) {
  std::vector<double> a(ages), b(ages), out;
  for (std::size_t i = 0; i < ages; ++i) a[i] = c.start[i * 2], b[i] = c.start[i * 2 + 1];
  for (std::size_t year = 0; year <= c.people.size(); ++year) {
    double in_a = 0, in_b = 0;
    for (std::size_t i = 0; i < ages; ++i) in_a += a[i], in_b += b[i];
    out.push_back(in_a);
    out.push_back(in_b);
    for (std::size_t i = ages; i-- > 1;) {
      const double from_a = a[i - 1], from_b = b[i - 1];
      a[i] = from_a * 0.85 + from_b * 0.03 + 2000 * 0.0075;
      b[i] = from_a * 0.10 + from_b * 0.89 + 2000 * 0.0025;
    }
    a[0] = 2000 * 0.0075;
    b[0] = 2000 * 0.0025;
  }
  return out;
}

struct Moments {
  double mean = 0, variance = 0;
};
template <class Value>
Moments moments(int n, const Value& value) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = value(static_cast<std::uint32_t>(i));
    sum += x;
    squares += x * x;
  }
  return {sum / n, (squares - sum * sum / n) / (n - 1)};
}

}  // namespace

TEST_CASE("Expected counts of a chain equal the exact matrix result") {
  const sim::ChainPosterior chain(known());
  const auto got = chain.expected(chain.mean()), want = exact(known());
  REQUIRE(got.size() == want.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(want[i]).epsilon(1e-12));
}

TEST_CASE("An age with few children learns from the others, one with many does not") {
  auto counts = known();
  for (std::size_t i = 0; i < 6; ++i) counts.moves[10 * 6 + i] = 0;  // nobody was counted at 10
  counts.moves[11 * 6] = 0;
  counts.moves[11 * 6 + 1] = 0;
  counts.moves[11 * 6 + 2] = 100000;  // at 11 all leave
  const auto rates = sim::ChainPosterior(counts).mean();
  CHECK(rates.moves[11 * 6 + 2] > 0.9999);
  double pooled_left = 0, pooled = 0;
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t t = 0; t < 3; ++t) {
      pooled += counts.moves[a * 6 + t];
      if (t == 2) pooled_left += counts.moves[a * 6 + t];
    }
  CHECK(rates.moves[10 * 6 + 2] == Approx(pooled_left / pooled));
}

TEST_CASE("What is not known of a rate is held for all years and so accumulates") {
  // Two ages: whoever joins at 1 has left a year later, so every year's count is people x rate.
  sim::ChainCounts c{2, 1, std::vector<double>(4), {0, 20}, {0, 1000}, {0, 0}, {}};
  c.people.assign(5, {0, 1000});
  const sim::ChainPosterior chain(c);
  const double shape = 21, rate = 1000 + 1000 / 20.0, yearly = 1000 * 1000 * shape / rate / rate;
  const auto sum_of = [](const std::vector<double>& counts) {
    double sum = 0;
    for (std::size_t year = 1; year <= 5; ++year) sum += counts[year];
    return sum;
  };
  constexpr int n = 20000;
  const double standard_error = std::sqrt((2 + 6 / shape) / n);  // of a variance over the variance, gamma
  const auto held = moments(n, [&](std::uint32_t r) { return sum_of(chain.expected(chain.draw(7, r))); });
  CHECK(std::abs(held.mean - 5 * 1000 * shape / rate) < 4.9 * std::sqrt(25 * yearly / n));
  CHECK(std::abs(held.variance / (25 * yearly) - 1) < 4.9 * standard_error);
  // An engine that redraws the rate every year has a fifth of the variance, and fails.
  const auto redrawn = moments(n, [&](std::uint32_t r) {
    double sum = 0;
    for (std::uint32_t year = 1; year <= 5; ++year) sum += chain.expected(chain.draw(7, r * 5 + year))[year];
    return sum;
  });
  CHECK(std::abs(redrawn.variance / (5 * yearly) - 1) < 4.9 * standard_error);
  CHECK(std::abs(redrawn.variance / (25 * yearly) - 1) > 4.9 * standard_error);
}

TEST_CASE("Luck adds to it: children move one by one around the expected counts") {
  const sim::ChainPosterior chain(known());
  const auto rates = chain.mean();
  const auto expected = chain.expected(rates);
  constexpr int n = 2000;
  for (const std::size_t at : {std::size_t{2}, std::size_t{7}, std::size_t{12}}) {
    const auto seen = moments(n, [&](std::uint32_t r) { return chain.simulate(rates, 3, r)[at]; });
    CHECK(std::abs(seen.mean - expected[at]) < 4.9 * std::sqrt(seen.variance / n));
    CHECK(seen.variance < expected[at] * 1.2);  // multinomial and Poisson: at most about the mean
    CHECK(seen.variance > expected[at] * 0.05);
  }
  CHECK(chain.simulate(rates, 3, 5) == chain.simulate(rates, 3, 5));
  CHECK(chain.simulate(rates, 3, 5) != chain.simulate(rates, 3, 6));
}

TEST_CASE("A chain refuses counts that are none") {
  auto counts = known();
  counts.moves[30] = -1;
  CHECK_THROWS_AS(sim::ChainPosterior(counts), std::invalid_argument);
  counts = known();
  counts.start.pop_back();
  CHECK_THROWS_AS(sim::ChainPosterior(counts), std::invalid_argument);
}
