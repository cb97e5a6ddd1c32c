#pragma once
// Values that more than one summary writes as JSON.

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/assumption_changes.hpp"
#include "app/run_summary.hpp"

namespace app {

using Json = nlohmann::ordered_json;

/// null for a figure that does not exist.
inline Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

inline Json chance_json(const Chance& c) { return {{"value", number(c.value)}, {"mcse", number(c.mcse)}}; }

inline Json goal_json(const Goal& g) {
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

inline Json changes_json(const std::vector<AssumptionChange>& changes) {
  Json out = Json::array();
  for (const auto& c : changes) out.push_back({{"parameter", c.parameter}, {"from", c.from}, {"to", c.to}});
  return out;
}

inline Json layers_json(const std::vector<LayerResult>& layers) {
  const auto estimate = [](const sim::Estimate& e) -> Json {
    return {{"value", number(e.value)}, {"mcse", number(e.mcse)}};
  };
  Json out = Json::array();
  for (const auto& layer : layers)
    out.push_back({{"metric", layer.metric.name},
                   {"period", layer.period},
                   {"assumptions", estimate(layer.variance.assumptions)},
                   {"years", estimate(layer.variance.years)},
                   {"luck", estimate(layer.variance.luck)}});
  return out;
}

}  // namespace app
