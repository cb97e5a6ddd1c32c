// Whole numbers that add up.

#include "app/export/whole_parts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/largest_remainder.hpp"
#include "sim/statistics.hpp"

namespace app {
namespace {

/// Parts that add up to a total as reals.
std::vector<double> scaled(std::span<const double> parts, std::span<const double> likely, double total) {
  std::vector<double> out(parts.begin(), parts.end());
  if (out.empty()) return out;
  const double sum = sim::sum(parts);
  const bool none_negative = std::all_of(out.begin(), out.end(), [](double x) { return x >= 0; });
  if (none_negative && sum > 0 && total >= 0) {
    for (double& x : out) x *= total / sum;
    return out;
  }
  double weight = 0;
  for (const double x : likely) weight += std::abs(x);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] += (total - sum) * (weight > 0 ? std::abs(likely[i]) / weight : i == 0 ? 1.0 : 0.0);
  return out;
}

}  // namespace

std::vector<double> whole_parts(std::span<const double> parts, std::span<const double> likely, double total) {
  const auto fitted = scaled(parts, likely, total);
  auto out = sim::rounded_to(fitted, total);
  // Scaling is exact but for the last digits, so that whole parts may fall on either side of a whole number.
  double left = total - std::accumulate(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < out.size() && left <= -1; ++i)
    if (out[i] > fitted[i] - 0.5) --out[i], ++left;
  for (double& x : out) x += 0.0;  // no negative nought
  return out;
}

WholeTable whole_table(const std::vector<std::vector<double>>& cells, std::span<const double> rows,
                       double total, const std::vector<std::vector<double>>& cell_means,
                       std::span<const double> row_means) {
  WholeTable out;
  out.total = std::round(total);
  out.rows = whole_parts(rows, row_means, out.total);
  for (std::size_t r = 0; r < cells.size(); ++r) {
    out.cells.push_back(whole_parts(cells[r], cell_means[r], out.rows[r]));
    out.columns.resize(out.cells.back().size(), 0);
    for (std::size_t c = 0; c < out.columns.size(); ++c) out.columns[c] += out.cells[r][c];
  }
  return out;
}

}  // namespace app
