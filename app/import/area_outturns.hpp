#pragma once
// What came after an area's start, as `calibrate --data` takes it.

#include <cstddef>
#include <string>
#include <vector>

#include "app/import/england.hpp"
#include "app/import/panel.hpp"

namespace app {

/// Columns metric,period,value,breakdown,category,source,discrepancy; "" without a row.
struct AreaOutturns {
  std::string counts;         ///< plans, plans by age group, new plans
  std::string and_placement;  ///< the same, plans by placement type and the independent share
  std::size_t figures = 0;    ///< rows of `counts`
};

/// Of the Januaries after `start` up to `known_to`, and the calendar years between. Plans of unknown age or
/// placement are shared in proportion, as they are at the start; types that hold an assumed share of a
/// setting, and parts of fewer than 20 plans, are left out. Parts have a discrepancy of their own: how far
/// such a part drifts from England's in as many years. Placements stand apart because full schools bend them,
/// so that `calibrate` must simulate. Definitions: docs/method/26-figures-from-files.md.
AreaOutturns area_outturns(const Panel& panel, const Authority& authority,
                           const std::vector<SettingShare>& settings, int start, int known_to);

}  // namespace app
