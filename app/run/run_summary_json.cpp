// The end-of-run summary for programs: the figures of the text, unrounded, under stable names.

#include "app/json_values.hpp"
#include "app/run/run_summary.hpp"

namespace app {
namespace {

Json distribution_json(const sim::Summary& f) {
  return {{"n", f.n},
          {"mean", number(f.mean)},
          {"p10", number(f.p10)},
          {"p50", number(f.p50)},
          {"p90", number(f.p90)},
          {"mcse_p50", number(f.mcse_p50)}};
}

Json figures_json(const std::vector<FigureByPeriod>& all) {
  Json out = Json::object();
  for (const auto& figure : all) {
    Json periods = Json::object();
    for (std::size_t p = 0; p < figure.periods.size(); ++p)
      periods[figure.periods[p]] = distribution_json(figure.figures[p]);
    out[figure.metric.name] = {{"unit", sim::to_string(figure.metric.unit)}, {"periods", std::move(periods)}};
  }
  return out;
}

Json scenarios_json(const std::vector<ScenarioChanges>& scenarios) {
  Json out = Json::array();
  for (const auto& s : scenarios)
    out.push_back({{"scenario", s.scenario}, {"changes", changes_json(s.changes)}});
  return out;
}

}  // namespace

std::string run_summary_json(const RunSummary& s) {
  Json places = Json::array(), targets = Json::array(), outturns = Json::array();
  for (const auto& p : s.places)
    places.push_back({{"placement", p.type},
                      {"september", p.period},
                      {"places_commissioned", distribution_json(p.places)},
                      {"place_demand", distribution_json(p.wanted)},
                      {"place_shortfall", distribution_json(p.short_of)}});
  for (const auto& t : s.targets) {
    Json one = goal_json(t.goal);
    one["chance_met"] = t.known ? chance_json(t.met) : Json(nullptr);
    targets.push_back(std::move(one));
  }
  for (const auto& o : s.outturns) {
    Json one = goal_json(o.goal);
    one["percentile"] = o.known ? number(o.percentile) : Json(nullptr);
    one["mcse_percentile"] = o.known ? number(o.percentile_mcse) : Json(nullptr);
    one["chance_at_most"] = o.known ? chance_json(o.at_most) : Json(nullptr);
    outturns.push_back(std::move(one));
  }
  Json widened = Json::array();
  for (const auto& f : s.widened)
    widened.push_back({{"metric", f.metric},
                       {"period", f.period},
                       {"years_ahead", f.years},
                       {"log_sd", f.log_sd},
                       {"p5", number(f.p5)},
                       {"p10", number(f.p10)},
                       {"p50", number(f.p50)},
                       {"p90", number(f.p90)},
                       {"p95", number(f.p95)}});
  Json json = {{"area", s.area},
               {"scenario", s.scenario},
               {"start", s.start},
               {"years", s.years},
               {"replicates", s.replicates},
               {"members", s.members},
               {"seed", s.seed},
               {"design", s.design},
               {"enough_replicates_for_errors", s.replicates >= sim::fewest_replicates},
               {"scenarios", scenarios_json(s.scenarios)},
               {"january", figures_json(s.january)},
               {"financial_year", figures_json(s.financial_year)},
               {"places", std::move(places)},
               {"targets", std::move(targets)},
               {"outturns", std::move(outturns)},
               {"programme", programme_json(s.programme)},
               {"layers", layers_json(s.layers)},
               {"with_discrepancy", std::move(widened)},
               {"notes", s.notes},
               {"folder", s.folder.string()},
               {"files", s.files},
               {"execution", {{"seconds", s.seconds}, {"replicates_per_second", s.replicates_per_second()}}}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
