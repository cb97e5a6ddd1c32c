// How often forecasts of the panel's model have been right.

#include "models/panel_backtest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "models/panel_shares.hpp"
#include "sim/scores.hpp"

namespace models {
namespace {

using Kind = BacktestMetric::Kind;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
/// Parts of fewer plans than this at the origin are not scored: one child more is many percent.
constexpr double fewest_in_part = 20;
/// Earliest origin: so many Januaries after the first of the panel.
constexpr int years_to_learn = 3;
/// A metric's figures of all authorities: the outturns.
struct Outturns {
  YearSeries england;
  std::vector<YearSeries> authorities;
  PanelMetric view() const {
    PanelMetric m{&england, {}};
    for (const auto& a : authorities) m.authorities.push_back(&a);
    return m;
  }
};

YearSeries series_of(const AuthoritySeries& a, const BacktestMetric& metric) {
  if (metric.kind == Kind::plans) return a.plans;
  if (metric.kind == Kind::new_plans) return a.new_plans;
  const auto found = a.parts.find(metric.part);
  YearSeries out;
  if (found == a.parts.end() || found->second.empty()) return out;
  for (int year = found->second.first(); year <= found->second.last(); ++year) {
    const double whole = metric.kind == Kind::share ? a.plans.at(year) : 1;
    out.set(year, found->second.at(year) / whole);
  }
  return out;
}

/// Years ahead of what is last known in January `origin`.
int last_known(Kind kind, int origin) { return kind == Kind::new_plans ? origin - 1 : origin; }

/// From forecasts whose outturn is known in `origin`, without those that cross a reform.
Discrepancy discrepancy_of(const std::vector<Miss>& misses, int origin, const BacktestPlan& plan) {
  std::vector<Miss> known;
  for (const auto& m : misses)
    if (m.origin + m.horizon <= origin && !crosses(plan.without_years, m.origin, m.horizon))
      known.push_back(m);
  return learn_discrepancy(known);
}

/// What a forecaster says at one origin: the draws of every metric, by authority and horizon.
class Sayings {
 public:
  Sayings(const PanelSeries& known, const PanelFit& fit, const BacktestPlan& plan)
      : counts_(forecast(known, fit, plan.size)) {
    for (const auto& metric : plan.metrics) {
      if (metric.part.empty() || shares_.contains(metric.part)) continue;
      try {
        shares_.emplace(
            metric.part,
            forecast_share(known, metric.part, fit_share(known, metric.part, plan.without_years), plan.size));
      } catch (const std::invalid_argument&) {
        // too few years of this part: no forecast
      }
    }
  }
  /// Empty where there is no forecast.
  std::vector<double> draws(const BacktestMetric& metric, std::size_t authority, int horizon) const {
    const auto& whole = metric.kind == Kind::new_plans ? counts_.new_plans : counts_.plans;
    const auto of_plans = whole.at(authority, horizon);
    std::vector<double> out(of_plans.begin(), of_plans.end());
    if (!metric.part.empty()) {
      const auto found = shares_.find(metric.part);
      if (found == shares_.end()) return {};
      const auto share = found->second.at(authority, horizon);
      for (std::size_t d = 0; d < out.size(); ++d)
        out[d] = metric.kind == Kind::share ? share[d] : out[d] * share[d];
    }
    if (std::any_of(out.begin(), out.end(), [](double x) { return !std::isfinite(x); })) return {};
    return out;
  }

 private:
  PanelForecast counts_;
  std::map<std::string, ForecastDraws> shares_;
};

/// One backtest in the making.
class Origins {
 public:
  Origins(const PanelSeries& panel, const BacktestPlan& plan) : panel_(panel), plan_(plan) {
    for (const auto& metric : plan.metrics) {
      Outturns o{series_of(panel.england, metric), {}};
      for (const auto& a : panel.authorities) o.authorities.push_back(series_of(a, metric));
      outturns_.push_back(std::move(o));
    }
    misses_.resize(plan.metrics.size());
  }

  void run_origin(int origin) {
    const auto known = known_in_january(panel_, origin);
    OriginFit of{origin, {}, {}};
    of.fit = fit_panel(known, plan_.without_years);
    const Sayings sayings(known, of.fit, plan_);
    for (std::size_t m = 0; m < plan_.metrics.size(); ++m) {
      of.discrepancy.push_back(plan_.discrepancy ? discrepancy_of(misses_[m], origin, plan_) : Discrepancy{});
      for (int h = 1; h <= plan_.size.horizons; ++h) horizon(known, sayings, m, origin, h, of.discrepancy[m]);
    }
    if (origin >= plan_.first_origin) result_.fits.push_back(std::move(of));
  }

  Backtest take() {
    const int last = panel_.last_year();
    result_.now = {last, fit_panel(known_in_january(panel_, last), plan_.without_years), {}};
    for (const auto& misses : misses_)
      result_.now.discrepancy.push_back(plan_.discrepancy ? discrepancy_of(misses, last, plan_)
                                                          : Discrepancy{});
    return std::move(result_);
  }

 private:
  void horizon(const PanelSeries& known, const Sayings& sayings, std::size_t m, int origin, int h,
               const Discrepancy& discrepancy) {
    const auto& metric = plan_.metrics[m];
    const int last = last_known(metric.kind, origin);
    const auto view = outturns_[m].view();
    std::vector<double> spreads;
    for (const auto& rival : rivals()) spreads.push_back(rival_spread(rival, view, last, h));
    MeanExcess missed;
    for (std::size_t a = 0; a < known.authorities.size(); ++a) {
      const double outturn = view.authorities[a]->at(last + h), now = view.authorities[a]->at(last);
      if (!std::isfinite(outturn) || !known.authorities[a].plans.has(origin)) continue;
      if (!(outturn > 0) || !(now > 0) || too_small(metric, known.authorities[a], origin)) {
        if (origin >= plan_.first_origin) ++result_.left_out[metric.name + ": " + reason(outturn, now)];
        continue;
      }
      auto draws = sayings.draws(metric, a, h);
      if (draws.empty()) {
        if (origin >= plan_.first_origin) ++result_.left_out[metric.name + ": no figures to forecast from"];
        continue;
      }
      std::sort(draws.begin(), draws.end());
      missed.add(excess_of(squared_miss(draws, outturn, origin, h)));
      if (origin < plan_.first_origin) continue;
      result_.cases.push_back(made(m, a, origin, h, std::move(draws), discrepancy, spreads, known));
    }
    if (!missed.empty()) misses_[m].push_back(missed.miss(origin, h));
  }

  BacktestCase made(std::size_t m, std::size_t a, int origin, int h, std::vector<double> draws,
                    const Discrepancy& discrepancy, const std::vector<double>& spreads,
                    const PanelSeries& known) const {
    const auto& metric = plan_.metrics[m];
    const int last = last_known(metric.kind, origin);
    const auto& local = outturns_[m].authorities[a];
    BacktestCase c;
    c.metric = m, c.authority = a, c.origin = origin, c.horizon = h;
    c.plans = known.authorities[a].plans.at(origin);
    c.outturn = local.at(last + h);
    c.unit = metric.kind == Kind::share ? 0.01 : c.outturn / 100;
    add_discrepancy(draws, discrepancy, {plan_.size.seed, origin, h, known.authorities[a].code});
    std::sort(draws.begin(), draws.end());
    score_case(c, draws);
    for (std::size_t r = 0; r < rivals().size(); ++r) {
      const double said = std::exp(rivals()[r].log_forecast(local, outturns_[m].england, last, h));
      const double sd = said * spreads[r];
      const bool known_rule = std::isfinite(said) && std::isfinite(sd);
      const double z = (c.outturn - said) / sd;
      c.rivals.push_back(known_rule ? RivalScore{said, sim::crps_of_normal(said, sd, c.outturn),
                                                 std::erfc(-z / std::sqrt(2.0)) / 2}
                                    : RivalScore{unknown, unknown, unknown});
    }
    return c;
  }

  static bool too_small(const BacktestMetric& metric, const AuthoritySeries& a, int origin) {
    if (metric.part.empty()) return false;
    const auto part = a.parts.find(metric.part);
    return part == a.parts.end() || !(part->second.at(origin) >= fewest_in_part);
  }
  static const char* reason(double outturn, double now) {
    return outturn > 0 && now > 0 ? "fewer than 20 at the origin" : "nought at the origin or as outturn";
  }

  const PanelSeries& panel_;
  const BacktestPlan& plan_;
  std::vector<Outturns> outturns_;
  std::vector<std::vector<Miss>> misses_;  ///< by metric
  Backtest result_;
};

}  // namespace

Backtest run_backtest(const PanelSeries& panel, const BacktestPlan& plan,
                      const std::function<void(double)>& progress) {
  Origins origins(panel, plan);
  const int first = std::min(panel.first_year() + years_to_learn, plan.first_origin);
  for (int origin = first; origin <= plan.last_origin; ++origin) {
    if (progress) progress(static_cast<double>(origin - first) / (plan.last_origin - first + 1));
    origins.run_origin(origin);
  }
  return origins.take();
}

}  // namespace models
