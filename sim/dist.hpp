#pragma once
// A distribution is its inverse: every draw is the quantile of one uniform number, so that draws can be
// paired.

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace sim {

/// One probability distribution of a real number; immutable, so that it can be shared between threads.
class Distribution {
 public:
  virtual ~Distribution() = default;
  virtual std::string_view name() const = 0;
  /// The smallest x with cdf(x) >= u, for u in (0,1), within 1e-7 of the sd; never decreasing in u.
  virtual double quantile(double u) const = 0;
  virtual double cdf(double x) const = 0;
  virtual double mean() const = 0;
  virtual double sd() const = 0;
  virtual double support_low() const = 0;
  virtual double support_high() const = 0;
  /// Values that have a probability of their own, ascending; none for a continuous distribution.
  virtual std::vector<double> atoms() const { return {}; }
};
using DistributionPtr = std::shared_ptr<const Distribution>;

namespace dist {
// Each family from its natural parameters. They return null where the parameters are not valid (not finite,
// a scale that is not positive, an order that is broken): the caller knows what the user wrote and says so.
DistributionPtr normal(double mu, double sigma);
/// Normal(mu, sigma) given that it lies in [low, high]; either limit may be infinite.
DistributionPtr truncated_normal(double mu, double sigma, double low, double high);
/// exp of Normal(mu, sigma).
DistributionPtr lognormal(double mu, double sigma);
/// Beta(alpha, beta) stretched from [0, 1] to [low, high].
DistributionPtr beta(double alpha, double beta, double low = 0.0, double high = 1.0);
/// Beta on [low, high] with alpha = 1 + 4 (mode - low)/(high - low), beta = 6 - alpha (Malcolm et al. 1959).
DistributionPtr pert(double low, double mode, double high);
DistributionPtr gamma(double shape, double scale);
DistributionPtr uniform(double low, double high);
DistributionPtr triangular(double low, double mode, double high);
/// Each value with probability proportional to its weight.
DistributionPtr discrete(std::span<const double> values, std::span<const double> weights);
/// Each value equally likely: the empirical distribution of the values.
DistributionPtr empirical(std::span<const double> values);
/// Component i with probability proportional to weights[i]; drawn by inverting the mixed cdf, not by choosing
/// a component, so that a larger u never gives a smaller value.
DistributionPtr mixture(std::vector<DistributionPtr> components, std::span<const double> weights);
}  // namespace dist

}  // namespace sim
