// One forecast and its outturn.

#include "models/panel_case.hpp"

#include <array>

#include "sim/scores.hpp"
#include "sim/statistics.hpp"

namespace models {

void score_case(BacktestCase& c, const std::vector<double>& sorted) {
  static constexpr std::array levels{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
  std::array<double, 7> q{};
  for (std::size_t i = 0; i < q.size(); ++i) q[i] = sim::sorted_quantile(sorted, levels[i]);
  c.p05 = q[0], c.p10 = q[1], c.p25 = q[2], c.median = q[3], c.p75 = q[4], c.p90 = q[5], c.p95 = q[6];
  c.crps = sim::crps_of_sample(sorted, c.outturn);
  const std::array intervals{sim::PredictionInterval{0.5, c.p25, c.p75},
                             sim::PredictionInterval{0.8, c.p10, c.p90},
                             sim::PredictionInterval{0.9, c.p05, c.p95}};
  c.wis = sim::weighted_interval_score(c.median, intervals, c.outturn);
  c.percentile = sim::percentile_of(sorted, c.outturn);
}

}  // namespace models
