#pragma once
// England's years: how fast the stock of plans and the yearly new plans grow, and how that may go on.

#include <vector>

#include "models/panel_series.hpp"
#include "sim/autoregression.hpp"
#include "sim/key.hpp"

namespace models {

/// Years whose start changed the law: the Children and Families Act 2014 opened plans up to 25 and turned
/// statements into plans; growth of the stock rose from 1 to 11 % in 2015 and 2016. What a law does is a
/// scenario, not the shock of a year.
std::vector<int> reform_years();

/// Years that the panel's model takes as shocks are estimated without the steps into these.
struct NationalFit {
  sim::AutoregressionPosterior growth;      ///< of log(plans in January / those of the January before)
  sim::AutoregressionPosterior new_growth;  ///< of log(new plans / those of the year before)
  double last_growth = 0, last_new_growth = 0;
  double new_plans = 0, plans = 0;  ///< last known
};

/// `known`: cut at the origin. Needs England's plans of at least three Januaries and new plans of two years;
/// throws std::invalid_argument otherwise.
NationalFit fit_national(const PanelSeries& known, const std::vector<int>& without_years);

/// One way that England's next years may go.
struct NationalPath {
  std::vector<double> log_ratio;  ///< of new plans of the year to plans in its January
  std::vector<double> growth;     ///< of plans over the year, as a share of those in its January
};

NationalPath national_path(const NationalFit& fit, int origin, int horizons, sim::Seed seed,
                           std::uint32_t draw);

}  // namespace models
