#pragma once
// What a year does to one authority and to no other, as the panel shows it, in the terms of the simulator's
// local year effects: request.shock_local, request.shock_local_persistence, cease.shock_local.

#include <vector>

#include "models/panel_series.hpp"

namespace models {

/// NaN where fewer than 80 pairs of years are known.
struct LocalShocks {
  double new_plans;    ///< log standard deviation of a year's shock
  double persistence;  ///< share of a deviation that is left a year later
  double leavers;      ///< log standard deviation of a year's leavers about the middle authority's rate
};

struct LocalShockEstimate {
  LocalShocks value;
  LocalShocks error;  ///< standard errors: jackknife over ten groups of authorities
};

/// New plans: the variogram of their logarithm over authorities, gamma(h) = half the robust variance of
/// log N(t+h) - log N(t) less the middle authority's, less the luck of two counts, at lags of 1 to 6 years;
/// fitted in logarithms, weighted by pairs, by that of an autoregression of the first order,
/// s^2 (1 - rho^h) / (1 - rho^2). What lasts for ever, an authority's level, leaves no trace in it.
/// Leavers: (S(t) + N(t) - S(t+1)) / S(t) less the middle authority's, robust standard deviation over the
/// middle rate, as that of a log-normal multiplier: the published leavers lie about their middle like a
/// normal distribution's, some of them below nought. Of a multiplier that is log-normal itself, 0.5 is read
/// as 0.46. Authorities of 200 plans and more, the last ten years. N. Cressie and D. M. Hawkins, Robust
/// estimation of the variogram, Mathematical Geology 12 (1980).
LocalShockEstimate local_shocks(const PanelSeries& known);

/// The variogram that is fitted: gamma at lags of 1, 2, ... years, as far as there are 80 pairs; NaN where
/// luck explains all.
std::vector<double> new_plans_variogram(const PanelSeries& known);

}  // namespace models
