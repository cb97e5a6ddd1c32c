#pragma once
// Bridges as people and programs read them: parts with their intervals, rounded so that they add up.

#include <filesystem>
#include <string>
#include <vector>

#include "app/bridge/bridge.hpp"
#include "app/terminal.hpp"
#include "sim/statistics.hpp"

namespace app {

/// A line of a bridge in the unit of its metric. `shown`: the mean rounded to the penny (to a hundredth of a
/// plan) so that the parts shown lead from what is shown at the start to what is shown at the end; of a
/// detail, so that the details of a part add up to it.
struct BridgeLine {
  std::string part, detail;
  sim::Summary summary;
  double shown = 0;
};

struct BridgeTable {
  BridgeMeasure measure;
  sim::Metric metric;
  std::string from, to;
  BridgeLine before, after;
  std::vector<BridgeLine> parts, details;
};

BridgeTable bridge_table(const BridgeMeasure& measure, const Bridge& bridge);

struct BridgeSummary {
  std::string area, name_a, name_b;  ///< equal names: one run, two years
  std::uint32_t replicates = 0;
  bool within = false;              ///< two years of one run
  std::vector<BridgeTable> tables;  ///< those for people
  std::vector<BridgeTable> also;    ///< all others, for bridge.csv
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// 80 columns of text.
std::string bridge_text(const BridgeSummary& summary, const Style& style);
std::string bridge_json(const BridgeSummary& summary);
/// One line per part and detail of every table.
std::string bridge_csv(const BridgeSummary& summary);

}  // namespace app
