// The simulator's own record: which pairs are drawn, what its misses teach, and that each January is judged
// by what the others teach.

#include <algorithm>
#include <cmath>
#include <set>

#include "models/panel_scores.hpp"
#include "models/simulated_record.hpp"
#include "panel_world.hpp"
#include "sim/key.hpp"
#include "tests/catch.hpp"

using namespace models;

namespace {

/// Ascending draws of a lognormal forecast with a median and a log standard deviation.
std::vector<double> lognormal(double median, double sd, int n = 400) {
  // Evenly spaced points of a logistic distribution, whose 16 % and 84 % points lie 1.658 from its middle.
  std::vector<double> out;
  for (int i = 0; i < n; ++i) {
    const double p = (i + 0.5) / n;
    out.push_back(median * std::exp(sd * std::log(p / (1 - p)) / std::log(0.84 / 0.16)));
  }
  return out;
}

std::vector<SquaredMiss> equal_misses(double miss, double sd, int origins, int horizons) {
  std::vector<SquaredMiss> out;
  for (int o = 0; o < origins; ++o)
    for (int h = 1; h <= horizons; ++h)
      for (int area = 0; area < 5; ++area) out.push_back({2018 + o, h, miss * miss * h, sd * std::sqrt(h)});
  return out;
}

}  // namespace

TEST_CASE("A larger sample of pairs begins with a smaller one, and later figures have no say in it") {
  auto panel = panel_world::made({.authorities = 40}, 5);
  panel.authorities[3].plans.set(2019, std::nan(""));
  const auto small = draw_pairs(panel, 2018, 2021, 12), large = draw_pairs(panel, 2018, 2021, 30),
             all = draw_pairs(panel, 2018, 2021, 100000);
  REQUIRE(small.size() == 12);
  CHECK(std::equal(small.begin(), small.end(), large.begin()));
  CHECK(all.size() == 40 * 4 - 1);  // the one without plans at the origin is none
  std::set<std::pair<std::size_t, int>> different;
  for (const auto& pair : all) different.insert({pair.authority, pair.origin});
  CHECK(different.size() == all.size());
  for (const auto& pair : all) CHECK_FALSE(pair == AreaOrigin{3, 2019});
  // In the order of the stated key.
  const auto key = [&](const AreaOrigin& p) {
    return sim::name_hash64(panel.authorities[p.authority].code + "/" + std::to_string(p.origin));
  };
  for (std::size_t i = 1; i < all.size(); ++i) REQUIRE(key(all[i - 1]) < key(all[i]));
  // All Januaries and no few authorities are among the first.
  std::set<int> origins;
  for (const auto& pair : large) origins.insert(pair.origin);
  CHECK(origins.size() == 4);
  for (auto& a : panel.authorities)
    for (int year = 2022; year <= 2025; ++year) a.plans.set(year, std::nan(""));
  CHECK(draw_pairs(panel, 2018, 2021, 30) == large);
}

TEST_CASE("The discrepancy of known misses is found, shrunk by two origins and never below nought") {
  // Squared misses of 0.04 a year, of which the draws know 0.01: 0.03 a year, times 4 origins of 4 + 2.
  const auto learnt = learn_discrepancy(equal_misses(0.2, 0.1, 4, 3));
  CHECK(learnt.variance_per_year == Approx(0.03 * 4 / 6));
  CHECK(learnt.origins == 4);
  CHECK(learn_discrepancy(equal_misses(0.2, 0.1, 1, 3)).variance_per_year == Approx(0.03 / 3));
  CHECK(learn_discrepancy(equal_misses(0.05, 0.1, 4, 3)).variance_per_year == 0);
  CHECK(learn_discrepancy(std::vector<SquaredMiss>{}).variance_per_year == 0);
  // Draws that are far too narrow: misses of twenty of their standard deviations count in full, since all do.
  CHECK(learn_discrepancy(equal_misses(0.2, 0.01, 4, 3)).variance_per_year ==
        Approx((0.04 - 0.0001) * 4 / 6).epsilon(1e-4));
  // One case in twenty that misses by a hundred times as much has no such weight.
  auto outlier = equal_misses(0.2, 0.1, 4, 1);
  outlier[0].squared = 400;
  // It counts for 9 (0.01 + v) in one of five areas of one of four Januaries: 6 v = 0.13 + 1.8 v.
  CHECK(learn_discrepancy(outlier).variance_per_year == Approx(0.13 / 4.2));
  outlier[0].squared = std::nan("");  // without an outturn: left out
  CHECK(learn_discrepancy(outlier).variance_per_year == Approx(0.03 * 4 / 6));
}

TEST_CASE("Simulated forecasts are judged by the panel's cases and by what the other Januaries teach") {
  const auto panel = panel_world::made({.authorities = 120}, 5);
  BacktestPlan plan;
  plan.first_origin = 2018;
  plan.last_origin = 2020;
  plan.size = {2, 200, 1};
  plan.metrics = {{BacktestMetric::Kind::plans, "plans", ""},
                  {BacktestMetric::Kind::new_plans, "new_plans", ""}};
  const auto backtest = run_backtest(panel, plan);
  // Forecasts of plans that are wrong by a factor of exp(0.1 sqrt(h)), up for one half and down for the
  // other, and by twice that from 2020; none of new plans.
  std::vector<SimulatedForecast> forecasts;
  const auto pairs = draw_pairs(panel, 2018, 2020, 90);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    SimulatedForecast f{pairs[i], {}};
    f.draws.resize(4);
    for (int h = 1; h <= 2; ++h) {
      const double miss = (pairs[i].origin == 2020 ? 0.2 : 0.1) * (i % 2 == 0 ? 1 : -1) * std::sqrt(h);
      const double truth = panel.authorities[pairs[i].authority].plans.at(pairs[i].origin + h);
      f.draws[static_cast<std::size_t>(h - 1)] =
          lognormal(truth * std::exp(miss), 0.03 * std::sqrt(static_cast<double>(h)));
    }
    forecasts.push_back(f);
  }
  const auto record = simulated_record(panel, backtest, plan, forecasts);
  CHECK(record.plain.size() == 180);
  CHECK(record.panel.size() == 180);
  for (std::size_t i = 0; i < record.plain.size(); ++i) {
    const auto &c = record.plain[i], &said = record.panel[i];
    REQUIRE(c.metric == 0);
    REQUIRE(c.authority == said.authority);
    REQUIRE(c.outturn == said.outturn);
    const double miss = (c.origin == 2020 ? 0.2 : 0.1) * std::sqrt(c.horizon);
    REQUIRE(std::abs(std::log(c.median / c.outturn)) == Approx(miss).epsilon(0.01));
    for (std::size_t r = 0; r < c.rivals.size(); ++r)
      if (std::isfinite(c.rivals[r].crps)) REQUIRE(c.rivals[r].crps == said.rivals[r].crps);
    // Every outturn lies outside of the 90 % interval, and inside once others' misses are added.
    REQUIRE((c.percentile < 0.05 || c.percentile > 0.95));
  }
  const double small = 0.01 - 0.0009, big = 0.04 - 0.0009;
  CHECK(record.discrepancy[0].variance_per_year == Approx((2 * small + big) / 5).epsilon(0.02));
  CHECK(record.discrepancy[1].variance_per_year == 0);
  CHECK(record.without[1].empty());
  REQUIRE(record.without[0].size() == 3);
  CHECK(record.without[0].at(2020).variance_per_year == Approx(2 * small / 4).epsilon(0.02));
  CHECK(record.without[0].at(2018).variance_per_year == Approx((small + big) / 4).epsilon(0.02));
  const auto inside = [&](int origin) {
    return group_scores(record.widened, {0, origin, origin}).model.within_90.value;
  };
  CHECK(inside(2018) > 0.95);  // 0.1 within the 0.11 and 0.18 of 1.64 standard deviations
  CHECK(inside(2020) < 0.05);  // 0.2 outside of 0.11: its own misses did not teach it
  const auto saved = crps_saved(record.widened, record.plain, {0, 2018, 2019});
  CHECK(saved.value > 0);
  CHECK(saved.cases == group_scores(record.plain, {0, 2018, 2019}).model.cases);
}
