// Whole numbers that add up.

#include <cmath>
#include <numeric>
#include <random>

#include "app/export/whole_parts.hpp"
#include "tests/catch.hpp"

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Parts without spread.
std::vector<app::Part> fixed(const std::vector<double>& figures) {
  std::vector<app::Part> out;
  for (const double x : figures) out.push_back({x, x, x});
  return out;
}

TEST_CASE("Parts that nearly add up go to the largest remainders") {
  const auto parts = fixed({1.2, 2.5, 3.4});
  CHECK(app::whole_parts(parts, 7) == std::vector<double>{1, 3, 3});
  CHECK(app::whole_parts(parts, 8) == std::vector<double>{1, 3, 4});
}

TEST_CASE("What medians lack goes to those that spread, in proportion and within bounds") {
  const app::Part large{1000, 1000, 1000}, narrow{50, 48, 52}, wide{100, 70, 106};
  CHECK(app::whole_parts(std::vector{large, narrow, wide}, 1145) == std::vector<double>{1000, 50, 95});
  CHECK(app::whole_parts(std::vector{large, narrow, wide}, 1130) == std::vector<double>{1000, 48, 82});
  // The wide one ends at 106; the narrow one takes the rest.
  CHECK(app::whole_parts(std::vector{large, narrow, wide}, 1158) == std::vector<double>{1000, 52, 106});
  const app::Part rare{0, 0, 2};  // nobody in most replicates, somebody in most together
  CHECK(app::whole_parts(std::vector{rare, rare, fixed({10})[0]}, 12) == std::vector<double>{1, 1, 10});
}

TEST_CASE("By size only if none has spread, or all that have are at their bounds") {
  CHECK(app::whole_parts(fixed({10, 30, 0}), 44) == std::vector<double>{11, 33, 0});
  CHECK(app::whole_parts(std::vector<app::Part>{{10, 0, 30}, {10, 10, 10}}, 60) ==
        std::vector<double>{45, 15});
  CHECK(app::whole_parts(fixed({0, 0}), 0) == std::vector<double>{0, 0});
}

TEST_CASE("A part that is kept has its number; the others make up for it") {
  std::vector<app::Part> parts{{10.4, 0, 30}, {20.4, 10, 30}, {30.4, 20, 40}};
  parts[1].kept = 25;
  CHECK(app::whole_parts(parts, 61) == std::vector<double>{8, 25, 28});
  CHECK(app::whole_parts(parts, 24) == std::vector<double>{0, 8, 16});  // none of them is ever negative
  for (auto& part : parts) part.kept = 7;
  CHECK(app::whole_parts(parts, 21) == std::vector<double>{7, 7, 7});
}

TEST_CASE("Whole parts add up, of whatever sign and size") {
  std::mt19937 random(20180901);
  std::uniform_real_distribution<double> real(-50, 1000);
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> parts(1 + i % 13);
    for (double& x : parts) x = i % 2 == 0 ? std::abs(real(random)) : real(random);
    const double total = std::round(sum(parts));
    const auto whole = app::whole_parts(fixed(parts), total);
    CHECK(sum(whole) == total);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      CHECK(whole[k] == std::round(whole[k]));
      CHECK(std::abs(whole[k] - parts[k]) < 2);
    }
  }
}

TEST_CASE("Parts that are moved add up, and none passes its bounds by a whole number") {
  std::mt19937 random(20180901);
  std::uniform_real_distribution<double> real(0, 1);
  for (int i = 0; i < 2000; ++i) {
    std::vector<app::Part> parts(1 + i % 13);
    double low = 0, high = 0;
    for (auto& p : parts) {
      p.low = 1000 * real(random) - 200;
      p.high = p.low + (real(random) < 0.3 ? 0 : 300 * real(random));
      p.figure = p.low + real(random) * (p.high - p.low);
      low += p.low, high += p.high;
    }
    const double total = std::round(low + real(random) * (high - low));
    const auto whole = app::whole_parts(parts, total);
    CHECK(sum(whole) == total);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      CHECK(whole[k] == std::round(whole[k]));
      CHECK(whole[k] > parts[k].low - 1);
      CHECK(whole[k] < parts[k].high + 1);
    }
  }
}

TEST_CASE("A whole table adds up in both directions") {
  const std::vector<std::vector<app::Part>> cells{fixed({1.5, 1.5, 1.5}), fixed({0.4, 0.4, 0.4})};
  const auto table = app::whole_table(cells, fixed({4.5, 1.2}), 5.7);
  CHECK(table.total == 6);
  CHECK(table.rows == std::vector<double>{5, 1});
  CHECK(sum(table.columns) == 6);
  for (std::size_t r = 0; r < 2; ++r) CHECK(sum(table.cells[r]) == table.rows[r]);
}

}  // namespace
