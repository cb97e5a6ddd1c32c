#pragma once
// The parts of the schema, each in a file of its own.

#include <limits>
#include <string>
#include <vector>

#include "models/axes.hpp"
#include "models/schema.hpp"

namespace models::declared {

using Specs = std::vector<sim::ParamSpec>;
inline constexpr double inf = std::numeric_limits<double>::infinity();

Specs population();
Specs identification();
Specs early_support();
Specs request();
Specs assessment();
Specs dispute();
Specs plan_flows();
Specs eligibility();
Specs stock();
Specs money();
Specs travel();
Specs year_effect();
sim::FamilySpec placement();
std::vector<sim::FamilySpec> ledger_families();

}  // namespace models::declared
