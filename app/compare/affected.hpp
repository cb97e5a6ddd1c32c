#pragma once
// Who is affected: the difference between two runs by need, age and placement.

#include <string>
#include <vector>

#include "app/bridge/bridge_figures.hpp"
#include "sim/paired.hpp"

namespace app {

/// One group at the last period that both runs hold.
struct AffectedGroup {
  std::string metric, breakdown, category, period;
  sim::Paired figures;  ///< B less A
};

/// Plans by need and age, SEN support by need and age, plans and unmet preferences by placement: net numbers.
/// A child who comes and one who goes cancel out.
std::vector<AffectedGroup> affected_groups(const BridgeFigures& a, const BridgeFigures& b,
                                           std::size_t replicates);

}  // namespace app
