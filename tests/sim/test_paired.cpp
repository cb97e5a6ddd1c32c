// Paired figures against draws made by hand.

#include <cmath>
#include <limits>

#include "sim/paired.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a difference is taken within each replicate, before its quantiles") {
  const std::vector<std::int64_t> a{100, 200, 300, 400, 500}, b{110, 180, 300, 430, 450};
  const Paired p = PairSummariser().integers(a, b, 1);  // +10, -20, 0, +30, -50
  CHECK(p.mean_a == 300);
  CHECK(p.mean_b == 294);
  CHECK(p.difference.n == 5);
  CHECK(p.difference.mean == -6);
  CHECK(p.difference.sd == Approx(std::sqrt((256. + 196 + 36 + 1296 + 1936) / 4)));
  CHECK(p.difference.p50 == 0);
  CHECK(p.difference.p25 == -20);
  CHECK(p.difference.p10 == Approx(-38));  // type 7: position 0.4 between -50 and -20
  CHECK(p.difference.p90 == Approx(22));
  CHECK(p.p_lower == 0.4);
  CHECK(p.p_equal == 0.2);
  // The difference of the medians is not the median of the differences.
  const std::vector<std::int64_t> c{1, 2, 9}, d{2, 3, 0};
  CHECK(PairSummariser().integers(c, d, 1).difference.p50 == 1);
}

TEST_CASE("pence are differenced before they become pounds") {
  const std::vector<std::int64_t> a{10, 30, 70}, b{20, 40, 80};
  const Paired p = PairSummariser().integers(a, b, 100);
  CHECK(p.difference.min == 0.1);
  CHECK(p.difference.max == 0.1);
  CHECK(p.difference.sd == Approx(0).margin(1e-12));
}

TEST_CASE("a ratio that either run lacks is left out of all figures") {
  const std::vector<double> a{0.1, none, 0.3, 0.4}, b{0.2, 0.5, none, 0.3};
  const Paired p = PairSummariser().reals(a, b);
  CHECK(p.difference.n == 2);
  CHECK(p.mean_a == Approx(0.25));
  CHECK(p.mean_b == Approx(0.25));
  CHECK(p.difference.mean == Approx(0).margin(1e-15));
  CHECK(p.p_lower == 0.5);
  CHECK(p.p_equal == 0);
  const std::vector<double> empty{none, none};
  const Paired nothing = PairSummariser().reals(empty, empty);
  CHECK(nothing.difference.n == 0);
  CHECK(std::isnan(nothing.difference.p50));
  CHECK(std::isnan(nothing.p_lower));
}

TEST_CASE("the Monte Carlo error is that of the difference, from its sixteen scrambles") {
  // A varies from replicate to replicate, B less A only from scramble to scramble: 0, 1, ... 15.
  std::vector<std::int64_t> a, b;
  for (int r = 0; r < 320; ++r) {  // so that P10 too is of the scrambles
    a.push_back((r * 7919) % 1000);
    b.push_back(a.back() + r % 16);
  }
  const Summary d = PairSummariser().integers(a, b, 1).difference;
  const double of_sixteen = std::sqrt(16. * 17 / 12) / 4;  // sd of 0 ... 15 (divisor 15), over the root of 16
  CHECK(d.mcse_mean == Approx(of_sixteen));
  CHECK(d.mcse_p10 == Approx(of_sixteen));
  CHECK(d.mcse_p50 == Approx(of_sixteen));
  CHECK(d.mcse_p90 == Approx(of_sixteen));
  a.resize(63), b.resize(63);
  CHECK(std::isnan(PairSummariser().integers(a, b, 1).difference.mcse_mean));
}

TEST_CASE("variance reduction by hand") {
  const std::vector<double> a{1, 2, 3, none}, b{1, 3, 3, 5};  // variances 1, 4/3; differences 0, 1, 0: 1/3
  CHECK(variance_reduction(a, b) == Approx(7));
  CHECK(std::isinf(variance_reduction(a, a)));
  CHECK(std::isnan(variance_reduction(std::vector<double>{2, 2}, std::vector<double>{2, 2})));
}
