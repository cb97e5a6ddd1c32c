#pragma once
// Whole numbers that add up: what a return asks for, from means and medians that are none.

#include <optional>
#include <span>
#include <vector>

namespace app {

/// A part of a total: its figure (mean or median), and from where to where it may be moved so that the parts
/// add up. A part that does not vary has no way to go: low and high are its figure.
struct Part {
  double figure = 0, low = 0, high = 0;
  std::optional<double> kept =
      {};  ///< the whole number that it has anyway: that of an equal figure elsewhere
};

/// Whole numbers, one per part, that add up to `total`, a whole number. What the figures lack of it, or have
/// too much, is put on the parts in proportion to their spread (high - low), on none beyond its low or high;
/// what is then left (none spreads, or too little) in proportion to size. Then they are rounded by largest
/// remainder, so that a whole figure without spread stays as it is. Parts that are to be kept are, unless
/// the others cannot make up for it: there are none, or they would be negative and never are.
std::vector<double> whole_parts(std::span<const Part> parts, double total);

/// A table of figures that has to add up in both directions.
struct WholeTable {
  std::vector<std::vector<double>> cells;  ///< row by row
  std::vector<double> rows, columns;       ///< their totals
  double total = 0;
};

/// Rounds a table: its total to the nearest, the rows' totals to add up to it, then the cells of a row to add
/// up to its total. A column's total is the sum of its whole cells.
WholeTable whole_table(const std::vector<std::vector<Part>>& cells, std::span<const Part> rows, double total);

}  // namespace app
