#pragma once
// Which tables and charts a workbook holds.

#include <vector>

#include "app/export/book.hpp"
#include "app/export/workbook_figures.hpp"

namespace app {

/// Those that the run has figures for, in the order of the workbook.
std::vector<BookTable> workbook_tables(const RunFigures& figures);
/// Parameters from assumptions.csv beside the store; empty if that is gone.
BookTable assumptions_table(const StoredRun& run);
/// What the charts are drawn from: bands as heights, one above the other.
BookTable chart_data(const RunFigures& figures);
/// Fan charts from chart_data, and places against demand from the table of places.
std::vector<BookChart> workbook_charts(const BookTable& data, const std::vector<BookTable>& tables);

}  // namespace app
