#pragma once
// Waterfalls: from one figure to another, part by part.

#include <string>
#include <vector>

#include "app/report/document.hpp"
#include "sim/layout.hpp"

namespace app {

/// A part of a waterfall with the middle 80 % of the histories (NaN where it is not known).
struct WaterfallPart {
  std::string name;
  double value = 0, p10 = NAN, p90 = NAN, mcse = NAN;
};

/// From `before` (from nothing, if it has no name) by the parts to `after`: chart, table and words.
PageChart waterfall_chart(std::string id, std::string title, sim::Unit unit, const WaterfallPart& before,
                          const std::vector<WaterfallPart>& parts, const WaterfallPart& after);

}  // namespace app
