// The end-of-run summary for programs: the figures of the text, unrounded, under stable names.

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/run_summary.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

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

Json goal_json(const Goal& g) {
  Json out = {{"id", g.id},
              {"title", g.title},
              {"metric", g.metric},
              {"breakdown", g.breakdown},
              {"category", g.category},
              {"period", g.period},
              {"value", number(g.value)}};
  if (!g.aim.empty()) out["aim"] = g.aim;
  return out;
}

Json chance_json(const Chance& c) { return {{"value", number(c.value)}, {"mcse", number(c.mcse)}}; }
Json estimate_json(const sim::Estimate& e) { return {{"value", number(e.value)}, {"mcse", number(e.mcse)}}; }

}  // namespace

std::string run_summary_json(const RunSummary& s) {
  Json places = Json::array(), targets = Json::array(), outturns = Json::array(), layers = Json::array();
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
    one["chance_at_most"] = o.known ? chance_json(o.at_most) : Json(nullptr);
    outturns.push_back(std::move(one));
  }
  for (const auto& layer : s.layers) {
    layers.push_back({{"metric", layer.metric.name},
                      {"period", layer.period},
                      {"assumptions", estimate_json(layer.variance.assumptions)},
                      {"years", estimate_json(layer.variance.years)},
                      {"luck", estimate_json(layer.variance.luck)}});
  }
  Json json = {{"area", s.area},
               {"scenario", s.scenario},
               {"start", s.start},
               {"years", s.years},
               {"replicates", s.replicates},
               {"members", s.members},
               {"seed", s.seed},
               {"design", s.design},
               {"enough_replicates_for_errors", s.replicates >= sim::fewest_replicates},
               {"january", figures_json(s.january)},
               {"financial_year", figures_json(s.financial_year)},
               {"places", std::move(places)},
               {"targets", std::move(targets)},
               {"outturns", std::move(outturns)},
               {"layers", std::move(layers)},
               {"notes", s.notes},
               {"folder", s.folder.string()},
               {"files", s.files},
               {"execution", {{"seconds", s.seconds}, {"replicates_per_second", s.replicates_per_second()}}}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
