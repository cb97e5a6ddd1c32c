#include "sim/dist_truncated_lognormal.hpp"

#include <cmath>
#include <limits>

#include "sim/dist_boost.hpp"

namespace sim::dist {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// P(a < Z < b), from the tail in which both limits lie.
double between(double a, double b) {
  return a > 0.0 ? normal_cdf(-a) - normal_cdf(-b) : normal_cdf(b) - normal_cdf(a);
}

/// The logarithm is a truncated normal; moments are those of a lognormal whose normal is moved by sigma^2.
class TruncatedLognormal final : public Distribution {
 public:
  TruncatedLognormal(double mu, double sigma, double low, double high)
      : low_(low),
        high_(high),
        log_(truncated_normal(mu, sigma, low > 0.0 ? std::log(low) : -infinity,
                              std::isinf(high) ? infinity : std::log(high))) {
    const double a = low > 0.0 ? (std::log(low) - mu) / sigma : -infinity;
    const double b = std::isinf(high) ? infinity : (std::log(high) - mu) / sigma;
    const double mass = between(a, b);
    const auto moment = [&](double k) {
      return std::exp(k * mu + 0.5 * k * k * sigma * sigma) * between(a - k * sigma, b - k * sigma) / mass;
    };
    mean_ = moment(1);
    sd_ = std::sqrt(moment(2) - mean_ * mean_);
  }
  bool valid() const { return log_ && sd_ > 0.0 && std::isfinite(mean_) && std::isfinite(sd_); }

  std::string_view name() const override { return "truncated_lognormal"; }
  double quantile(double u) const override {
    // The limits only absorb the rounding of exp.
    return std::fmin(std::fmax(std::exp(log_->quantile(u)), low_), high_);
  }
  double cdf(double x) const override {
    if (x <= low_) return 0.0;
    if (x >= high_) return 1.0;
    return log_->cdf(std::log(x));
  }
  double mean() const override { return mean_; }
  double sd() const override { return sd_; }
  double support_low() const override { return low_; }
  double support_high() const override { return high_; }

 private:
  double low_, high_;
  DistributionPtr log_;
  double mean_ = 0.0, sd_ = 0.0;
};

}  // namespace

DistributionPtr truncated_lognormal(double mu, double sigma, double low, double high) {
  const bool usable = std::isfinite(mu) && std::isfinite(sigma) && sigma > 0.0;
  if (!usable || !(low >= 0.0) || !(low < high)) return nullptr;
  auto made = std::make_shared<TruncatedLognormal>(mu, sigma, low, high);
  return made->valid() ? made : nullptr;
}

}  // namespace sim::dist
