// Rounding for tables that must add up as printed.

#include "sim/largest_remainder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sim {

std::vector<double> rounded_to(std::span<const double> values, double sum) {
  std::vector<double> out;
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double floors = 0;
  for (const double v : values) floors += out.emplace_back(std::floor(v));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return values[x] - out[x] > values[y] - out[y]; });
  for (std::size_t i = 0; i < order.size() && static_cast<double>(i) < sum - floors; ++i) ++out[order[i]];
  return out;
}

}  // namespace sim
