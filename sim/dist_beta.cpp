// The beta family: shares, and anything between two limits (PERT is a beta that is told its mode).

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "sim/dist.hpp"
#include "sim/dist_boost.hpp"
#include "sim/dist_table.hpp"

namespace sim {
namespace {

class Beta final : public Distribution {
 public:
  Beta(std::string_view name, double alpha, double beta, double low, double high)
      : name_(name),
        alpha_(alpha),
        beta_(beta),
        low_(low),
        high_(high),
        unit_quantile_(QuantileTable::Scale::logit, Beta::sd() / (high - low), [alpha, beta](double u) {
          return boost::math::ibeta_inv(alpha, beta, u, MathPolicy());
        }) {}
  std::string_view name() const override { return name_; }
  double quantile(double u) const override {
    return std::min(high_, low_ + (high_ - low_) * unit_quantile_(u));
  }
  double cdf(double x) const override {
    if (x <= low_) return 0.0;
    if (x >= high_) return 1.0;
    return boost::math::ibeta(alpha_, beta_, std::min(1.0, (x - low_) / (high_ - low_)), MathPolicy());
  }
  double mean() const override { return low_ + (high_ - low_) * alpha_ / (alpha_ + beta_); }
  double sd() const override {
    const double total = alpha_ + beta_;
    return (high_ - low_) * std::sqrt(alpha_ / total * (beta_ / total) / (total + 1.0));
  }
  double support_low() const override { return low_; }
  double support_high() const override { return high_; }

 private:
  std::string_view name_;
  double alpha_, beta_, low_, high_;
  QuantileTable unit_quantile_;
};

bool positive(double x) { return std::isfinite(x) && x > 0.0; }

}  // namespace

namespace dist {

DistributionPtr beta(double alpha, double beta, double low, double high) {
  // Beyond this the incomplete beta function takes minutes to invert, and the spread is below 1e-7 of the
  // range.
  constexpr double largest_shape = 1e13;
  if (!positive(alpha) || !positive(beta) || !positive(high - low)) return nullptr;
  if (alpha > largest_shape || beta > largest_shape) return nullptr;
  return std::make_shared<Beta>("beta", alpha, beta, low, high);
}

DistributionPtr pert(double low, double mode, double high) {
  if (!positive(high - low) || !(low <= mode && mode <= high)) return nullptr;
  const double rise = 4.0 * (mode - low) / (high - low);
  return std::make_shared<Beta>("pert", 1.0 + rise, 5.0 - rise, low, high);
}

}  // namespace dist
}  // namespace sim
