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

/// Rows that stray from the level by this much, for certain.
Pooling pinned(double level_sd, double rows_sd) { return {level_sd, rows_sd, 1e-6}; }

}  // namespace

TEST_CASE("One row and nothing but its level: the posterior is the quadrature of a Poisson and a normal") {
  // log m ~ Normal(0, .3), 12 events where 20 were expected; worked out here by brute force.
  double weight = 0, first = 0, second = 0;
  for (double s = -4; s <= 4; s += 1e-4) {
    const double w = std::exp(12 * s - 20 * std::exp(s) - s * s / (2 * 0.3 * 0.3) + 20);
    weight += w, first += w * s, second += w * s * s;
  }
  const double mean = first / weight, sd = std::sqrt(second / weight - mean * mean);
  const auto out = sim::pooled_rates(Values{12}, Values{20}, pinned(0.3, 1e-3));
  CHECK(out.level.mean == Approx(mean).epsilon(1e-3));
  CHECK(out.level.sd == Approx(sd).epsilon(1e-3));
  CHECK(out.shift[0].mean == Approx(mean).epsilon(1e-3));
  // The same in two halves: rows that do not stray are one.
  const auto halves = sim::pooled_rates(Values{5, 7}, Values{8, 12}, pinned(0.3, 1e-3));
  CHECK(halves.level.mean == Approx(mean).epsilon(1e-3));
  CHECK(halves.correlation[0][1] == Approx(1).epsilon(1e-3));
}

TEST_CASE("A share: the quadrature of a binomial and a normal") {
  double weight = 0, first = 0;
  const double logit = std::log(0.2 / 0.8);
  for (double s = -4; s <= 4; s += 1e-4) {
    const double p = 1 / (1 + std::exp(-logit - s));
    const double w = std::exp(30 * std::log(p) + 70 * std::log(1 - p) - s * s / (2 * 0.5 * 0.5) + 60);
    weight += w, first += w * s;
  }
  const auto out = sim::pooled_shares(Values{30}, Values{100}, Values{0.2}, pinned(0.5, 1e-3));
  CHECK(out.level.mean == Approx(first / weight).epsilon(1e-3));
}

TEST_CASE("A row with many events keeps its own rate; one with none takes that of its group") {
  const auto out = sim::pooled_rates(Values{50000, 130, 0, 0}, Values{100000, 100, 0.01, 0});
  CHECK(out.shift[0].mean == Approx(std::log(0.5)).epsilon(0.01));
  CHECK(out.shift[0].sd == Approx(1 / std::sqrt(50000)).epsilon(0.05));
  CHECK(out.shift[3].mean == Approx(out.level.mean).margin(0.02));
  CHECK(out.shift[3].sd > out.shift[1].sd);
  CHECK(out.rows_sd > 0.15);  // these two rows are not much alike
}

TEST_CASE("Without any counts the posterior is the prior") {
  const auto rates = sim::pooled_rates(Values{0, 0}, Values{0, 0});
  CHECK(rates.level.mean == Approx(0).margin(1e-9));
  CHECK(rates.level.sd == Approx(0.3).epsilon(0.01));
  CHECK(rates.rows_sd == Approx(0.15).epsilon(0.01));
  const auto shares = sim::pooled_shares(Values{0}, Values{0}, Values{0.98});
  CHECK(shares.level.sd == Approx(0.3).epsilon(0.01));
}

TEST_CASE("Rates that were drawn from the prior lie in their 90 % intervals nine times in ten") {
  std::mt19937_64 random(20180901);
  const Pooling p{0.3, 0.2, 0.5};
  const Values exposure{4, 8, 15, 30, 60, 120};
  std::normal_distribution<double> normal;
  const int sets = 300;
  int inside = 0, all = 0;
  double sum_of_z = 0, sum_of_squares = 0;
  for (int set = 0; set < sets; ++set) {
    const double level = p.level_sd * normal(random),
                 sd = p.rows_sd * std::exp(p.rows_spread * normal(random));
    Values truth, events;
    for (const double x : exposure) {
      truth.push_back(level + sd * normal(random));
      events.push_back(std::poisson_distribution<int>(std::exp(truth.back()) * x)(random));
    }
    const auto out = sim::pooled_rates(events, exposure, p);
    const double z = (level - out.level.mean) / out.level.sd;
    sum_of_z += z;
    sum_of_squares += z * z;
    for (std::size_t i = 0; i < truth.size(); ++i, ++all)
      inside += std::abs(truth[i] - out.shift[i].mean) < 1.6449 * out.shift[i].sd;
  }
  // Rows of a set share their level, so sets count, not rows; 4.9 standard errors.
  CHECK(std::abs(inside / static_cast<double>(all) - 0.9) < 4.9 * std::sqrt(0.9 * 0.1 / sets));
  CHECK(std::abs(sum_of_z / sets) < 4.9 / std::sqrt(sets));
  CHECK(std::abs(sum_of_squares / sets - 1) < 4.9 * std::sqrt(2.0 / sets));
}

TEST_CASE("Rows are correlated as far as they share what is not known of their level") {
  const auto seen = sim::pooled_rates(Values{900, 1100}, Values{1000, 1000});
  CHECK(std::abs(seen.correlation[0][1]) < 0.05);  // each from its own thousand
  const auto unseen = sim::pooled_rates(Values{0, 0}, Values{0, 0}, pinned(0.3, 0.15));
  CHECK(unseen.correlation[0][1] == Approx(0.09 / (0.09 + 0.0225)).epsilon(0.01));
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
