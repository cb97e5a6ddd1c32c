// The simulator's own record for programs: scores, every case, and the discrepancy as a layer of
// configuration.

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/score_lines.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

using models::BacktestMetric;

/// What results call a metric of the panel; nothing for parts of the plans, which are breakdowns of one
/// metric.
std::optional<std::string> name_in_results(const BacktestMetric& metric) {
  using Kind = BacktestMetric::Kind;
  if (metric.kind == Kind::plans) return "ehcp_stock";
  if (metric.kind == Kind::new_plans) return "new_plans";
  if (metric.kind == Kind::share) return "independent_share";
  return std::nullopt;
}

std::string score_lines(const std::string& metric, const std::string& set, const SimulatedScores& s) {
  const auto& group = s.plain.group;
  std::string text = score_csv_line({metric, set, "simulator"}, group, s.plain.model) +
                     score_csv_line({metric, set, "simulator_with_discrepancy"}, group, s.widened.model);
  auto panel = s.panel.model;
  panel.skill = s.saved_of_panel;
  text += score_csv_line({metric, set, "panel", Judged::rival}, group, panel);
  for (std::size_t r = 0; r < s.plain.rivals.size(); ++r)
    text += score_csv_line({metric, set, models::rivals()[r].name, Judged::rival}, group, s.plain.rivals[r]);
  return text;
}

Json scores_json(const SimulatedScores& s) {
  Json out = group_json(s.plain);
  auto& forecasters = out["forecasters"];
  forecasters[0]["forecaster"] = "simulator";
  auto panel = s.panel.model;
  panel.skill = s.saved_of_panel;
  forecasters.insert(forecasters.begin() + 1, score_json("panel", panel, Judged::rival));
  forecasters.insert(forecasters.begin() + 1, score_json("simulator_with_discrepancy", s.widened.model));
  return out;
}

Json scores_json(const std::vector<SimulatedScores>& all) {
  Json out = Json::array();
  for (const auto& s : all)
    if (s.plain.model.cases > 0) out.push_back(scores_json(s));
  return out;
}

Json discrepancy_json(const models::Discrepancy& learnt, const std::map<int, models::Discrepancy>& without) {
  Json left_out = Json::array();
  for (const auto& [origin, d] : without)
    left_out.push_back({{"without_origin", origin},
                        {"log_sd_at_1_year", number(std::sqrt(d.variance_per_year))},
                        {"origins", d.origins}});
  return {{"log_sd_at_1_year", number(std::sqrt(learnt.variance_per_year))},
          {"origins", learnt.origins},
          {"leave_one_out", std::move(left_out)}};
}

}  // namespace

Json simulated_json(const BacktestSummary& s) {
  const auto& simulated = *s.simulated;
  Json pairs = Json::array(), refused = Json::array(), metrics = Json::array();
  const auto pair_json = [&](const models::AreaOrigin& pair) -> Json {
    const auto& a = s.source.panel.authorities[pair.authority];
    return {{"code", a.code}, {"name", a.name}, {"origin", pair.origin}};
  };
  for (const auto& pair : simulated.pairs) pairs.push_back(pair_json(pair));
  for (const auto& r : simulated.refused) {
    refused.push_back(pair_json(r.pair));
    refused.back()["why"] = r.why;
  }
  for (const auto& m : simulated.metrics)
    metrics.push_back({{"metric", s.options.plan.metrics[m.metric].name},
                       {"by_horizon", scores_json(m.by_horizon)},
                       {"all", scores_json(m.all)},
                       {"by_origin", scores_json(m.by_origin)},
                       {"discrepancy", discrepancy_json(simulated.record.discrepancy[m.metric],
                                                        simulated.record.without[m.metric])}});
  return {{"replicates", simulated.replicates},
          {"pairs", std::move(pairs)},
          {"refused", std::move(refused)},
          {"metrics", std::move(metrics)}};
}

std::string simulated_csv(const BacktestSummary& s) {
  std::string text = score_csv_header;
  for (const auto& m : s.simulated->metrics) {
    const auto& name = s.options.plan.metrics[m.metric].name;
    for (const auto& scores : m.by_horizon) text += score_lines(name, "simulated", scores);
    text += score_lines(name, "simulated", m.all);
    for (const auto& scores : m.by_origin) text += score_lines(name, "simulated_by_origin", scores);
  }
  return text;
}

std::string simulated_cases_csv(const BacktestSummary& s) {
  std::string text =
      "metric,code,name,origin,horizon,plans_at_origin,outturn,p05,p10,p25,p50,p75,p90,p95,crps,wis,"
      "percentile,p05_with_discrepancy,p95_with_discrepancy,crps_with_discrepancy,"
      "percentile_with_discrepancy,panel_p50,panel_crps,panel_percentile\n";
  const auto& record = s.simulated->record;
  for (std::size_t i = 0; i < record.plain.size(); ++i) {
    const auto &c = record.plain[i], &wide = record.widened[i], &panel = record.panel[i];
    const auto& a = s.source.panel.authorities[c.authority];
    text += fmt::format("{},{},{},{},{},{},{}", sim::csv_field(s.options.plan.metrics[c.metric].name),
                        sim::csv_field(a.code), sim::csv_field(a.name), c.origin, c.horizon,
                        score_field(c.plans), score_field(c.outturn));
    for (const double v :
         {c.p05, c.p10, c.p25, c.median, c.p75, c.p90, c.p95, c.crps, c.wis, c.percentile, wide.p05, wide.p95,
          wide.crps, wide.percentile, panel.median, panel.crps, panel.percentile})
      text += "," + score_field(v);
    text += "\n";
  }
  return text;
}

std::string discrepancy_toml(const BacktestSummary& s) {
  const auto& simulated = *s.simulated;
  std::string text = fmt::format(
      "# What uncalibrated simulations missed beyond their own spread; written by `sendcast backtest "
      "--simulate {}`.\n"
      "# Standard deviation of the logarithm one year ahead; it grows with the square root of the years "
      "ahead.\n"
      "[discrepancy_by_year]\n",
      s.options.simulate.pairs);
  for (const auto& m : simulated.metrics) {
    const auto name = name_in_results(s.options.plan.metrics[m.metric]);
    if (!name) continue;
    const auto& learnt = simulated.record.discrepancy[m.metric];
    text += fmt::format(
        "{} = {{ value = {:.4f}, source = \"what simulations missed: {} forecasts from {} Januaries, {} to "
        "{}, 1 "
        "to {} years ahead, {} replicates each\", reliability = \"amber\" }}\n",
        *name, std::sqrt(learnt.variance_per_year), m.all.plain.model.cases, learnt.origins,
        s.options.first_test, s.options.plan.last_origin, s.options.plan.size.horizons, simulated.replicates);
  }
  return text;
}

}  // namespace app
