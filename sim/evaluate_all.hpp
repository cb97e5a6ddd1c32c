#pragma once
// A slow function at many points, on several threads; what comes out does not depend on how many.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "sim/stop.hpp"

namespace sim {

/// Where a long calculation runs and whom it tells.
struct Workers {
  unsigned threads = 0;  ///< 0: all
  StopToken stop = {};
  std::function<void()> done_one = {};  ///< after each point, one at a time, in any order
};

/// Calls `evaluate(i, out)` for i below `count`; out is row i of the result, `width` wide and zeroed. Throws
/// Stopped, and the first exception by i that a point throws.
std::vector<double> evaluate_all(std::size_t count, std::size_t width, const Workers& workers,
                                 const std::function<void(std::size_t, std::span<double>)>& evaluate);

}  // namespace sim
