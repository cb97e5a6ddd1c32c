#pragma once
// How far authorities drift from their own last years: how sure an area's level of new plans is.

#include "models/panel_series.hpp"

namespace models {

/// Robust log standard deviation (1.4826 times the median distance from the median) of an authority's new
/// plans of `horizon` years against those of the three years before, England's taken off; over all
/// authorities of 200 plans and more and all years for which both are known. NaN for fewer than 30 cases.
double level_drift(const PanelSeries& known, int horizon);

}  // namespace models
