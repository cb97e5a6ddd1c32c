#pragma once
// Whole numbers that add up: what a return asks for, from means and medians that are none.

#include <span>
#include <vector>

namespace app {

/// Whole numbers, one per part, that add up to `total`, a whole number. Parts are first scaled to it (where
/// they cannot be, what is missing is shared by `likely`, their means), then rounded by largest remainder.
std::vector<double> whole_parts(std::span<const double> parts, std::span<const double> likely, double total);

/// A table of figures that has to add up in both directions.
struct WholeTable {
  std::vector<std::vector<double>> cells;  ///< row by row
  std::vector<double> rows, columns;       ///< their totals
  double total = 0;
};

/// Rounds a table: its total to the nearest, the rows' totals to add up to it, then the cells of a row to add
/// up to its total. A column's total is the sum of its whole cells. `row_means`, `cell_means`: what shares a
/// remainder where there is nothing to scale.
WholeTable whole_table(const std::vector<std::vector<double>>& cells, std::span<const double> rows,
                       double total, const std::vector<std::vector<double>>& cell_means,
                       std::span<const double> row_means);

}  // namespace app
