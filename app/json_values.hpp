#pragma once
// Values that more than one summary writes as JSON.

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/compare/assumption_changes.hpp"
#include "app/run/run_summary.hpp"

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
  if (!g.kind.empty()) out["kind"] = g.kind;
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

inline Json mean_json(const sim::Summary& s) {
  return {{"mean", number(s.mean)},
          {"p10", number(s.p10)},
          {"p90", number(s.p90)},
          {"mcse_mean", number(s.mcse_mean)}};
}

/// Savings and events in the year that the text shows.
inline Json programme_json(const std::optional<Programme>& p) {
  if (!p) return nullptr;
  Json savings = Json::array(), events = Json::array();
  const auto saving = [&](const char* level, const SavingResult& s) {
    savings.push_back({{"level", level},
                       {"id", s.id},
                       {"title", s.title},
                       {"workstream", s.workstream},
                       {"planned", number(s.planned[p->shown])},
                       {"delivered", mean_json(s.delivered[p->shown])},
                       {"shortfall", mean_json(s.shortfall[p->shown])}});
  };
  const auto event = [&](const char* level, const EventResult& e) {
    events.push_back({{"level", level},
                      {"id", e.id},
                      {"title", e.title},
                      {"workstream", e.workstream},
                      {"happened", number(e.happened)},
                      {"cumulative_deficit", mean_json(e.deficit[p->shown])}});
  };
  for (const auto& s : p->lines) saving("line", s);
  for (const auto& s : p->workstreams) saving("workstream", s);
  if (p->total) saving("total", *p->total);
  for (const auto& e : p->events) event("event", e);
  if (p->all_events) event("total", *p->all_events);
  return {{"replicates", p->replicates},
          {"year", p->years[p->shown]},
          {"savings", std::move(savings)},
          {"events", std::move(events)}};
}

}  // namespace app
