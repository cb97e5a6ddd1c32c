#pragma once
// Migration with a plan between authorities.

#include <cstddef>

#include "models/world.hpp"

namespace models {

/// Plans of children of an age that are expected to move in during the term.
double expected_arrivals(const World& w, std::size_t age);

}  // namespace models
