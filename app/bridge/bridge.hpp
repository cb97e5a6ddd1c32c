#pragma once
// Why a figure differs between two years or two runs, part by part, in every replicate.

#include <string>
#include <string_view>
#include <vector>

#include "app/bridge/bridge_figures.hpp"

namespace app {

/// What can be bridged: the metric, and how it is named on the command line.
struct BridgeMeasure {
  std::string_view name, metric, text;
};
/// spend, position, deficit, plans.
const std::vector<BridgeMeasure>& bridge_measures();

/// A part of a difference: "volume", and what of it.
struct BridgeItem {
  std::string part, detail;
  Whole values;  ///< per replicate, pence or plans
};

/// One difference. In every replicate the items add up to after - before.
struct Bridge {
  sim::Metric metric;
  std::string from, to;  ///< periods
  Whole before, after;
  std::vector<BridgeItem> items;
};

/// Where a bridge begins and ends.
struct BridgeEnds {
  const BridgeFigures &a, &b;
  std::string from, to;  ///< periods of a and of b
  std::size_t replicates = 0;
};

/// One bridge of a measure. Between two years both sides are one run and `from` comes before `to`; between
/// two sides the periods are equal. Throws UserError where a side lacks the figure itself.
Bridge bridge(const BridgeMeasure& measure, const sim::Metric& metric, const BridgeEnds& ends);

/// The parts of a measure in the order in which they are shown, with their titles.
struct BridgePart {
  std::string_view part, title;
};
const std::vector<BridgePart>& bridge_parts();

/// The values of a part in every replicate: the sum of its items.
Whole part_values(const Bridge& bridge, std::string_view part);

}  // namespace app
