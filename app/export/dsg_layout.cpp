// What the tables of a DSG management plan are made of.

#include "app/export/dsg_layout.hpp"

#include <algorithm>
#include <cmath>

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

/// Nought in every replicate, but for the last binary digits of sums.
bool nought(const std::vector<double>& difference) {
  return std::all_of(difference.begin(), difference.end(), [](double x) { return std::abs(x) < 1e-6; });
}

Grid rounded(const std::vector<std::vector<Said>>& said, Statistic statistic, const Grid* printed,
             const DsgCells* difference) {
  std::vector<std::vector<Part>> cells;
  std::vector<Part> rows;
  for (std::size_t r = 0; r + 1 < said.size(); ++r) {
    std::vector<Part> parts;
    for (std::size_t c = 0; c < said[r].size(); ++c) {
      parts.push_back(part_of(said[r][c], value(said[r][c], statistic)));
      if (difference == nullptr) continue;
      const bool last = c + 1 == said[r].size();
      if (nought(last ? difference->row[r] : difference->cell[r][c])) parts.back().kept = (*printed)[r][c];
    }
    rows.push_back(parts.back());
    parts.pop_back();
    cells.push_back(std::move(parts));
  }
  const WholeTable whole = whole_table(cells, rows, value(said.back().back(), statistic));
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

Grids grids(sim::Unit unit, const DsgCells& c, const Twin* twin) {
  std::vector<std::vector<Said>> said;
  for (std::size_t r = 0; r < c.cell.size(); ++r) {
    said.emplace_back();
    for (const auto& cell : c.cell[r]) said.back().push_back(said_of(unit, cell));
    said.back().push_back(said_of(unit, c.row[r]));
  }
  said.emplace_back();
  for (const auto& column : c.column) said.back().push_back(said_of(unit, column));
  said.back().push_back(said_of(unit, c.total));

  Grids out;
  for (std::size_t s = 2; s < dsg_statistics.size(); ++s)
    for (const auto& row : said) {
      out[s].emplace_back();
      for (const auto& cell : row) out[s].back().push_back(value(cell, dsg_statistics[s].first));
    }
  for (const std::size_t s : {0u, 1u})
    out[s] = twin != nullptr ? rounded(said, dsg_statistics[s].first, &twin->printed[s], &twin->difference)
                             : rounded(said, dsg_statistics[s].first, nullptr, nullptr);
  return out;
}

Grid less(const Grid& a, const Grid& b) {
  Grid out = a;
  for (std::size_t r = 0; r < out.size(); ++r)
    for (std::size_t c = 0; c < out[r].size(); ++c) out[r][c] -= b[r][c];
  return out;
}

}  // namespace app
