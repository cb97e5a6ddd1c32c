#pragma once
// The correlations between assumptions, checked against the assumptions that there are.

#include <set>
#include <span>
#include <string>
#include <vector>

#include "sim/config.hpp"
#include "sim/faults.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// `{ a = "name", b = "name", spearman = 0.6 }`: both must be uncertain assumptions, and no shares
/// of a whole, which are tied to one another already; the same pair given
/// again replaces the earlier value; together they must be possible (positive semi-definite). `unread` names
/// the parameters whose values were at fault; correlations of those are not reported as well.
std::vector<RankCorrelation> read_correlations(std::span<const TomlValue* const> entries,
                                               std::span<const Assumption* const> assumptions,
                                               const std::vector<DirichletGroup>& share_groups,
                                               const std::set<std::string>& unread, Faults& faults);

}  // namespace sim
