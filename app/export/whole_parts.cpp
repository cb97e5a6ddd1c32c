// Whole numbers that add up.

#include "app/export/whole_parts.hpp"

#include <algorithm>
#include <cmath>

#include "sim/largest_remainder.hpp"
#include "sim/statistics.hpp"

namespace app {
namespace {

/// Moves figures by `left` in all, by spread, until no part that spreads has any way to go. Gives what is
/// left then. Each round ends it, or sets at least one part to its bound.
double moved_by_spread(std::span<const Part> parts, std::vector<double>& figures, double left) {
  const auto bound = [&](std::size_t i) { return left > 0 ? parts[i].high : parts[i].low; };
  for (std::size_t round = 0; round <= parts.size() && left != 0; ++round) {
    double spread = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (figures[i] != bound(i)) spread += parts[i].high - parts[i].low;
    if (!(spread > 0)) break;
    double rest = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (figures[i] == bound(i)) continue;
      const double wish = figures[i] + left * (parts[i].high - parts[i].low) / spread;
      figures[i] = std::clamp(wish, parts[i].low, parts[i].high);
      rest += wish - figures[i];
    }
    left = rest;
  }
  return left;
}

/// Figures that add up to a total as reals.
std::vector<double> fitted(std::span<const Part> parts, double total) {
  std::vector<double> out;
  out.reserve(parts.size());
  for (const auto& part : parts) out.push_back(part.figure);
  const double lacking = total - sim::sum(out);
  if (std::abs(lacking) < 1) return out;  // rounding alone makes up for it
  const double left = moved_by_spread(parts, out, lacking);
  if (left == 0) return out;
  double size = 0;
  for (const double x : out) size += std::abs(x);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] += left * (size > 0 ? std::abs(out[i]) / size : i == 0 ? 1.0 : 0.0);
  return out;
}

}  // namespace

std::vector<double> whole_parts(std::span<const Part> parts, double total) {
  std::vector<Part> free;
  double left = total;
  for (const auto& part : parts)
    if (part.kept)
      left -= *part.kept;
    else
      free.push_back(part);
  const bool may_be_negative = std::any_of(free.begin(), free.end(), [](const Part& p) { return p.low < 0; });
  const bool keeps = left == 0 || (!free.empty() && (left > 0 || may_be_negative));
  if (!keeps) free.assign(parts.begin(), parts.end()), left = total;
  const auto rounded = sim::rounded_to(fitted(free, left), left);
  std::vector<double> out;
  out.reserve(parts.size());
  std::size_t next = 0;
  for (const auto& part : parts)
    out.push_back((keeps && part.kept ? *part.kept : rounded[next++]) + 0.0);  // no negative nought
  return out;
}

WholeTable whole_table(const std::vector<std::vector<Part>>& cells, std::span<const Part> rows,
                       double total) {
  WholeTable out;
  out.total = std::round(total);
  out.rows = whole_parts(rows, out.total);
  for (std::size_t r = 0; r < cells.size(); ++r) {
    out.cells.push_back(whole_parts(cells[r], out.rows[r]));
    out.columns.resize(out.cells.back().size(), 0);
    for (std::size_t c = 0; c < out.columns.size(); ++c) out.columns[c] += out.cells[r][c];
  }
  return out;
}

}  // namespace app
