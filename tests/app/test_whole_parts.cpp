// Whole numbers that add up.

#include <cmath>
#include <numeric>
#include <random>

#include "app/export/whole_parts.hpp"
#include "tests/catch.hpp"

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST_CASE("Parts that nearly add up go to the largest remainders") {
  const std::vector<double> parts{1.2, 2.5, 3.4};
  CHECK(app::whole_parts(parts, parts, 7) == std::vector<double>{1, 3, 3});
  CHECK(app::whole_parts(parts, parts, 8) == std::vector<double>{1, 3, 4});
}

TEST_CASE("Medians that do not add up are scaled to the median of the whole") {
  const std::vector<double> medians{0, 0, 10}, means{2, 1, 10};
  CHECK(app::whole_parts(medians, means, 12) == std::vector<double>{0, 0, 12});
  const std::vector<double> none{0, 0, 0};  // nobody in most replicates, somebody in most together
  CHECK(app::whole_parts(none, means, 13) == std::vector<double>{2, 1, 10});
  CHECK(app::whole_parts(none, none, 0) == none);
}

TEST_CASE("Whole parts add up, of whatever sign and size") {
  std::mt19937 random(20180901);
  std::uniform_real_distribution<double> real(-50, 1000);
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> parts(1 + i % 13);
    for (double& x : parts) x = i % 2 == 0 ? std::abs(real(random)) : real(random);
    const double total = std::round(sum(parts));
    const auto whole = app::whole_parts(parts, parts, total);
    CHECK(sum(whole) == total);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      CHECK(whole[k] == std::round(whole[k]));
      CHECK(std::abs(whole[k] - parts[k]) < 2);
    }
  }
}

TEST_CASE("A whole table adds up in both directions") {
  const std::vector<std::vector<double>> cells{{1.5, 1.5, 1.5}, {0.4, 0.4, 0.4}};
  const std::vector<double> rows{4.5, 1.2};
  const auto table = app::whole_table(cells, rows, 5.7, cells, rows);
  CHECK(table.total == 6);
  CHECK(table.rows == std::vector<double>{5, 1});
  CHECK(sum(table.columns) == 6);
  for (std::size_t r = 0; r < 2; ++r) CHECK(sum(table.cells[r]) == table.rows[r]);
}

}  // namespace
