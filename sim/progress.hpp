#pragma once
// The text of a progress bar, as a function of what is known; the caller decides where and when to print it.

#include <cstdint>
#include <string>

namespace sim {

struct Progress {
  std::uint64_t done = 0, total = 0;  ///< replicates (times members)
  double seconds = 0;                 ///< since the start
};

/// One line of exactly `width` characters (at least 40), without an end:
/// "[##########                    ]  34 %    340/1,000  1,234/s  0:12 left".
std::string progress_line(const Progress& progress, unsigned width = 80);

/// "1,234,567".
std::string with_thousands(std::uint64_t value);
/// "0:07", "12:34", "3:25:45".
std::string clock_text(double seconds);

}  // namespace sim
