// Counts by inversion, and the exponential race.
#include "sim/sample.hpp"

#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <stdexcept>

namespace sim {
namespace {

// Without promotion to long double: three times faster, and the CDF is still right to 1e-12 for a million
// trials.
using Plain = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

// Counts of which P(X = 0) is above this are summed up from 0; it keeps that term far from underflow and
// quantiles inside the table of reciprocals.
constexpr double least_log_zero = -600;

// Below this, or as near to 1, sums of rounded terms could be wrong in every digit of the tail.
constexpr double tail = 1e-9;

constexpr auto reciprocal = [] {
  std::array<double, 1024> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = 1.0 / static_cast<double>(i + 1);
  return table;
}();

// Smallest k whose CDF reaches u, from P(X = 0) and step(k) = (k+1) P(X = k+1) / P(X = k).
// Four terms at a time: their ratios do not wait for each other, and most groups are passed over with one
// comparison.
template <class Step>
std::int64_t count_up(double u, double zero, Step step) {
  double pmf = zero, cdf = zero;
  if (cdf >= u) return 0;
  for (std::size_t k = 0;; k += 4) {
    const auto ratio = [&](std::size_t i) { return step(static_cast<double>(i)) * reciprocal[i]; };
    const double ratio0 = ratio(k), ratio1 = ratio(k + 1), ratio2 = ratio(k + 2), ratio3 = ratio(k + 3);
    const double two = ratio0 * ratio1;
    const double p1 = pmf * ratio0, p2 = pmf * two, p3 = p2 * ratio2, p4 = pmf * (two * (ratio2 * ratio3));
    const double group = (p1 + p2) + (p3 + p4);
    if (cdf + group >= u) {
      const auto at = static_cast<std::int64_t>(k);
      if (cdf + p1 >= u) return at + 1;
      if (cdf + p1 + p2 >= u) return at + 2;
      return cdf + p1 + p2 + p3 >= u ? at + 3 : at + 4;
    }
    cdf += group;
    pmf = p4;
  }
}

// Smallest k in [0, most] whose CDF reaches u, by widening steps from the normal approximation with its first
// correction for skewness, and bisection. In the upper half the complements are compared, where 1 - u is
// exact.
template <class Distribution>
std::int64_t search(const Distribution& distribution, double u, std::int64_t most) {
  const auto reached = [&](std::int64_t k) {
    const auto x = static_cast<double>(k);
    return u <= 0.5 ? cdf(distribution, x) >= u : cdf(complement(distribution, x)) <= 1 - u;
  };
  if (!(u > 0 && u < 1)) throw std::domain_error("inversion of a count needs a uniform number inside (0, 1)");
  const double z = inverse_normal(u), sd = standard_deviation(distribution);
  const double near = mean(distribution) + sd * (z + (z * z - 1) * skewness(distribution) / 6) - 0.5;
  const auto guess = static_cast<std::int64_t>(std::clamp(std::ceil(near), 0.0, static_cast<double>(most)));

  std::int64_t below = guess - 1, above = guess;  // wanted: below not reached, above reached
  if (reached(guess)) {
    for (std::int64_t step = 1; below >= 0 && reached(below); step *= 2) {
      above = below;
      below = std::max<std::int64_t>(below - step, -1);
    }
  } else {
    below = guess;
    above = std::min(guess + 1, most);
    for (std::int64_t step = 1; above < most && !reached(above); step *= 2) {
      below = above;
      above = std::min(above + step, most);
    }
  }
  while (above - below > 1) {
    const std::int64_t middle = below + (above - below) / 2;
    (reached(middle) ? above : below) = middle;
  }
  return above;
}

// Also true of NaN, which search() refuses.
bool in_tail(double u) { return !(u >= tail && u <= 1 - tail); }

std::int64_t lower_binomial(std::int64_t n, double p, double u) {
  const auto trials = static_cast<double>(n);
  const double log_zero = trials * std::log1p(-p);
  if (in_tail(u) || !(log_zero > least_log_zero)) {
    return search(boost::math::binomial_distribution<double, Plain>(trials, p), u, n);
  }
  const double odds = p / (1 - p);
  return count_up(u, std::exp(log_zero), [=](double k) { return (trials - k) * odds; });
}

}  // namespace

std::int64_t inverse_binomial(std::int64_t n, double p, double u) {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p <= 0.5 || in_tail(u)) return lower_binomial(n, p, u);
  // Failures are the fewer: X = n - Y, and the smallest x with P(X <= x) >= u leaves the smallest y with
  // P(Y <= y) > 1 - u. Both differences are exact, and > v means >= the next number.
  return n - lower_binomial(n, 1 - p, std::nextafter(1 - u, 1.0));
}

std::int64_t inverse_poisson(double mean, double u) {
  if (mean <= 0) return 0;
  if (!in_tail(u) && mean < -least_log_zero)
    return count_up(u, std::exp(-mean), [=](double) { return mean; });
  return search(boost::math::poisson_distribution<double, Plain>(mean), u,
                std::numeric_limits<std::int64_t>::max() / 4);
}

std::size_t exponential_race(std::span<const std::uint32_t> words, std::span<const double> weights) {
  std::size_t winner = no_winner;
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double time = race_time(words[i], weights[i]);
    if (time < best) {
      best = time;
      winner = i;
    }
  }
  return winner;
}

}  // namespace sim
