// Averages over clusters against the textbook's simple case, and that cases of one cluster are not counted as
// independent.

#include <cmath>
#include <vector>

#include "sim/clustered.hpp"
#include "tests/catch.hpp"

using namespace sim;

TEST_CASE("Clusters of equal size: the interval is that of their means") {
  const std::vector<double> values{1, 1, 0, 0, 1, 0, 1, 1};
  const std::vector<int> cluster{1, 1, 2, 2, 3, 3, 4, 4};  // means 1, 0, 0.5, 1
  const auto e = clustered_mean(values, cluster);
  CHECK(e.value == 0.625);
  CHECK(e.clusters == 4);
  CHECK(e.cases == 8);
  // sd of the means 0.478714, / sqrt(4) * t(3, 0.975) = 3.182446
  CHECK(e.interval.high - e.value == Approx(0.4787136 / 2 * 3.1824463).epsilon(1e-6));
  CHECK(e.value - e.interval.low == Approx(e.interval.high - e.value));
}

TEST_CASE("Cases that repeat one another within a cluster add nothing") {
  const std::vector<double> once{0.2, 0.9, 0.4};
  const std::vector<int> own{1, 2, 3};
  std::vector<double> repeated;
  std::vector<int> shared;
  for (int copy = 0; copy < 100; ++copy)
    for (std::size_t i = 0; i < once.size(); ++i) {
      repeated.push_back(once[i]);
      shared.push_back(own[i]);
    }
  const auto a = clustered_mean(once, own), b = clustered_mean(repeated, shared);
  CHECK(b.interval.high - b.interval.low == Approx(a.interval.high - a.interval.low));
  CHECK(std::isnan(clustered_mean(once, std::vector<int>{7, 7, 7}).interval.low));
}

TEST_CASE("Skill is paired: a forecast that always saves the same share has no interval") {
  const std::vector<double> benchmark{1, 5, 2, 8, 3, 3}, score{0.8, 4, 1.6, 6.4, 2.4, 2.4};
  const std::vector<int> cluster{1, 1, 2, 2, 3, 3};
  const auto same = clustered_skill(score, benchmark, cluster);
  CHECK(same.value == Approx(0.2));
  CHECK(same.interval.low == Approx(0.2));
  CHECK(same.interval.high == Approx(0.2));
  const std::vector<double> other{0.5, 5, 2, 7, 3, 1};
  const auto wide = clustered_skill(other, benchmark, cluster);
  CHECK(wide.value == Approx(1 - 18.5 / 22));
  CHECK(wide.interval.low < wide.value);
}
