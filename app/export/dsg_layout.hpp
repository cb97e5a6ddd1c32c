#pragma once
// What the tables of a DSG management plan are made of, and rows of them.

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/export/sums.hpp"
#include "app/stored/result_table.hpp"

namespace app {

/// Name in configs/returns/placements.csv, title in the plan.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 7> dsg_categories{
    {{"mainstream", "Mainstream schools or academies"},
     {"resourced", "Resourced provision or SEN units"},
     {"state_special", "Maintained special schools or special academies"},
     {"independent", "Non-maintained special or independent schools"},
     {"hospital_ap", "Hospital schools or alternative provision"},
     {"post_16", "Post-16 and further education"},
     {"other", "Other"}}};
inline constexpr std::size_t dsg_other = 6;

/// Name in configs/returns/ledger-lines.csv, title; the first seven are those of the placements.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 4> dsg_further_lines{
    {{"places", "Commissioned places"},
     {"services", "Support services and inclusion"},
     {"adjustment", "Savings, contributions, imports and exports, risks"},
     {"unexplained", "Not divided: unexplained in the base year, or a published total"}}};

/// Figures of one period: by category (rows) and age or need (columns); one number per replicate each.
struct DsgCells {
  std::vector<std::vector<std::vector<double>>> cell;  ///< [row][column]
  std::vector<std::vector<double>> row;                ///< [row], all columns together
  std::vector<std::vector<double>> column;             ///< [column], all rows together
  std::vector<double> total;
};

/// Adds cells up to rows, columns and the total, in each replicate.
void add_up(DsgCells& cells);
/// b - a, in each replicate.
DsgCells difference(const DsgCells& a, const DsgCells& b);

/// Numbers of a table as printed: rows first, its last row and column the totals.
using Grid = std::vector<std::vector<double>>;
enum class Statistic { mean_rounded, median_rounded, mean, p10, median, p90 };
inline constexpr std::array<std::pair<Statistic, std::string_view>, 6> dsg_statistics{
    {{Statistic::mean_rounded, "mean, rounded"},
     {Statistic::median_rounded, "median, rounded"},
     {Statistic::mean, "mean"},
     {Statistic::p10, "p10"},
     {Statistic::median, "median"},
     {Statistic::p90, "p90"}}};

using Grids = std::array<Grid, dsg_statistics.size()>;

/// What another scenario prints of the same table, and by how much this one differs in each replicate.
struct Twin {
  const Grids& printed;
  const DsgCells& difference;
};

/// The statistics of the cells. The rounded ones are whole numbers that add up in both directions; cells and
/// rows that are those of the twin in every replicate have its whole numbers.
Grids grids(sim::Unit unit, const DsgCells& cells, const Twin* twin = nullptr);
/// a - b of rounded grids, so that a printed difference is that of the printed figures.
Grid less(const Grid& a, const Grid& b);

}  // namespace app
