// Local shocks of years are found where they are known, whatever England does and however areas differ.

#include <cmath>

#include "models/panel_local_shocks.hpp"
#include "sim/philox.hpp"
#include "sim/sample.hpp"
#include "tests/catch.hpp"

using namespace models;

namespace {

struct Country {
  double shock = 0.2, persistence = 0.6, leavers = 0.3;
  double national = 0;  ///< log sd of a year's common shock
  double levels = 0;    ///< log sd of authorities' own levels
  double plans = 3000;
};

PanelSeries made(const Country& w, std::uint32_t seed) {
  sim::KeyedEngine words(seed, {0, sim::name_hash64("a panel"), 0, 1});
  const auto uniform = [&] {
    const auto high = words();
    return sim::unit53(high, words());
  };
  const auto normal = [&] { return sim::inverse_normal(uniform()); };
  // Plans are counted: a year's new ones and leavers have the luck that the estimator takes off.
  const auto count = [&](double mean) { return static_cast<double>(sim::inverse_poisson(mean, uniform())); };
  constexpr int first = 2010, last = 2025;
  std::vector<double> england;
  for (int year = first; year <= last; ++year) england.push_back(w.national * normal());
  PanelSeries panel;
  for (int year = first; year <= last; ++year) panel.england.plans.set(year, 1e6);
  for (int i = 0; i < 150; ++i) {
    AuthoritySeries a;
    const double level = w.levels * normal();
    double x = w.shock / std::sqrt(1 - w.persistence * w.persistence) * normal(), stock = w.plans;
    for (int year = first; year <= last; ++year) {
      const double fresh =
          count(0.1 * w.plans * std::exp(level + x + england[static_cast<std::size_t>(year - first)]));
      a.plans.set(year, stock);
      a.new_plans.set(year, fresh);
      stock += fresh - count(0.06 * stock * std::exp(w.leavers * normal() - w.leavers * w.leavers / 2));
      stock = std::max(stock, w.plans / 2);
      x = w.persistence * x + w.shock * normal();
    }
    panel.authorities.push_back(std::move(a));
  }
  return panel;
}

}  // namespace

TEST_CASE("The shocks of a made panel are found within three standard errors, and levels leave no trace") {
  for (const auto& world :
       {Country{}, Country{.levels = 0.5}, Country{.national = 0.3}, Country{.persistence = 0.85}}) {
    INFO(world.levels << " " << world.national << " " << world.persistence);
    const auto e = local_shocks(made(world, 7));
    CHECK(std::abs(e.value.new_plans - world.shock) < 3 * e.error.new_plans);
    CHECK(std::abs(e.value.persistence - world.persistence) < 3 * e.error.persistence);
    CHECK(e.error.new_plans < 0.1 * world.shock);
    CHECK(e.error.persistence < 0.15);
  }
}

namespace {

/// What the estimator reads from a log-normal multiplier without luck: its median distance d from its median,
/// taken for a normal's. Phi(log(1 + d) / sigma) - Phi(log(1 - d) / sigma) = 1/2.
double read_as_normal(double sigma) {
  const auto normal = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
  double low = 0, high = 0.999;
  for (int i = 0; i < 50; ++i) {
    const double d = (low + high) / 2;
    (normal(std::log1p(d) / sigma) - normal(std::log1p(-d) / sigma) < 0.5 ? low : high) = d;
  }
  const double sd = 1.4826 * low;
  return std::sqrt(std::log1p(sd * sd));
}

}  // namespace

TEST_CASE("Leavers' shocks are found whatever new plans do, large ones as a normal distribution's") {
  CHECK(std::abs(read_as_normal(0.15) - 0.15) < 0.002);
  for (const double leavers : {0.15, 0.5}) {
    INFO(leavers << " read as " << read_as_normal(leavers));
    const auto e = local_shocks(made({.leavers = leavers}, 8));
    CHECK(std::abs(e.value.leavers - read_as_normal(leavers)) < 3 * e.error.leavers);
    CHECK(e.error.leavers < 0.1 * leavers + 0.02);
  }
}

TEST_CASE("Too few years teach nothing") {
  auto panel = made({}, 9);
  panel.authorities.resize(12);
  const auto e = local_shocks(known_in_january(panel, 2012));
  CHECK(std::isnan(e.value.new_plans));
  CHECK(std::isnan(e.value.persistence));
  CHECK(std::isnan(e.value.leavers));
}
