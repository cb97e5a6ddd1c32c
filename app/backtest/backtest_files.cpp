// A backtest of the panel for programs: scores, every case, and what the panel taught, as CSV and JSON.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/score_lines.hpp"
#include "models/panel_levels.hpp"
#include "models/panel_local_shocks.hpp"
#include "sim/student4.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

using models::GroupScores;

std::string lines_of(const std::string& metric, const std::string& set, const GroupScores& g) {
  std::string text = score_csv_line({metric, set, "model"}, g.group, g.model);
  for (std::size_t r = 0; r < g.rivals.size(); ++r)
    text += score_csv_line({metric, set, models::rivals()[r].name, Judged::rival}, g.group, g.rivals[r]);
  return text;
}

Json groups_json(const std::vector<GroupScores>& groups) {
  Json out = Json::array();
  for (const auto& g : groups) out.push_back(group_json(g));
  return out;
}

std::string_view name_of(models::Lead lead) {
  if (lead == models::Lead::new_plans) return "new_plans";
  return lead == models::Lead::requests ? "requests" : "undecided";
}

/// Name, value, unit of everything that an origin's fit says.
std::vector<std::pair<std::string, double>> figures_of(const models::OriginFit& of,
                                                       const std::vector<models::BacktestMetric>& metrics) {
  const auto& n = of.fit.national;
  const auto& l = of.fit.local;
  const auto growth = n.growth.mean(), fresh = n.new_growth.mean();
  std::vector<std::pair<std::string, double>> out{
      {"national.plans.last_growth", n.last_growth},
      {"national.plans.level", growth.level},
      {"national.plans.persistence", growth.persistence},
      {"national.plans.shock_scale", growth.scale},
      {"national.new_plans.last_growth", n.last_new_growth},
      {"national.new_plans.level", fresh.level},
      {"national.new_plans.persistence", fresh.persistence},
      {"national.new_plans.shock_scale", fresh.scale},
      {"local.leavers.shock_scale", l.leavers_scale},
      {"local.leavers.centre", l.leavers_centre},
      {"local.leavers.size_slope", l.leavers_size.slope},
      {"local.new_plans.centre", l.centre},
      {"local.new_plans.size_slope", l.new_plans_size.slope},
      {"local.typical_plans", std::exp(l.new_plans_size.log_typical)}};
  for (std::size_t i = 0; i < l.leads.size(); ++i) {
    for (std::size_t j = 0; j < l.leads.size(); ++j)
      out.emplace_back(fmt::format("local.{}.from_{}", name_of(l.leads[i]), name_of(l.leads[j])),
                       l.next[i].coefficients[j]);
    out.emplace_back(fmt::format("local.{}.shock_scale", name_of(l.leads[i])), l.next[i].scale);
  }
  for (std::size_t m = 0; m < metrics.size(); ++m)
    out.emplace_back(fmt::format("discrepancy.{}.log_sd_at_1_year", metrics[m].name),
                     std::sqrt(of.discrepancy[m].variance_per_year));
  return out;
}

}  // namespace

std::string backtest_csv(const BacktestSummary& s) {
  std::string text = score_csv_header;
  for (const auto& m : s.metrics) {
    for (const auto& g : m.by_horizon) text += lines_of(m.metric.name, "test", g);
    text += lines_of(m.metric.name, "test", m.all);
    text += lines_of(m.metric.name, "burn_in", m.burn_in);
    for (const auto& g : m.by_size) text += lines_of(m.metric.name, "test_by_size", g);
    for (const auto& g : m.by_origin) text += lines_of(m.metric.name, "by_origin", g);
  }
  return text;
}

std::string cases_csv(const BacktestSummary& s) {
  std::string text =
      "metric,code,name,origin,horizon,plans_at_origin,outturn,p05,p10,p25,p50,p75,p90,p95,crps,wis,"
      "percentile\n";
  for (const auto& c : s.backtest.cases) {
    const auto& a = s.source.panel.authorities[c.authority];
    text += fmt::format("{},{},{},{},{},{},{}", sim::csv_field(s.options.plan.metrics[c.metric].name),
                        sim::csv_field(a.code), sim::csv_field(a.name), c.origin, c.horizon,
                        score_field(c.plans), score_field(c.outturn));
    for (const double v : {c.p05, c.p10, c.p25, c.median, c.p75, c.p90, c.p95, c.crps, c.wis, c.percentile})
      text += "," + score_field(v);
    text += "\n";
  }
  return text;
}

std::string panel_figures_csv(const BacktestSummary& s) {
  std::string text = "origin,figure,value\n";
  const auto drift = [&](int origin) {
    const auto known = models::known_in_january(s.source.panel, origin);
    for (int years = 1; years <= s.options.plan.size.horizons; ++years)
      text += fmt::format("{},local.new_plans.level_drift_{}_years,{}\n", origin, years,
                          score_field(models::level_drift(known, years)));
    const auto shocks = models::local_shocks(known);
    for (const auto& [name, which] : {std::pair{"new_plans.year_shock", &models::LocalShocks::new_plans},
                                      {"new_plans.year_shock_persistence", &models::LocalShocks::persistence},
                                      {"leavers.year_shock", &models::LocalShocks::leavers}})
      text += fmt::format("{0},local.{1},{2}\n{0},local.{1}_error,{3}\n", origin, name,
                          score_field(shocks.value.*which), score_field(shocks.error.*which));
    const auto gamma = models::new_plans_variogram(known);
    for (std::size_t lag = 0; lag < gamma.size(); ++lag)
      text += fmt::format("{},local.new_plans.half_variance_{}_years,{}\n", origin, lag + 1,
                          score_field(gamma[lag]));
  };
  for (const auto& of : s.backtest.fits) drift(of.origin);
  drift(s.source.panel.last_year());
  for (const auto& of : s.backtest.fits)
    for (const auto& [name, value] : figures_of(of, s.options.plan.metrics))
      text += fmt::format("{},{},{}\n", of.origin, sim::csv_field(name), score_field(value));
  if (s.backtest.fits.empty() || s.backtest.fits.back().origin != s.backtest.now.origin)
    for (const auto& [name, value] : figures_of(s.backtest.now, s.options.plan.metrics))
      text += fmt::format("{},{},{}\n", s.backtest.now.origin, sim::csv_field(name), score_field(value));
  return text;
}

std::string year_effects_toml(const BacktestSummary& s) {
  const auto& now = s.backtest.now;
  const auto& england = now.fit.national.new_growth;
  const auto local = models::local_shocks(models::known_in_january(s.source.panel, now.origin));
  const auto line = [](const char* name, double mean, double sd, const char* more,
                       const std::string& source) {
    return std::isnan(mean) ? std::string()
                            : fmt::format(
                                  "{} = {{ mean = {:.3f}, sd = {:.3f}{}, source = \"{}\", "
                                  "reliability = \"amber\" }}\n",
                                  name, mean, std::max(sd, 0.001), more, source);
  };
  const std::string years = fmt::format("{} to {}", now.origin - 10, now.origin - 1),
                    authorities = fmt::format("{} authorities less the middle one", s.authorities);
  return fmt::format(
             "# Year effects as {} authorities show them in January {}; written by `sendcast backtest`.\n"
             "# Log standard deviations of one year's shock, and how much of a local one is left a year "
             "later.\n",
             s.authorities, now.origin) +
         "[request]\n" +
         line("shock_national", sim::bounded_student4_sd * england.mean().scale,
              sim::bounded_student4_sd * england.sd().scale, "",
              fmt::format("growth of England's new plans, {} to {}, without the steps into {}", s.first_year,
                          s.last_year - 1, fmt::join(s.options.plan.without_years, " and "))) +
         line("shock_local", local.value.new_plans, local.error.new_plans, "",
              "variogram of new plans, " + authorities + ", " + years) +
         line("shock_local_persistence", local.value.persistence, local.error.persistence,
              ", min = 0, max = 0.99, dist = \"truncated_normal\"",
              "variogram of new plans, " + authorities + ", " + years) +
         "[cease]\n" +
         line("shock_local", local.value.leavers, local.error.leavers, "",
              "leavers per plan, " + authorities + ", " + years);
}

std::string backtest_json(const BacktestSummary& s) {
  const auto& plan = s.options.plan;
  Json metrics = Json::array(), left_out = Json::array(), fits = Json::array();
  for (const auto& m : s.metrics)
    metrics.push_back({{"metric", m.metric.name},
                       {"unit", m.metric.kind == models::BacktestMetric::Kind::share ? "percentage points"
                                                                                     : "% of the outturn"},
                       {"by_horizon", groups_json(m.by_horizon)},
                       {"all", group_json(m.all)},
                       {"burn_in", group_json(m.burn_in)},
                       {"by_size", groups_json(m.by_size)},
                       {"by_origin", groups_json(m.by_origin)}});
  for (const auto& [reason, count] : s.backtest.left_out)
    left_out.push_back({{"reason", reason}, {"cases", count}});
  for (const auto& of : s.backtest.fits) {
    Json figures = Json::object();
    for (const auto& [name, value] : figures_of(of, plan.metrics)) figures[name] = number(value);
    fits.push_back({{"origin", of.origin}, {"figures", std::move(figures)}});
  }
  Json json = {{"authorities", s.authorities},    {"first_january", s.first_year},
               {"last_january", s.last_year},     {"first_origin", s.options.first_test},
               {"last_origin", plan.last_origin}, {"burn_in_from", plan.first_origin},
               {"draws", plan.size.draws},        {"seed", plan.size.seed},
               {"discrepancy", plan.discrepancy}, {"without_years", plan.without_years},
               {"metrics", std::move(metrics)},   {"left_out", std::move(left_out)},
               {"repairs", s.source.repairs},     {"fits", std::move(fits)}};
  if (s.simulated) json["simulated"] = simulated_json(s);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
