// The summary of a comparison for programs: the figures of the text, unrounded, under stable names.

#include "app/compare/comparison_summary.hpp"
#include "app/json_values.hpp"

namespace app {
namespace {

Json period_json(const ComparedPeriod& p) {
  const auto& d = p.paired.difference;
  return {{"n", d.n},
          {"median_a", number(p.median_a)},
          {"median_b", number(p.median_b)},
          {"mean_a", number(p.paired.mean_a)},
          {"mean_b", number(p.paired.mean_b)},
          {"mean_difference", number(d.mean)},
          {"sd", number(d.sd)},
          {"p10", number(d.p10)},
          {"p50", number(d.p50)},
          {"p90", number(d.p90)},
          {"mcse_mean", number(d.mcse_mean)},
          {"mcse_p50", number(d.mcse_p50)},
          {"p_lower", chance_json({p.paired.p_lower, p.mcse_lower})},
          {"p_equal", number(p.paired.p_equal)},
          {"variance_reduction", number(p.variance_reduction)}};
}

Json metrics_json(const std::vector<ComparedMetric>& metrics) {
  Json out = Json::object();
  for (const auto& m : metrics) {
    Json periods = Json::object();
    for (const auto& p : m.periods) periods[p.period] = period_json(p);
    out[m.metric.name] = {{"unit", sim::to_string(m.metric.unit)}, {"periods", std::move(periods)}};
  }
  return out;
}

Json total_json(const RunningTotal& t) {
  return {{"mean", number(t.difference.mean)},         {"p10", number(t.difference.p10)},
          {"p50", number(t.difference.p50)},           {"p90", number(t.difference.p90)},
          {"mcse_p50", number(t.difference.mcse_p50)}, {"p_paid_for_itself", chance_json(t.lower)}};
}

Json break_even_json(const std::vector<BreakEvenYear>& years, double discount) {
  Json by_year = Json::object();
  for (const auto& y : years)
    by_year[y.year] = {{"cash", total_json(y.cash)}, {"discounted", total_json(y.discounted)}};
  return {{"metric", "hnb_spend"},
          {"price_base", "prices of each year"},
          {"discount", discount},
          {"years", std::move(by_year)}};
}

Json targets_json(const std::vector<ComparedTarget>& targets) {
  Json out = Json::array();
  for (const auto& t : targets) {
    Json one = goal_json(t.goal);
    one["chance_a"] = chance_json(t.a);
    one["chance_b"] = chance_json(t.b);
    one["difference"] = chance_json(t.difference);
    out.push_back(std::move(one));
  }
  return out;
}

Json part_json(const AttributedPart& p) {
  const auto& s = p.summary;
  return {{"n", s.n},
          {"mean", number(s.mean)},
          {"p10", number(s.p10)},
          {"p50", number(s.p50)},
          {"p90", number(s.p90)},
          {"mcse_mean", number(s.mcse_mean)},
          {"p_lower", chance_json({p.lower.value, p.lower.mcse})}};
}

Json attributed_json(const AttributionSummary& a, const AttributedFigure& f) {
  Json actions = Json::object(), pairs = Json::array();
  for (std::size_t i = 0; i < a.actions.size(); ++i)
    actions[a.actions[i]] = {{"share", part_json(f.actions[i].share)},
                             {"alone", part_json(f.actions[i].alone)},
                             {"last", part_json(f.actions[i].last)},
                             {"sd_orders", number(f.actions[i].sd_orders)}};
  for (const auto& p : f.pairs)
    pairs.push_back(
        {{"actions", {a.actions[p.first], a.actions[p.second]}}, {"interaction", part_json(p.interaction)}});
  return {{"total", part_json(f.total)},
          {"other", part_json(f.other)},
          {"actions", std::move(actions)},
          {"interactions", std::move(pairs)}};
}

Json attribution_json(const std::optional<AttributionSummary>& a) {
  if (!a) return nullptr;
  Json metrics = Json::object();
  for (const auto& f : a->figures) {
    metrics[f.metric.name]["unit"] = sim::to_string(f.metric.unit);
    metrics[f.metric.name]["periods"][f.period] = attributed_json(*a, f);
  }
  return {{"exact", a->exact},
          {"coalitions", a->coalitions},
          {"pairs_of_orders", a->pairs_of_orders},
          {"metrics", std::move(metrics)}};
}

Json outturns_json(const std::vector<ComparedOutturn>& outturns) {
  Json out = Json::array();
  for (const auto& o : outturns) {
    Json one = goal_json(o.goal);
    one["percentile_a"] = chance_json({o.percentile_a, o.mcse_a});
    one["percentile_b"] = chance_json({o.percentile_b, o.mcse_b});
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::string comparison_json(const ComparisonSummary& s) {
  Json pairs = Json::array();
  for (const auto& pair : s.pairs)
    pairs.push_back({{"letter", pair.letter},
                     {"scenario", pair.scenario},
                     {"changes", changes_json(pair.changes)},
                     {"metrics", metrics_json(pair.metrics)},
                     {"break_even", break_even_json(pair.break_even, s.discount)},
                     {"targets", targets_json(pair.targets)},
                     {"outturns", outturns_json(pair.outturns)},
                     {"layers", layers_json(pair.layers)},
                     {"attribution", attribution_json(pair.attribution)}});
  Json programmes = Json::object();
  for (const auto& p : s.programmes) programmes[p.letter] = programme_json(p.programme);
  const Json json = {{"area", s.area},
                     {"first_term", s.first_term},
                     {"replicates", s.replicates},
                     {"members", s.members},
                     {"seed", s.seed},
                     {"design", s.design},
                     {"reference", {{"letter", s.letter}, {"scenario", s.scenario}}},
                     {"alternatives", std::move(pairs)},
                     {"programmes", std::move(programmes)},
                     {"notes", s.notes},
                     {"folder", s.folder.string()},
                     {"files", s.files},
                     {"execution", {{"seconds", s.seconds}}}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
