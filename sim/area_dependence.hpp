#pragma once
// What areas of one run say of the dependence of their assumptions.

#include <span>
#include <vector>

#include "sim/assumptions.hpp"
#include "sim/config.hpp"
#include "sim/config_draws.hpp"

namespace sim {

struct AreaDependence {
  std::vector<RankCorrelation> correlations;
  std::vector<DirichletGroup> share_groups;
};

/// The correlations and groups of shares of all areas, under the names that `assumptions` (area_assumptions)
/// have among all. What an assumption of all has in common with the own assumptions of two areas, these have
/// in common with one another, and no more: given the assumptions of all, areas are independent.
AreaDependence area_dependence(const Config& config, std::span<const AreaAssumption> assumptions);

/// What cannot hold for all areas together, though it may for each: one pair with two correlations.
std::vector<Fault> check_area_dependence(const Config& config);

}  // namespace sim
