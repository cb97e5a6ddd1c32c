// Counts of a group pooled over its rows: what they tend to, and whether the widths are right.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "sim/pooling.hpp"
#include "tests/catch.hpp"

namespace {

using sim::Pooling;
using Values = std::vector<double>;

/// One row whose pooling is pinned: the level's spread is next to nothing, so m ~ Gamma(k, k).
Pooling pinned(double k) { return {1e-4, k, 1e-4}; }

}  // namespace

TEST_CASE(
    "A row with a pinned prior has the conjugate posterior: counts 95, 102, 110, 98 after Gamma(2, .02)") {
  // Gamma(2, .02) has mean 100: relative to a reference of 100 it is Gamma(2, 2). Four counts expect 400.
  const auto out = sim::pooled_rates(Values{95 + 102 + 110 + 98}, Values{400}, pinned(2));
  CHECK(100 * out.rows[0].mean == Approx(101.24378).epsilon(1e-5));
  CHECK(100 * out.rows[0].sd == Approx(5.01847).epsilon(1e-4));
}

TEST_CASE("A share with a pinned prior has the conjugate posterior") {
  // Beta(4, 16) and 30 of 100: Beta(34, 86).
  const auto out = sim::pooled_shares(Values{30}, Values{100}, Values{0.2}, pinned(20));
  CHECK(out.rows[0].mean == Approx(34.0 / 120).epsilon(1e-5));
  CHECK(out.rows[0].sd == Approx(std::sqrt(34.0 * 86 / 120 / 120 / 121)).epsilon(1e-4));
}

TEST_CASE("A row with many events keeps its own rate; one with none takes that of its group") {
  const auto out = sim::pooled_rates(Values{50000, 130, 0, 0}, Values{100000, 100, 0.01, 0});
  CHECK(out.rows[0].mean == Approx(0.5).epsilon(0.005));
  CHECK(out.rows[2].mean > 0.5);
  CHECK(out.rows[2].mean < 1.3);
  CHECK(out.rows[3].mean == Approx(out.rows[2].mean).epsilon(0.02));
  CHECK(out.rows[3].sd > out.rows[1].sd);
}

TEST_CASE("Without any counts the posterior is the prior") {
  const Pooling p{0.3, 30, 1.5};
  const auto rates = sim::pooled_rates(Values{0, 0}, Values{0, 0}, p);
  CHECK(rates.level.mean == Approx(0).margin(1e-9));
  CHECK(rates.level.sd == Approx(0.3).epsilon(0.01));
  CHECK(rates.rows[0].mean == Approx(std::exp(0.3 * 0.3 / 2)).epsilon(0.005));
  const auto shares = sim::pooled_shares(Values{0}, Values{0}, Values{0.4}, p);
  CHECK(shares.level.sd == Approx(0.3).epsilon(0.01));
  CHECK(shares.rows[0].mean == Approx(0.4).epsilon(0.01));
}

TEST_CASE("Rates that were drawn from the prior lie in their 90 % intervals nine times in ten") {
  std::mt19937_64 random(20180901);
  const Pooling p{0.3, 30, 1.0};
  const Values exposure{4, 8, 15, 30, 60, 120};
  std::normal_distribution<double> normal;
  int inside = 0, all = 0;
  double sum_of_z = 0, sum_of_squares = 0;
  for (int set = 0; set < 400; ++set) {
    const double level = p.level_sd * normal(random),
                 k = p.rows_alike * std::exp(p.alike_sd * normal(random));
    Values truth, events;
    for (const double x : exposure) {
      truth.push_back(std::gamma_distribution<double>(k, std::exp(level) / k)(random));
      events.push_back(std::poisson_distribution<int>(truth.back() * x)(random));
    }
    const auto out = sim::pooled_rates(events, exposure, p);
    const double z = (level - out.level.mean) / out.level.sd;
    sum_of_z += z;
    sum_of_squares += z * z;
    for (std::size_t i = 0; i < truth.size(); ++i, ++all) {
      // A gamma of these moments, through Wilson and Hilferty's cube root.
      const double shape = std::pow(out.rows[i].mean / out.rows[i].sd, 2);
      const double third = std::cbrt(truth[i] / out.rows[i].mean);
      inside += std::abs(third - (1 - 1 / (9 * shape))) * std::sqrt(9 * shape) < 1.6449;
    }
  }
  // Rows of a set share their level, so sets count, not rows: 400 of them, 4.9 standard errors.
  CHECK(std::abs(inside / static_cast<double>(all) - 0.9) < 4.9 * std::sqrt(0.9 * 0.1 / 400));
  CHECK(std::abs(sum_of_z / 400) < 4.9 / std::sqrt(400));
  CHECK(std::abs(sum_of_squares / 400 - 1) < 4.9 * std::sqrt(2.0 / 400));
}

TEST_CASE("A mix keeps impossible categories at nought and follows its counts when there are many") {
  const std::vector<Values> reference{{0.7, 0.2, 0.1, 0}, {0.5, 0.3, 0.2, 0}};
  const auto few = sim::pooled_mix({{0, 0, 0, 0}, {0, 0, 0, 0}}, reference);
  for (std::size_t j = 0; j < 3; ++j)
    CHECK(few.rows[0][j] / few.alike == Approx(reference[0][j]).epsilon(1e-6));
  CHECK(few.rows[0][3] == 0);
  const auto many = sim::pooled_mix({{1000, 8000, 1000, 0}, {0, 0, 0, 0}}, reference);
  const double all = many.rows[0][0] + many.rows[0][1] + many.rows[0][2];
  CHECK(many.rows[0][1] / all == Approx(0.8).epsilon(0.02));
  const double unseen = many.rows[1][0] + many.rows[1][1] + many.rows[1][2];
  CHECK(many.rows[1][1] / unseen > 0.45);  // the other row follows its group
}

TEST_CASE("Older counts count for less") {
  CHECK(sim::remembered(100, 0, 0.8) == 100);
  CHECK(sim::remembered(100, 2, 0.8) == Approx(64));
}
