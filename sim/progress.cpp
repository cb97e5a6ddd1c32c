// The text of a progress bar, as a function of what is known.

#include "sim/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sim {

std::string with_thousands(std::uint64_t value) {
  std::string text = fmt::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) text.insert(at, 1, ',');
  return text;
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::clamp(std::ceil(seconds), 0.0, 359999.0));
  const std::uint64_t hours = whole / 3600, minutes = whole / 60 % 60, rest = whole % 60;
  return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, rest)
                   : fmt::format("{}:{:02}", minutes, rest);
}

std::string progress_line(const Progress& progress, unsigned width) {
  const double share =
      progress.total == 0 ? 1 : static_cast<double>(progress.done) / static_cast<double>(progress.total);
  const double rate = progress.seconds > 0 ? static_cast<double>(progress.done) / progress.seconds : 0;
  const bool known = rate > 0;
  const double left = known ? static_cast<double>(progress.total - progress.done) / rate : 0;
  const std::string speed =
      known ? fmt::format("{}/s", rate < 10 ? fmt::format("{:.1f}", rate)
                                            : with_thousands(static_cast<std::uint64_t>(std::llround(rate))))
            : "-/s";
  const std::string facts =
      fmt::format(" {:3.0f} %  {}/{}  {}  {} left", std::floor(100 * share), with_thousands(progress.done),
                  with_thousands(progress.total), speed, known ? clock_text(left) : "-:--");
  const std::size_t room = std::max(width, 40u);
  if (facts.size() + 5 > room) return fmt::format("{:<{}}", facts.substr(0, room), room);
  const std::size_t bar = room - facts.size() - 2;
  const std::size_t filled = static_cast<std::size_t>(share * static_cast<double>(bar));
  return fmt::format("[{}{}]{}", std::string(filled, '#'), std::string(bar - filled, ' '), facts);
}

}  // namespace sim
