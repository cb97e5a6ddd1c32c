#pragma once
// What the transitions alone foretell: every setting's count for ten years at the rates that were counted.

#include <string>

#include "app/import/read_transitions.hpp"

namespace app {

/// Table january, setting, expected, mean, sd, sd_assumptions, p10, p50, p90, replicates: `expected` is the
/// exact matrix result at the posterior mean, the others are of replicates that draw the rates once and move
/// children one by one; `sd_assumptions` is the sd of the replicates' expected counts. Rates are held at what
/// was counted: no trend, no limit of places. "" without residents (population.csv).
std::string projection_csv(const TransitionFiles& files);

}  // namespace app
