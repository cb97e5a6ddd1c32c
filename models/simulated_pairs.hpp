#pragma once
// Which areas and Januaries the simulator is tried on: a sample that nobody chose.

#include <cstddef>
#include <vector>

#include "models/panel_series.hpp"

namespace models {

/// An authority (its place in the panel) and the January from which it is simulated.
struct AreaOrigin {
  std::size_t authority = 0;
  int origin = 0;
  friend bool operator==(const AreaOrigin&, const AreaOrigin&) = default;
};

/// The `count` pairs of an authority with plans in January `origin`, first_origin <= origin <= last_origin,
/// whose key is smallest, in the order of the key; all of them if there are fewer. The key is the 64-bit name
/// hash (sim::name_hash64) of "code/year", such as "E08000035/2019": a larger sample begins with a smaller
/// one, and no later figure has a say in it.
std::vector<AreaOrigin> draw_pairs(const PanelSeries& panel, int first_origin, int last_origin,
                                   std::size_t count);

}  // namespace models
