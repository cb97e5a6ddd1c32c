#pragma once
// Figures in the sentences and tables of a page: thousands with commas, £m to one decimal, shares in per
// cent.

#include <string>
#include <string_view>
#include <vector>

#include "app/goal/goals.hpp"
#include "app/report/document.hpp"
#include "app/run/forecast_discrepancy.hpp"
#include "sim/layout.hpp"
#include "sim/statistics.hpp"

namespace app {

/// "1,234", "£12.3m", "-£0.4m", "12.3 %", "34.5"; "-" for a figure that does not exist.
std::string page_figure(sim::Unit unit, double value);
/// The same as a cell that keeps the figure.
PageCell cell(sim::Unit unit, double value);
/// A Monte Carlo error: "±3", "±£0.04m", "±0.2 points"; "-" where there is none.
PageCell error_cell(sim::Unit unit, double mcse);
/// A difference of two such figures: of shares in percentage points ("-1.2 points"), else as the figure.
std::string difference_figure(sim::Unit unit, double value);
PageCell difference_cell(sim::Unit unit, double value);
/// A chance: "12.3 %", "under 0.1 %".
PageCell chance_cell(double share);
/// "12.3 % (Monte Carlo error ±1.2 points)"; of 0 and 1 that no replicate, or every one, has it.
std::string chance_words(double share, double mcse, std::size_t replicates);
/// "1,664 (8 in 10 replicates between 1,307 and 2,254)"; of a constant the figure alone.
std::string spread_words(sim::Unit unit, const sim::Summary& s);
/// The same of a difference.
std::string difference_words(sim::Unit unit, const sim::Summary& s);
/// Whether a metric is a deficit, so that a negative figure of it is a surplus.
bool is_deficit(std::string_view metric);
/// "a deficit of £3.1m", "a surplus of £3.1m".
std::string balance_figure(double pounds);
/// The spread of a deficit in those words.
std::string balance_words(const sim::Summary& s);
/// Whether a surplus is among what balance_words would say.
bool says_surplus(const sim::Summary& s);
/// "one simulated history", "1,000 simulated histories".
std::string histories(std::size_t n);
/// "3.5 % to 20.1 %" of an interval of a share; "-" where there is none.
std::string interval_words(const sim::Interval& interval);
/// "State special" of "state_special".
std::string id_in_words(std::string_view id);
/// "Plans (EHCPs)" of "ehcp_stock"; of other metrics their names in words.
std::string metric_title(std::string_view metric);
/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);
/// The signal `unit` of the chart specifications.
std::string_view chart_unit(sim::Unit unit);
/// The same of a difference: that of shares is in points.
std::string_view difference_unit(sim::Unit unit);
/// A row of the data `bands` of the chart specifications.
nlohmann::ordered_json chart_band(const std::string& period, const sim::Summary& figures);
/// A row of the data `misses` of the fan's specification.
nlohmann::ordered_json chart_misses(const WidenedFigure& figure);
/// What those lines are, for the reader of a chart that has them.
std::string_view misses_note();

}  // namespace app
