// The panel's model: it sees nothing later than its origin, finds rules that are known, and its record is
// right.

#include <algorithm>
#include <cmath>

#include "models/panel_levels.hpp"
#include "models/panel_scores.hpp"
#include "models/panel_shares.hpp"
#include "panel_world.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"

using namespace models;

namespace {

bool same(const ForecastDraws& a, const ForecastDraws& b, std::size_t authorities) {
  for (std::size_t i = 0; i < authorities; ++i)
    for (int h = 1; h <= a.horizons(); ++h) {
      const auto x = a.at(i, h), y = b.at(i, h);
      if (!std::equal(x.begin(), x.end(), y.begin(), y.end())) return false;
    }
  return true;
}

BacktestPlan small_plan() {
  BacktestPlan plan;
  plan.first_origin = 2017;
  plan.last_origin = 2019;
  plan.size = {2, 200, 1};
  plan.metrics = {{BacktestMetric::Kind::plans, "plans", ""},
                  {BacktestMetric::Kind::new_plans, "new_plans", ""}};
  return plan;
}

}  // namespace

TEST_CASE("Years outside a series are not known, and what is cut is gone") {
  YearSeries s;
  CHECK_FALSE(s.has(2015));
  s.set(2015, 5);
  s.set(2013, 3);
  s.set(2018, 8);
  CHECK(s.at(2015) == 5);
  CHECK(std::isnan(s.at(2014)));
  CHECK(std::isnan(s.at(2012)));
  s.cut_after(2016);
  CHECK(s.has(2015));
  CHECK_FALSE(s.has(2018));
  s.cut_after(2000);
  CHECK(s.empty());
}

TEST_CASE("Forecasts do not change when everything later is altered") {
  auto panel = panel_world::made({}, 5);
  const int origin = 2018;
  const auto before = known_in_january(panel, origin);
  const auto said = forecast(before, fit_panel(before), {3, 200, 1});
  const auto spoil = [&](AuthoritySeries& a) {
    for (int year = origin + 1; year <= 2025; ++year) a.plans.set(year, 123456);
    for (auto* flow : {&a.new_plans, &a.requests, &a.undecided})
      for (int year = origin; year <= 2025; ++year) flow->set(year, 99999);
  };
  spoil(panel.england);
  for (auto& a : panel.authorities) spoil(a);
  const auto after = known_in_january(panel, origin);
  const auto again = forecast(after, fit_panel(after), {3, 200, 1});
  CHECK(same(said.plans, again.plans, panel.authorities.size()));
  CHECK(same(said.new_plans, again.new_plans, panel.authorities.size()));
  // A figure of the last known year does matter.
  auto earlier = before;
  earlier.authorities[0].requests.set(origin - 1, 2 * before.authorities[0].requests.at(origin - 1));
  CHECK_FALSE(same(said.plans, forecast(earlier, fit_panel(earlier), {3, 200, 1}).plans, 1));
}

TEST_CASE("A whole backtest scores an origin as if the years after it had not been published") {
  const auto panel = panel_world::made({}, 6);
  const auto plan = small_plan();
  const auto whole = run_backtest(panel, plan);
  const auto cut = run_backtest(known_in_january(panel, 2020), plan);
  std::size_t compared = 0;
  for (const auto& c : cut.cases)
    for (const auto& w : whole.cases)
      if (w.metric == c.metric && w.authority == c.authority && w.origin == c.origin &&
          w.horizon == c.horizon) {
        ++compared;
        REQUIRE(w.crps == c.crps);
        REQUIRE(w.p05 == c.p05);
        for (std::size_t r = 0; r < c.rivals.size(); ++r) REQUIRE(w.rivals[r].crps == c.rivals[r].crps);
      }
  CHECK(compared == cut.cases.size());
  CHECK(whole.cases.size() > cut.cases.size());
}

TEST_CASE("Growth of a line in proportion is what the rules of thumb say") {
  YearSeries local, england;
  for (int year = 2010; year <= 2014; ++year) {
    local.set(year, 100 + 10 * (year - 2010));
    england.set(year, 1000 * std::pow(1.1, year - 2010));
  }
  const auto said = [&](std::string_view name, int horizon) {
    for (const auto& r : rivals())
      if (r.name == name) return std::exp(r.log_forecast(local, england, 2014, horizon));
    return 0.0;
  };
  CHECK(said("persistence", 3) == Approx(140));
  CHECK(said("drift", 2) == Approx(140 * std::pow(140.0 / 130, 2)));
  CHECK(said("drift_3", 3) == Approx(140 * 140.0 / 110));
  CHECK(said("damped_trend", 2) == Approx(140 * std::pow(140.0 / 130, 0.8 + 0.64)));
  CHECK(said("national_growth", 2) == Approx(140 * 1.21));
  CHECK(said("national_line", 2) == Approx(140 * 1.2));
  CHECK(said("half_national", 2) == Approx(140 * 1.1 * 140 / 130));
}

TEST_CASE("The spread of a rule is that of its earlier misses alone") {
  YearSeries local, england;
  for (int year = 2010; year <= 2025; ++year) {
    local.set(year, year <= 2018 ? 100 * std::exp(0.05 * (year % 2)) : 1e6 * year);
    england.set(year, 1000);
  }
  const PanelMetric metric{&england, std::vector<const YearSeries*>(10, &local)};
  // Persistence misses by 0.05 each year, up or down; over two years by nothing.
  CHECK(rival_spread(rivals()[0], metric, 2018, 1) == Approx(0.05));
  CHECK(rival_spread(rivals()[0], metric, 2018, 2) == Approx(0).margin(1e-9));
  CHECK(rival_spread(rivals()[0], metric, 2020, 1) > 1);
  CHECK(std::isnan(rival_spread(rivals()[0], metric, 2011, 1)));  // ten misses are too few
}

TEST_CASE("What was known in a January ends with its stock and the flows of the year before") {
  const auto known = known_in_january(panel_world::made({}, 5), 2018);
  for (const auto& a : known.authorities) {
    REQUIRE(a.plans.last() == 2018);
    REQUIRE(a.new_plans.last() == 2017);
    REQUIRE(a.requests.last() == 2017);
    REQUIRE(a.undecided.last() == 2017);
  }
  CHECK(known.last_year() == 2018);
  CHECK(known.england.new_plans.last() == 2017);
}

TEST_CASE("Draw d of all authorities has the same years of England") {
  const auto known = known_in_january(panel_world::made({.growth_scale = 0.02}, 10), 2021);
  const std::size_t authorities = known.authorities.size();
  const auto said = forecast(known, fit_panel(known, {}), {4, 400, 1});
  std::vector<double> together(400),
      apart(400);  // sums over authorities: of one draw, and of draws out of step
  for (std::size_t a = 0; a < authorities; ++a)
    for (std::size_t d = 0; d < 400; ++d) {
      together[d] += said.plans.at(a, 4)[d];
      apart[d] += said.plans.at(a, 4)[(d + 37 * a) % 400];
    }
  CHECK(sim::sd(together) > 2 * sim::sd(apart));
}

TEST_CASE("Late years teach more than early ones") {
  // Quiet until 2019, then twice as loud: weights halve every three years, so that of 2010 to 2024 the last
  // five have two thirds.
  const auto fit =
      fit_local(panel_world::made({.leavers_scale = 0.02, .changes = 2020, .leavers_scale_then = 0.04}, 9));
  CHECK(fit.leavers_scale > 0.03);
  CHECK(fit.leavers_scale < 0.04);
}

TEST_CASE("A lead whose definition changes is not used") {
  auto panel = panel_world::made({}, 7);
  const auto with = fit_local(known_in_january(panel, 2020));
  CHECK(with.leads.size() == 3);
  const auto smaller = [](AuthoritySeries& a) { a.undecided.set(2019, a.undecided.at(2019) / 50); };
  smaller(panel.england);
  for (auto& a : panel.authorities) smaller(a);
  const auto without = fit_local(known_in_january(panel, 2020));
  CHECK(without.leads == std::vector{Lead::new_plans, Lead::requests});
  // Nor if a year was left out between the two definitions.
  const auto gap = [](AuthoritySeries& a) { a.undecided.set(2018, std::nan("")); };
  gap(panel.england);
  for (auto& a : panel.authorities) gap(a);
  CHECK(fit_local(known_in_january(panel, 2020)).leads.size() == 2);
}

TEST_CASE("How far authorities drift from their last years") {
  PanelSeries panel;
  for (int year = 2010; year <= 2020; ++year) {
    panel.england.plans.set(year, 1e5);
    panel.england.new_plans.set(year, 1e4 * (1 + 0.1 * (year - 2010)));
  }
  for (int i = 0; i < 101; ++i) {
    AuthoritySeries a;
    for (int year = 2010; year <= 2020; ++year) {
      a.plans.set(year, 1000);
      // From 2017 on the i-th issues exp((i - 50) / 100) times as much, England's growth apart.
      a.new_plans.set(
          year, panel.england.new_plans.at(year) / 100 * (year < 2017 ? 1 : std::exp((i - 50) / 100.0)));
    }
    panel.authorities.push_back(a);
  }
  CHECK(level_drift(known_in_january(panel, 2017), 1) == Approx(0).margin(1e-12));  // before it happens
  PanelSeries only = known_in_january(panel, 2018);
  // Of the years 2013 to 2017 the last drifts, by 0.25 in the middle: a fifth of the cases, so the median is
  // nought.
  CHECK(level_drift(only, 1) == Approx(0).margin(1e-12));
  for (auto& a : only.authorities)
    for (int year = 2010; year < 2014; ++year) a.new_plans.set(year, std::nan(""));
  CHECK(level_drift(only, 1) == Approx(1.4826 * 0.25).epsilon(0.02));
  CHECK(std::isnan(level_drift(known_in_january(panel, 2012), 1)));
}

TEST_CASE("Shares of authorities drift with England's and keep their distance") {
  auto panel = panel_world::made({}, 8);
  for (int year = 2010; year <= 2025; ++year) {
    double sum = 0;
    for (std::size_t i = 0; i < panel.authorities.size(); ++i) {
      auto& a = panel.authorities[i];
      const double share = 0.05 * std::exp(0.02 * (year - 2010) + (i % 2 == 0 ? 0.5 : -0.5));
      a.parts["independent"].set(year, share * a.plans.at(year));
      sum += share * a.plans.at(year);
    }
    panel.england.parts["independent"].set(year, sum);
  }
  const auto known = known_in_january(panel, 2021);
  const auto said = forecast_share(known, "independent", fit_share(known, "independent", {}), {4, 400, 1});
  for (const std::size_t a : {std::size_t{0}, std::size_t{1}}) {
    const double truth =
        panel.authorities[a].parts["independent"].at(2025) / panel.authorities[a].plans.at(2025);
    CHECK(sim::quantile(said.at(a, 4), 0.5) == Approx(truth).epsilon(0.03));
  }
  CHECK_THROWS_AS(fit_share(known, "no such part", {}), std::invalid_argument);
}
