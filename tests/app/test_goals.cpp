// Chances of targets and percentiles of outturns, by hand.

#include <cmath>

#include "app/goal/goals.hpp"
#include "app/run/summary_parts.hpp"
#include "tests/catch.hpp"

namespace {

app::Goal goal(const char* aim, double value) {
  app::Goal g;
  g.aim = aim;
  g.value = value;
  return g;
}

}  // namespace

TEST_CASE("A target is met at its own value") {
  const std::vector<double> draws{1, 2, 3, 4};
  CHECK(app::share_met(draws, goal("at_most", 2)) == 0.5);
  CHECK(app::share_met(draws, goal("at_least", 2)) == 0.75);
  CHECK(app::share_met(draws, goal("at_most", 0)) == 0);
  CHECK(app::share_met(draws, goal("at_least", 0)) == 1);
  CHECK(app::share_met(draws, goal("", 3)) == 0.75);  // an outturn: P(at most)
}

TEST_CASE("Draws without a value neither meet an aim nor miss it") {
  const double none = std::nan("");
  const std::vector<double> draws{none, 1, 2, none, 3, 4};
  CHECK(app::share_met(draws, goal("at_most", 2)) == 0.5);
  CHECK(app::share_met(draws, goal("at_least", 2)) == 0.75);
  CHECK(app::percentile_of(draws, 2.5) == 0.5);
  CHECK(std::isnan(app::share_met({none, none}, goal("at_most", 2))));
  CHECK(std::isnan(app::percentile_of({none, none}, 2)));
}

TEST_CASE("Chances have a Monte Carlo error from 64 replicates on") {
  std::vector<double> draws;
  for (int i = 0; i < 64; ++i) draws.push_back(i % 3);
  const auto chance = app::chance_met(draws, goal("at_most", 0));
  CHECK(chance.value == Approx(22.0 / 64));
  CHECK(chance.mcse > 0);
  draws.pop_back();
  CHECK(std::isnan(app::chance_met(draws, goal("at_most", 0)).mcse));
}

TEST_CASE("The percentile of a value counts half of its equals") {
  const std::vector<double> draws{1, 2, 2, 3};
  CHECK(app::percentile_of(draws, 2) == 0.5);
  CHECK(app::percentile_of(draws, 0) == 0);
  CHECK(app::percentile_of(draws, 2.5) == 0.75);
  CHECK(app::percentile_of(draws, 9) == 1);
}

TEST_CASE("The error of a percentile is that of the share below and half of the equals") {
  std::vector<double> draws, halves;
  for (int i = 0; i < 256; ++i) {
    draws.push_back((i * i) % 5);
    halves.push_back(draws.back() < 1 ? 1 : draws.back() == 1 ? 0.5 : 0);
  }
  const double error = app::percentile_error(draws, 1);
  CHECK(error > 0);
  CHECK(error == Approx(sim::mcse_mean(halves)));
  CHECK(error != Approx(app::chance_met(draws, goal("at_most", 1)).mcse));
  CHECK(std::isnan(app::percentile_error({1, 2, 3}, 2)));
}

TEST_CASE("The aim of a goal in pounds carries its sign before the pound") {
  auto g = goal("at_most", -5e6);
  g.about.unit = sim::Unit::pence;
  CHECK(app::aim_text(g) == "<= -£5.0m");
  g.value = 19e6;
  CHECK(app::aim_text(g) == "<= £19.0m");
}
