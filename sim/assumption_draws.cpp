// How the uncertain assumptions of a run become the cells that a replicate reads.

#include "sim/assumption_draws.hpp"

#include <algorithm>

namespace sim {

void AssumptionDraws::fill(std::uint32_t replicate, std::span<double> values,
                           std::span<double> filled) const {
  std::copy(base.begin(), base.end(), filled.begin());
  if (names.empty()) return;
  draw(replicate, values);
  for (std::size_t a = 0; a < names.size(); ++a) {
    for (const std::uint32_t cell : cells[a]) filled[cell] = values[a];
  }
}

}  // namespace sim
