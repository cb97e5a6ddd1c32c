// The gamma distribution: positive amounts and rates of events.

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "sim/dist.hpp"
#include "sim/dist_boost.hpp"
#include "sim/dist_table.hpp"

namespace sim {
namespace {

class Gamma final : public Distribution {
 public:
  Gamma(double shape, double scale)
      : shape_(shape),
        scale_(scale),
        unit_quantile_(QuantileTable::Scale::log, std::sqrt(shape),
                       [shape](double u) { return boost::math::gamma_p_inv(shape, u, MathPolicy()); }) {}
  std::string_view name() const override { return "gamma"; }
  double quantile(double u) const override { return scale_ * unit_quantile_(u); }
  double cdf(double x) const override {
    return x > 0.0 ? boost::math::gamma_p(shape_, x / scale_, MathPolicy()) : 0.0;
  }
  double mean() const override { return shape_ * scale_; }
  double sd() const override { return std::sqrt(shape_) * scale_; }
  double support_low() const override { return 0.0; }
  double support_high() const override { return std::numeric_limits<double>::infinity(); }

 private:
  double shape_, scale_;
  QuantileTable unit_quantile_;
};

}  // namespace

namespace dist {

DistributionPtr gamma(double shape, double scale) {
  const bool valid = std::isfinite(shape) && std::isfinite(scale) && shape > 0.0 && scale > 0.0;
  return valid ? std::make_shared<Gamma>(shape, scale) : nullptr;
}

}  // namespace dist
}  // namespace sim
