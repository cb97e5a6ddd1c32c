#pragma once
// How far authorities are from England, how long that lasts, and what announces it: learnt from all
// authorities together.

#include <vector>

#include "models/panel_series.hpp"
#include "sim/robust_regression.hpp"

namespace models {

/// What an authority has of each in a year, per plan in January.
enum class Lead { new_plans, undecided, requests };

/// Scale of a shock falls with the size of the authority: scale (plans / typical plans)^slope.
struct SizeRule {
  double log_typical = 0;  ///< mean logarithm of plans
  double slope = 0;        ///< -1/2 (pure luck) to 0
  double factor(double plans) const;
};
/// An error of an authority's year.
struct SizedError {
  double plans = 0, error = 0, weight = 1;
};
/// From the slope of log |error| on log plans; `scale` is that of the errors.
SizeRule size_rule(const std::vector<SizedError>& errors, double scale);

/// Deviations are logarithms of an authority's ratio to plans less the middle authority's.
struct LocalFit {
  std::vector<Lead> leads;           ///< new_plans first, then those known well enough
  std::vector<sim::RobustFit> next;  ///< next year's deviation of each lead from this year's of all
  std::vector<double>
      from_new_plans;  ///< where a lead is not reported: this times the deviation of new plans
  double centre = 0;   ///< the middle authority's ratio of new plans less England's, logarithms
  /// Plans that end, as a share of those in January, less England's: no persistence was found in it.
  double leavers_centre = 0, leavers_scale = 0;
  SizeRule new_plans_size, leavers_size;
};

/// Weight of a year is halved every so many years.
inline constexpr double years_to_half_weight = 3;

/// `known`: cut at the origin. Throws std::invalid_argument for a panel too short or too small to learn from:
/// fewer than 80 pairs of years.
LocalFit fit_local(const PanelSeries& known);

/// Deviations of each authority's last year before the origin, in the order of `fit.leads`; nought where
/// nothing is known.
std::vector<std::vector<double>> local_states(const PanelSeries& known, const LocalFit& fit);

}  // namespace models
