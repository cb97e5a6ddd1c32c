// Value at risk and what lies beyond it, against the normal distribution and against sums by hand.

#include <boost/math/distributions/normal.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numeric>

#include "sim/tail_regression.hpp"
#include "sim/tail_risk.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

using Values = std::vector<double>;
constexpr double false_alarm = 4.9;  // standard errors: one in a million

Values normals(unsigned seed, std::size_t n) {
  boost::random::mt19937 engine(seed);
  boost::random::normal_distribution<double> normal;
  Values out(n);
  for (auto& x : out) x = normal(engine);
  return out;
}

std::vector<std::span<const double>> spans(const std::vector<Values>& all) {
  return {all.begin(), all.end()};
}

}  // namespace

TEST_CASE("The 95 % tail of a standard normal begins at 1.6448536 and has a mean of 2.0627128") {
  const std::size_t n = 200000;
  const double root = std::sqrt(static_cast<double>(n));
  const auto risk = tail_risk(normals(11, n), 0.95);
  CHECK(std::abs(risk.var.value - 1.6448536) < false_alarm * 2.1132 / root);   // sqrt(p q) / phi(VaR)
  CHECK(std::abs(risk.tvar.value - 2.0627128) < false_alarm * 2.4655 / root);  // sd((X - VaR)+) / 0.05
  CHECK(risk.var_interval.low < risk.var.value);
  CHECK(risk.var_interval.high > risk.var.value);
  // One sided in the middle: a tail that began at the 94th percentile would be found out.
  CHECK(std::abs(tail_risk(normals(11, n), 0.94).tvar.value - 2.0627128) > false_alarm * 2.4655 / root);
}

TEST_CASE("Stated errors of value at risk and of the tail mean cover the truth as often as they say") {
  int var = 0, tvar = 0, above = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const auto values = normals(1000 + seed, 4096);
    const auto risk = tail_risk(values, 0.95);
    const auto chance = chance_above(values, 1.0);
    const auto covers = [](const Estimate& e, double truth) {
      return std::abs(e.value - truth) <= t15_975 * e.mcse ? 1 : 0;
    };
    var += covers(risk.var, 1.6448536270);
    tvar += covers(risk.tvar, 2.0627128075);
    above += covers(chance, 0.1586552539);
  }
  for (const int covered : {var, tvar, above}) {
    CHECK(covered >= 90);
    CHECK(covered <= 99);
  }
}

TEST_CASE("A tail of few replicates has an error that covers, or none") {
  int covered = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const auto risk = tail_risk(normals(7000 + seed, 384), 0.95);  // 1.2 replicates of a scramble
    covered += std::abs(risk.tvar.value - 2.0627128075) <= t15_975 * risk.tvar.mcse ? 1 : 0;
  }
  CHECK(covered >= 90);
  CHECK(covered <= 99);
  const auto far = tail_risk(normals(1, 512), 0.99);  // five in the tail
  CHECK(std::isnan(far.tvar.mcse));
  CHECK(far.var.mcse > 0);
  CHECK(std::isnan(tail_risk(normals(1, 512), 0.99999).var.mcse));
  const auto values = normals(2, 256);
  CHECK(std::isnan(tail_parts(values, std::vector<std::span<const double>>{values}, 0.95)[0].excess.mcse));
}

TEST_CASE("A tail of a fraction of replicates takes a fraction of the boundary") {
  const Values values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  CHECK(tail_risk(values, 0.8).tvar.value == Approx(9.5));
  CHECK(tail_risk(values, 0.75).tvar.value == Approx((10 + 9 + 0.5 * 8) / 2.5));
  CHECK(tail_risk(values, 0.99).tvar.value == 10);  // less than one replicate
  CHECK(tail_risk(values, 0).tvar.value == Approx(5.5));
  CHECK(std::isnan(tail_risk(values, 0.8).var.mcse));          // ten replicates have no error to state
  const auto weights = tail_weights(Values{5, 5, 5, 1}, 0.5);  // ties share alike, whatever their order
  CHECK(weights == Values{1.0 / 3, 1.0 / 3, 1.0 / 3, 0});
  CHECK(tail_risk(Values(100, 3.0), 0.95).tvar.value == Approx(3));
}

TEST_CASE("Value at risk is never above the tail mean") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    auto values = normals(seed, 1 + seed % 40);
    if (seed % 3 == 0)
      for (auto& x : values) x = std::round(x);  // many ties
    for (const double level : {0.0, 0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999}) {
      const auto risk = tail_risk(values, level);
      CHECK(risk.var.value <= risk.tvar.value);
      const auto w = tail_weights(values, level);
      CHECK(std::accumulate(w.begin(), w.end(), 0.0) == Approx(1));
    }
  }
}

TEST_CASE("Exceedance falls from one to nought") {
  const auto values = normals(3, 1000);
  const auto curve = exceedance_curve(values, round_thresholds(values, 12));
  REQUIRE(curve.size() >= 8);
  CHECK(curve.front().chance.value == 1);
  CHECK(curve.back().chance.value == 0);
  for (std::size_t i = 1; i < curve.size(); ++i) {
    CHECK(curve[i].threshold > curve[i - 1].threshold);
    CHECK(curve[i].chance.value <= curve[i - 1].chance.value);
  }
  CHECK(round_thresholds(Values{7, 7, 7}, 12) == Values{7});
  CHECK(chance_above(Values{1, 2, 3, 4}, 2).value == 0.5);  // not those at the limit
}

TEST_CASE("A limit is crossed when it is first exceeded, whatever happens later") {
  const std::vector<Values> years{{1, 6, 1, 1}, {2, 1, 6, 1}, {9, 9, 1, 1}};
  const Values limits{5, 5, 8};
  const auto c = first_crossing(spans(years), limits);
  CHECK(c.first[0].value == 0.25);
  CHECK(c.first[1].value == 0.25);
  CHECK(c.first[2].value == 0.25);
  CHECK(c.by[2].value == 0.75);
  CHECK(c.never.value == 0.25);
  const Values only_last{std::nan(""), std::nan(""), 8};
  CHECK(first_crossing(spans(years), only_last).by[1].value == 0);
  CHECK(first_crossing(spans(years), only_last).by[2].value == 0.5);
}

TEST_CASE("What the parts are in the tail adds up to the tail mean") {
  std::vector<Values> parts{normals(1, 1600), normals(2, 1600), normals(3, 1600)};
  for (auto& x : parts[1]) x = 100 + 3 * x;
  for (auto& x : parts[2]) x = std::exp(x);
  Values total(1600);
  for (const auto& p : parts)
    for (std::size_t r = 0; r < total.size(); ++r) total[r] += p[r];
  for (const double level : {0.5, 0.9, 0.95, 0.9877}) {
    double mean_sum = 0, tail_sum = 0, excess = 0;
    for (const auto& p : tail_parts(total, spans(parts), level)) {
      mean_sum += p.mean.value;
      tail_sum += p.in_tail.value;
      excess += p.excess.value;
      CHECK(p.excess.mcse > 0);
    }
    CHECK(tail_sum == Approx(tail_risk(total, level).tvar.value).epsilon(1e-12));
    CHECK(mean_sum == Approx(mean(total)).epsilon(1e-12));
    CHECK(excess == Approx(tail_sum - mean_sum).epsilon(1e-9));
  }
}

TEST_CASE("Normal parts share the tail by their covariance with the total") {
  const std::size_t n = 65536;
  std::vector<Values> parts{normals(21, n), normals(22, n)};
  for (auto& x : parts[1]) x *= 2;
  Values total(n);
  for (std::size_t r = 0; r < n; ++r) total[r] = parts[0][r] + parts[1][r];
  const auto found = tail_parts(total, spans(parts), 0.95);
  // E[part | tail] = cov(part, total) / sd(total) x 2.0627128
  const double one = 2.0627128 / std::sqrt(5.0), four = 4 * one;
  CHECK(std::abs(found[0].excess.value - one) < false_alarm * found[0].excess.mcse);
  CHECK(std::abs(found[1].excess.value - four) < false_alarm * found[1].excess.mcse);
  CHECK(found[0].excess.mcse < 0.05);
}

TEST_CASE("Stated errors of what is in the tail cover the truth as often as they say") {
  // Outcome 3 a - 2 b + noise: variance 14, its tail 2.0627128 sqrt(14) above its mean.
  const double unit = 2.0627128 / std::sqrt(14.0);
  int part = 0, shift = 0, factor = 0, rest = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const std::size_t n = 2048;
    const std::vector<Values> factors{normals(5000 + seed, n), normals(6000 + seed, n)};
    const auto noise = normals(7000 + seed, n);
    Values outcome(n);
    for (std::size_t r = 0; r < n; ++r) outcome[r] = 3 * factors[0][r] - 2 * factors[1][r] + noise[r];
    const auto covers = [](const Estimate& e, double truth) {
      return std::abs(e.value - truth) <= t15_975 * e.mcse ? 1 : 0;
    };
    const std::vector<Values> parts{noise};
    part += covers(tail_parts(outcome, spans(parts), 0.95)[0].excess, unit);
    shift += covers(reverse_stress(outcome, spans(factors), 0.95)[0].shift, 3 * unit);
    const auto a = tail_attribution(outcome, spans(factors), 0.95);
    factor += covers(a.factors[0], 9 * unit);
    rest += covers(a.rest, unit);
  }
  for (const int covered : {part, shift, factor, rest}) {
    CHECK(covered >= 90);
    CHECK(covered <= 99);
  }
}

TEST_CASE("Reverse stress tells a factor of the worst cases from one that is not") {
  const std::size_t n = 16384;
  const std::vector<Values> factors{normals(31, n), normals(32, n), Values(n, 4.0)};
  Values outcome(n);
  const auto noise = normals(33, n);
  for (std::size_t r = 0; r < n; ++r) outcome[r] = -3 * factors[0][r] + 4 * noise[r];
  const auto shifts = reverse_stress(outcome, spans(factors), 0.95);
  const double expected = -0.6 * 2.0627128;
  CHECK(std::abs(shifts[0].shift.value - expected) < false_alarm * shifts[0].shift.mcse);
  CHECK(shifts[0].percentile < 0.25);
  CHECK(shifts[0].tail_p10 < shifts[0].tail_p90);
  CHECK(std::abs(shifts[1].shift.value) < false_alarm * shifts[1].shift.mcse);
  CHECK(shifts[2].shift.value == 0);
  CHECK(shifts[2].tail_p50 == 4);
}

TEST_CASE("What assumptions add to the tail is their slope times their shift, and all adds up") {
  const std::size_t n = 8192;
  const std::vector<Values> factors{normals(41, n), normals(42, n), Values(n, 1.0), normals(43, n)};
  const auto noise = normals(44, n);
  Values outcome(n);
  for (std::size_t r = 0; r < n; ++r) outcome[r] = 1000 + 3 * factors[0][r] - 2 * factors[1][r] + noise[r];
  const auto a = tail_attribution(outcome, spans(factors), 0.95);
  const double unit = 2.0627128 / std::sqrt(14.0);
  const auto near = [&](const Estimate& e, double truth) {
    CHECK(e.mcse > 0);
    CHECK(std::abs(e.value - truth) < false_alarm * e.mcse);
  };
  near(a.factors[0], 9 * unit);
  near(a.factors[1], 4 * unit);
  CHECK(a.factors[2].value == 0);
  near(a.factors[3], 0);
  near(a.rest, 1 * unit);
  near(a.excess, 14 * unit);
  double sum_of_parts = a.rest.value;
  for (const auto& f : a.factors) sum_of_parts += f.value;
  CHECK(sum_of_parts == Approx(a.excess.value).epsilon(1e-12));
  CHECK(a.explained == Approx(13.0 / 14).margin(0.01));
  const ExplainedShare share(spans(factors));
  CHECK(share(outcome) == Approx(a.explained).epsilon(1e-4));
  CHECK(share(normals(45, n)) < 0.005);  // a factor each by chance
  CHECK(share(Values(n, 5.0)) == 0);
  CHECK_THROWS_AS(tail_attribution(normals(1, 100), spans(std::vector<Values>{normals(2, 100)}), 0.95),
                  std::invalid_argument);
}

TEST_CASE("An outcome that never varies has nothing to attribute") {
  const std::vector<Values> factors{normals(51, 400)};
  const auto a = tail_attribution(Values(400, 7.0), spans(factors), 0.95);
  CHECK(a.factors[0].value == 0);
  CHECK(a.explained == 0);
  CHECK(a.fitted[5] == 7);
}
