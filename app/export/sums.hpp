#pragma once
// Sums of several lines of a run, made in each replicate before anything is summarised.

#include <string>
#include <vector>

#include "app/export/whole_parts.hpp"
#include "app/stored/stored_run.hpp"
#include "sim/statistics.hpp"

namespace app {

/// A figure at each period; one number per replicate.
using ByPeriod = std::vector<std::vector<double>>;

/// The sum of the lines in each replicate at each of these periods. A line that the run lacks (a placement
/// that it does not know) counts as nothing. Throws UserError if it keeps no draws of one that it has.
ByPeriod sum_of(const StoredRun& run, const std::vector<SeriesName>& lines,
                const std::vector<std::string>& periods);

/// Periods of a metric's breakdown; none if the run lacks it.
std::vector<std::string> periods_of(const StoredRun& run, const std::string& metric,
                                    const std::string& breakdown);

/// True if the run holds the breakdown of the metric, be it without draws.
bool has_breakdown(const StoredRun& run, const std::string& metric, const std::string& breakdown);

/// Categories of a breakdown in the run's own order, be it without draws.
std::vector<std::string> categories_of(const StoredRun& run, const std::string& metric,
                                       const std::string& breakdown);

/// True if the run's spend is a published total, so that its other lines were not simulated: their noughts
/// say nothing.
bool spend_is_published(const StoredRun& run);
inline constexpr const char* published_note =
    "The run takes its spend from a published total: lines and placements that it does not simulate are not "
    "available (x).";

/// A number as summary.csv prints it, so that every file agrees with it to the last digit.
double as_printed(sim::Unit unit, double value);

/// What a return says of a figure.
struct Said {
  double mean = 0, p10 = 0, median = 0, p90 = 0;
};
/// As summary.csv prints them.
Said said_of(sim::Unit unit, const std::vector<double>& replicates);
/// A figure (mean or median) that may be moved within P10 to P90, or to the mean where that lies outside of
/// them (what is nought in nine replicates of ten).
Part part_of(const Said& said, double figure);

}  // namespace app
