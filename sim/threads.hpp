#pragma once
// How many threads a request gets.

#include <oneapi/tbb/global_control.h>

#include <algorithm>

namespace sim {

/// As many as asked for (0: all), within what oneTBB may use: the machine, unless a tbb::global_control says
/// otherwise. Asking it for more would only make it print a warning.
inline int thread_count(unsigned requested) {
  const auto most = static_cast<int>(std::min<std::size_t>(
      1 << 16, tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism)));
  return requested == 0 ? most : static_cast<int>(std::min(requested, static_cast<unsigned>(most)));
}

}  // namespace sim
