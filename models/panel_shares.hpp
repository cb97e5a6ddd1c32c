#pragma once
// Forecasts of parts of the plans, such as those in independent schools or of an age: how a share drifts in
// England, and how far authorities are from it.

#include <string>

#include "models/panel_forecast.hpp"

namespace models {

/// On the logit of the share, (part + 1/2) / (plans + 1).
struct ShareFit {
  sim::AutoregressionPosterior change;  ///< of England's logit, from year to year
  double england = 0, last_change = 0;  ///< England's logit at the origin, and its last change
  sim::RobustFit next;  ///< next deviation from 1, this year's and last year's deviation from England
  SizeRule size;
};

/// `known`: cut at the origin. Throws std::invalid_argument where there is too little to learn from: fewer
/// than 80 runs of three years, or no figure of England in the last two Januaries.
ShareFit fit_share(const PanelSeries& known, const std::string& part, const std::vector<int>& without_years);

/// Shares of the plans (0 to 1), in the order of known.authorities; NaN where the last two Januaries are not
/// known.
ForecastDraws forecast_share(const PanelSeries& known, const std::string& part, const ShareFit& fit,
                             const ForecastSize& size);

}  // namespace models
