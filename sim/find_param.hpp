#pragma once
// The declaration behind a full name.

#include <string_view>

#include "sim/schema.hpp"

namespace sim {

/// Of a parameter of its own, of a member of a family ("placement.special.unit_cost") or of a part of one
/// ("intervention.brokerage.act.fees_day.by"); null if there is none.
const ParamSpec* find_param(const Schema& schema, std::string_view full_name);

}  // namespace sim
