// Scores for programs.

#include "app/backtest/score_lines.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/text_file.hpp"

namespace app {

using models::GroupScores;
using models::ScoreLine;

std::string score_field(double value) { return std::isfinite(value) ? fmt::format("{:.6g}", value) : ""; }

std::string score_csv_line(const ScoreOf& of, const models::ScoreGroup& group, const ScoreLine& l) {
  if (l.cases == 0) return "";
  std::string text = fmt::format(
      "{},{},{},{},{},{},{},{},{}", sim::csv_field(of.metric), of.set, group.first_origin, group.last_origin,
      group.horizon == 0 ? "all" : std::to_string(group.horizon), group.plans_from,
      group.plans_below >= 1e9 ? "" : fmt::format("{}", group.plans_below), of.forecaster, l.cases);
  for (const double v :
       {l.error, l.bias, l.crps, l.wis, l.within_50.value, l.within_50.interval.low,
        l.within_50.interval.high, l.within_90.value, l.within_90.interval.low, l.within_90.interval.high})
    text += "," + score_field(v);
  for (const double v : {l.skill.value, l.skill.interval.low, l.skill.interval.high})
    text += "," + (of.judged == Judged::rival ? score_field(v) : "");
  for (const double p : l.percentiles) text += "," + score_field(p);
  return text + "\n";
}

Json interval_json(const sim::Interval& i) { return {number(i.low), number(i.high)}; }

Json score_json(std::string_view forecaster, const ScoreLine& l, Judged judged) {
  Json percentiles = Json::array();
  for (const double p : l.percentiles) percentiles.push_back(number(p));
  Json out = {{"forecaster", forecaster},
              {"cases", l.cases},
              {"error", number(l.error)},
              {"bias", number(l.bias)},
              {"crps", number(l.crps)},
              {"wis", number(l.wis)},
              {"within_50", number(l.within_50.value)},
              {"within_50_interval", interval_json(l.within_50.interval)},
              {"within_90", number(l.within_90.value)},
              {"within_90_interval", interval_json(l.within_90.interval)},
              {"percentiles", std::move(percentiles)}};
  if (judged == Judged::rival) {
    out["model_skill"] = number(l.skill.value);
    out["model_skill_interval"] = interval_json(l.skill.interval);
  }
  return out;
}

Json group_json(const GroupScores& g) {
  Json forecasters = Json::array({score_json("model", g.model)});
  for (std::size_t r = 0; r < g.rivals.size(); ++r)
    if (g.rivals[r].cases > 0)
      forecasters.push_back(score_json(models::rivals()[r].name, g.rivals[r], Judged::rival));
  return {{"first_origin", g.group.first_origin},
          {"last_origin", g.group.last_origin},
          {"horizon", g.group.horizon == 0 ? Json("all") : Json(g.group.horizon)},
          {"plans_from", g.group.plans_from},
          {"plans_below", g.group.plans_below >= 1e9 ? Json(nullptr) : Json(g.group.plans_below)},
          {"best_rival", g.best == g.rivals.size() ? Json(nullptr) : Json(models::rivals()[g.best].name)},
          {"forecasters", std::move(forecasters)}};
}

}  // namespace app
