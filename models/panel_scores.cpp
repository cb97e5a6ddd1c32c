// What the cases of a backtest add up to.

#include "models/panel_scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/scores.hpp"
#include "sim/statistics.hpp"

namespace models {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Cases of one forecaster, column by column.
struct Columns {
  std::vector<double> error, crps, wis, in_50, in_90, percentile;
  std::vector<int> origin;

  void add_model(const BacktestCase& c) {
    add(c, c.median, c.crps, c.wis, c.percentile, c.outturn >= c.p25 && c.outturn <= c.p75,
        c.outturn >= c.p05 && c.outturn <= c.p95);
  }
  void add_rival(const BacktestCase& c, const RivalScore& said) {
    const double place = said.percentile;
    add(c, said.forecast, said.crps, unknown, place, place >= 0.25 && place <= 0.75,
        place >= 0.05 && place <= 0.95);
  }
  void add(const BacktestCase& c, double said, double crps_of, double wis_of, double place, bool in_middle,
           bool in_most) {
    error.push_back((said - c.outturn) / c.unit);
    crps.push_back(crps_of / c.unit);
    wis.push_back(wis_of / c.unit);
    percentile.push_back(place);
    in_50.push_back(in_middle ? 1 : 0);
    in_90.push_back(in_most ? 1 : 0);
    origin.push_back(c.origin);
  }
  ScoreLine line() const {
    ScoreLine out;
    out.cases = error.size();
    if (out.cases == 0) return out;
    auto size = error;
    for (double& e : size) e = std::abs(e);
    out.error = sim::mean(size);
    out.bias = sim::mean(error);
    out.crps = sim::mean(crps);
    out.wis = sim::mean(wis);
    out.within_50 = sim::clustered_mean(in_50, origin);
    out.within_90 = sim::clustered_mean(in_90, origin);
    for (const double p : percentile)
      out.percentiles[static_cast<std::size_t>(std::clamp(p * 10, 0.0, 9.0))] +=
          1 / static_cast<double>(out.cases);
    return out;
  }
};

bool holds(const ScoreGroup& g, const BacktestCase& c) {
  return c.metric == g.metric && c.origin >= g.first_origin && c.origin <= g.last_origin &&
         (g.horizon == 0 || c.horizon == g.horizon) && c.plans >= g.plans_from && c.plans < g.plans_below;
}

}  // namespace

GroupScores group_scores(const std::vector<BacktestCase>& cases, const ScoreGroup& group) {
  Columns model;
  std::vector<Columns> of_rivals(rivals().size()), same_cases(rivals().size());
  for (const auto& c : cases) {
    if (!holds(group, c)) continue;
    model.add_model(c);
    for (std::size_t r = 0; r < of_rivals.size(); ++r) {
      const auto& said = c.rivals[r];
      if (!std::isfinite(said.crps)) continue;
      of_rivals[r].add_rival(c, said);
      same_cases[r].add_model(c);
    }
  }
  GroupScores out{group, model.line(), {}, rivals().size()};
  for (std::size_t r = 0; r < of_rivals.size(); ++r) {
    out.rivals.push_back(of_rivals[r].line());
    if (out.rivals[r].cases == 0) continue;
    out.rivals[r].skill = sim::clustered_skill(same_cases[r].crps, of_rivals[r].crps, of_rivals[r].origin);
    if (out.best == rivals().size() || out.rivals[r].crps < out.rivals[out.best].crps) out.best = r;
  }
  return out;
}

sim::ClusteredEstimate crps_saved(const std::vector<BacktestCase>& ours,
                                  const std::vector<BacktestCase>& theirs, const ScoreGroup& group) {
  std::vector<double> score, benchmark;
  std::vector<int> origin;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (!holds(group, ours[i])) continue;
    score.push_back(ours[i].crps / ours[i].unit);
    benchmark.push_back(theirs[i].crps / theirs[i].unit);
    origin.push_back(ours[i].origin);
  }
  return sim::clustered_skill(score, benchmark, origin);
}

}  // namespace models
