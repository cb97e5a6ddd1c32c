#pragma once
// Scores as people read them.

#include <string>

#include "models/panel_scores.hpp"

namespace app {

/// "Plans in January, 5-10, in % of the outturn".
std::string title_of(const models::BacktestMetric& metric);
/// "92" of a share of 0.92; "-" for none.
std::string percent(double share);
/// Half the width of a 95 % interval, in per cent: "+-3"; nothing for none.
std::string half_width(const sim::ClusteredEstimate& estimate);
/// Three figures are enough: "3.42", "11.3"; "-" for none.
std::string score_text(double value);
/// The same with its sign.
std::string bias_text(double value);

}  // namespace app
