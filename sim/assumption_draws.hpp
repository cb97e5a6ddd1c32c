#pragma once
// How the uncertain assumptions of a run become the cells that a replicate reads.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace sim {

/// The drawn assumptions of a run. One drawn value may fill several cells (a shared distribution).
struct AssumptionDraws {
  std::vector<double> base;                       ///< every cell at its point value
  std::vector<std::string> names;                 ///< the uncertain ones, in store order
  std::vector<std::vector<std::uint32_t>> cells;  ///< per name: the cells it fills
  std::function<void(std::uint32_t replicate, std::span<double>)> draw;  ///< values in the order of names

  /// Draws one replicate: `values` (size of names) receives the draws, `filled` (size of base) all cells.
  void fill(std::uint32_t replicate, std::span<double> values, std::span<double> filled) const;
};

}  // namespace sim
