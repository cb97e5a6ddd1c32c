// Histograms merge in any order and give the exact moments of what they counted.

#include <cmath>
#include <limits>
#include <random>

#include "sim/histogram.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

std::vector<std::int64_t> sample(std::size_t n, double centre, double spread) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(centre, spread);
  std::vector<std::int64_t> values(n);
  for (auto& value : values) value = static_cast<std::int64_t>(normal(random));
  return values;
}

std::vector<double> as_doubles(const std::vector<std::int64_t>& values, double divisor) {
  std::vector<double> doubles;
  for (const std::int64_t value : values) doubles.push_back(static_cast<double>(value) / divisor);
  return doubles;
}

}  // namespace

TEST_CASE("the middle of a bucket is within 0.2 % of every value in it, in order, both signs") {
  std::int64_t before = std::numeric_limits<std::int64_t>::min();
  for (double size = 1; size < 9.2e18; size *= 1.01) {
    const auto value = static_cast<std::int64_t>(size);
    const std::int64_t bucket = log_linear_bucket(value);
    CHECK(bucket >= before);
    before = bucket;
    const double middle = static_cast<double>(log_linear_middle(bucket));
    REQUIRE(std::abs(middle - static_cast<double>(value)) <= 0.002 * static_cast<double>(value));
    REQUIRE(log_linear_bucket(-value) == -bucket);
    REQUIRE(log_linear_middle(-bucket) == -log_linear_middle(bucket));
  }
  CHECK(log_linear_bucket(511) == 511);
  CHECK(log_linear_bucket(512) == 512);
  CHECK(log_linear_bucket(std::numeric_limits<std::int64_t>::min()) < log_linear_bucket(-5));
}

TEST_CASE("a histogram of counts gives the summary of its draws") {
  const auto values = sample(1000, 250, 15);
  Histogram histogram(Histogram::Kind::exact);
  histogram.add(values, 0);
  const Summary found = histogram.summary(1), exact = summarise(as_doubles(values, 1));
  CHECK(found.n == exact.n);
  CHECK(found.mean == Approx(exact.mean).epsilon(1e-14));
  CHECK(found.sd == Approx(exact.sd).epsilon(1e-12));
  CHECK(found.mcse_mean == Approx(exact.mcse_mean).epsilon(1e-10));
  CHECK(found.p05 == exact.p05);
  CHECK(found.p50 == exact.p50);
  CHECK(found.p90 == exact.p90);
  CHECK(found.min == exact.min);
  CHECK(found.max == exact.max);
  // Independent draws: the error of the median is 1.2533 sd / sqrt(n).
  CHECK(found.mcse_p50 == Approx(1.2533 * exact.sd / std::sqrt(1000.0)).epsilon(0.2));
}

TEST_CASE("a histogram of money is exact in its moments and near in its quantiles") {
  const auto values = sample(1000, -5e9, 2e9);  // pence: a surplus of £50m, some in deficit
  Histogram histogram(Histogram::Kind::log_linear);
  histogram.add(values, 0);
  const Summary found = histogram.summary(100), exact = summarise(as_doubles(values, 100));
  CHECK(found.mean == Approx(exact.mean).epsilon(1e-13));
  CHECK(found.sd == Approx(exact.sd).epsilon(1e-12));
  CHECK(found.p10 == Approx(exact.p10).epsilon(0.004));
  CHECK(found.p95 == Approx(exact.p95).epsilon(0.004));
  CHECK(found.min == exact.min);
  CHECK(found.max == exact.max);
}

TEST_CASE("merging in any order gives the histogram of all, and coding keeps it") {
  const auto values = sample(300, 1e6, 3e5);
  const std::span all(values);
  for (const auto kind : {Histogram::Kind::exact, Histogram::Kind::log_linear}) {
    Histogram whole(kind), first(kind), second(kind), third(kind);
    whole.add(all, 0);
    first.add(all.first(64), 0);
    second.add(all.subspan(64, 100), 64);
    third.add(all.subspan(164), 164);
    Histogram forward = first, backward = third;
    forward.merge(second);
    forward.merge(third);
    backward.merge(second);
    backward.merge(first);
    CHECK(forward == whole);
    CHECK(backward == whole);
    Bytes coded;
    whole.encode(coded);
    CHECK(Histogram::decode(coded) == whole);
    CHECK_THROWS_AS(Histogram::decode(std::span<const std::uint8_t>(coded).first(40)), CodecError);
  }
}

TEST_CASE("a histogram of few or no replicates states no errors") {
  Histogram histogram(Histogram::Kind::exact);
  CHECK(histogram.summary(1).n == 0);
  const std::vector<std::int64_t> one{7};
  histogram.add(one, 0);
  const Summary line = histogram.summary(1);
  CHECK(line.mean == 7);
  CHECK(line.p95 == 7);
  CHECK(std::isnan(line.sd));
  CHECK(std::isnan(line.mcse_mean));
}
