// What the tables of a DSG management plan are made of.

#include "app/export/dsg_layout.hpp"

#include <algorithm>

#include "app/export/whole_parts.hpp"

namespace app {
namespace {

void add(std::vector<double>& to, const std::vector<double>& more) {
  for (std::size_t r = 0; r < to.size(); ++r) to[r] += more[r];
}

std::vector<double> less(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(a.size());
  for (std::size_t r = 0; r < a.size(); ++r) out[r] = a[r] - b[r];
  return out;
}

double value(const Said& said, Statistic statistic) {
  switch (statistic) {
    case Statistic::mean_rounded:
    case Statistic::mean:
      return said.mean;
    case Statistic::p10:
      return said.p10;
    case Statistic::median_rounded:
    case Statistic::median:
      return said.median;
    case Statistic::p90:
      break;
  }
  return said.p90;
}

/// What the inner cells of a grid and its totals are, apart.
struct Parts {
  Grid cells;
  std::vector<double> rows;
  double total = 0;
};

Parts parts_of(const Grid& grid) {
  Parts out;
  for (std::size_t r = 0; r + 1 < grid.size(); ++r) {
    out.cells.emplace_back(grid[r].begin(), grid[r].end() - 1);
    out.rows.push_back(grid[r].back());
  }
  out.total = grid.back().back();
  return out;
}

Grid rounded(const Grid& grid, const Grid& means) {
  const Parts parts = parts_of(grid), likely = parts_of(means);
  const WholeTable whole = whole_table(parts.cells, parts.rows, parts.total, likely.cells, likely.rows);
  Grid out;
  for (std::size_t r = 0; r < whole.cells.size(); ++r) {
    out.push_back(whole.cells[r]);
    out.back().push_back(whole.rows[r]);
  }
  out.push_back(whole.columns);
  out.back().push_back(whole.total);
  return out;
}

}  // namespace

void add_up(DsgCells& c) {
  const std::size_t n = c.cell.front().front().size();
  c.row.assign(c.cell.size(), std::vector<double>(n, 0));
  c.column.assign(c.cell.front().size(), std::vector<double>(n, 0));
  c.total.assign(n, 0);
  for (std::size_t r = 0; r < c.cell.size(); ++r)
    for (std::size_t k = 0; k < c.cell[r].size(); ++k) {
      add(c.row[r], c.cell[r][k]);
      add(c.column[k], c.cell[r][k]);
      add(c.total, c.cell[r][k]);
    }
}

DsgCells difference(const DsgCells& a, const DsgCells& b) {
  DsgCells out;
  for (std::size_t r = 0; r < a.cell.size(); ++r) {
    out.cell.emplace_back();
    for (std::size_t k = 0; k < a.cell[r].size(); ++k)
      out.cell.back().push_back(less(b.cell[r][k], a.cell[r][k]));
  }
  add_up(out);
  return out;
}

std::array<Grid, dsg_statistics.size()> grids(sim::Unit unit, const DsgCells& c) {
  std::vector<std::vector<Said>> said;
  for (std::size_t r = 0; r < c.cell.size(); ++r) {
    said.emplace_back();
    for (const auto& cell : c.cell[r]) said.back().push_back(said_of(unit, cell));
    said.back().push_back(said_of(unit, c.row[r]));
  }
  said.emplace_back();
  for (const auto& column : c.column) said.back().push_back(said_of(unit, column));
  said.back().push_back(said_of(unit, c.total));

  std::array<Grid, dsg_statistics.size()> out;
  for (std::size_t s = 0; s < dsg_statistics.size(); ++s)
    for (const auto& row : said) {
      out[s].emplace_back();
      for (const auto& cell : row) out[s].back().push_back(value(cell, dsg_statistics[s].first));
    }
  const Grid means = out[0];
  out[0] = rounded(out[0], means);
  out[1] = rounded(out[1], means);
  return out;
}

Grid less(const Grid& a, const Grid& b) {
  Grid out = a;
  for (std::size_t r = 0; r < out.size(); ++r)
    for (std::size_t c = 0; c < out[r].size(); ++c) out[r][c] -= b[r][c];
  return out;
}

}  // namespace app
