// A row of small bars.

#include "app/sparkline.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace app {

std::string sparkline(std::span<const double> values) {
  static constexpr const char* bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double v : values)
    if (std::isfinite(v)) {
      low = std::min(low, v);
      high = std::max(high, v);
    }
  std::string out;
  for (const double v : values) {
    if (!std::isfinite(v))
      out += ' ';
    else if (!(high > low))
      out += bars[3];
    else
      out += bars[std::min<std::size_t>(7, static_cast<std::size_t>(8 * ((v - low) / (high - low))))];
  }
  return out;
}

bool can_draw_bars(Stream stream) {
  if (!can_redraw(stream)) return false;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {  // the first that is set decides
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale = value;
    return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos ||
           locale.find("UTF8") != locale.npos || locale.find("utf-8") != locale.npos;
  }
  return false;
}

}  // namespace app
