#pragma once
// Student's t distribution with four degrees of freedom, which has a quantile function in closed form: heavy
// tails for shocks of years.

namespace sim {

/// Degrees of freedom.
inline constexpr double student4_freedom = 4;
/// Shocks are cut off at this many scales (one in 260 lies beyond), so that their exponential has a mean.
inline constexpr double student4_bound = 6;

/// Standard deviation of the distribution so cut off.
inline constexpr double bounded_student4_sd = 1.3093073;

/// Quantile at u in (0,1) (Shaw 2006, eq. 36).
double student4_quantile(double u);
/// Of the distribution cut off at +-student4_bound.
double bounded_student4(double u);

}  // namespace sim
