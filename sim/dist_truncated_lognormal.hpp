#pragma once
// A ratio that is uncertain by a factor and known to lie between limits.

#include "sim/dist.hpp"

namespace sim::dist {

/// exp of Normal(mu, sigma) given that it lies in [low, high]; low >= 0, high may be infinite. Null where the
/// parameters are not valid or nothing of the lognormal lies between the limits.
DistributionPtr truncated_lognormal(double mu, double sigma, double low, double high);

}  // namespace sim::dist
