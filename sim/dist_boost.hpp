#pragma once
// Boost.Math under one policy: double arithmetic (long double costs three times as much and gains no digit
// that a draw could show) and limits returned as values, because arguments are checked before they arrive
// here.

#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace sim {

using MathPolicy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

inline constexpr double sqrt_2 = 1.4142135623730950488;

/// P(Z <= z) of the standard normal, accurate in the lower tail.
inline double normal_cdf(double z) { return 0.5 * boost::math::erfc(-z / sqrt_2, MathPolicy()); }

/// Density of the standard normal.
inline double normal_density(double z) { return 0.39894228040143267794 * std::exp(-0.5 * z * z); }

}  // namespace sim
