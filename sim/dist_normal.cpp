// The normal family: normal, lognormal, and the normal that is known to lie between limits.

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/dist.hpp"
#include "sim/dist_boost.hpp"
#include "sim/sample.hpp"

namespace sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool usable(double mu, double sigma) { return std::isfinite(mu) && std::isfinite(sigma) && sigma > 0.0; }

class Normal final : public Distribution {
 public:
  Normal(double mu, double sigma) : mu_(mu), sigma_(sigma) {}
  std::string_view name() const override { return "normal"; }
  double quantile(double u) const override { return mu_ + sigma_ * inverse_normal(u); }
  double cdf(double x) const override { return normal_cdf((x - mu_) / sigma_); }
  double mean() const override { return mu_; }
  double sd() const override { return sigma_; }
  double support_low() const override { return -infinity; }
  double support_high() const override { return infinity; }

 private:
  double mu_, sigma_;
};

class Lognormal final : public Distribution {
 public:
  Lognormal(double mu, double sigma) : mu_(mu), sigma_(sigma) {}
  std::string_view name() const override { return "lognormal"; }
  double quantile(double u) const override { return std::exp(mu_ + sigma_ * inverse_normal(u)); }
  double cdf(double x) const override { return x > 0.0 ? normal_cdf((std::log(x) - mu_) / sigma_) : 0.0; }
  double mean() const override { return std::exp(mu_ + 0.5 * sigma_ * sigma_); }
  double sd() const override { return mean() * std::sqrt(std::expm1(sigma_ * sigma_)); }
  double support_low() const override { return 0.0; }
  double support_high() const override { return infinity; }

 private:
  double mu_, sigma_;
};

// Works in the lower tail: limits that lie above mu are mirrored, so that a far tail keeps its digits.
class TruncatedNormal final : public Distribution {
 public:
  TruncatedNormal(double mu, double sigma, double low, double high)
      : mu_(mu), sigma_(sigma), low_(low), high_(high), mirrored_((low - mu) / sigma > 0.0) {
    const double a = mirrored_ ? (mu - high) / sigma : (low - mu) / sigma;
    const double b = mirrored_ ? (mu - low) / sigma : (high - mu) / sigma;
    below_ = normal_cdf(a);
    mass_ = normal_cdf(b) - below_;
    const double shift = (density(a) - density(b)) / mass_;
    mean_ = mu + (mirrored_ ? -shift : shift) * sigma;
    sd_ = sigma * std::sqrt(1.0 + (moment(a) - moment(b)) / mass_ - shift * shift);
  }
  bool valid() const { return mass_ > 0.0 && sd_ > 0.0 && std::isfinite(mean_) && std::isfinite(sd_); }

  std::string_view name() const override { return "truncated_normal"; }
  double quantile(double u) const override {
    const double z = inverse_normal(below_ + mass_ * (mirrored_ ? 1.0 - u : u));
    // The clamp only absorbs the rounding of the last digit at the limits.
    return std::clamp(mirrored_ ? mu_ - sigma_ * z : mu_ + sigma_ * z, low_, high_);
  }
  double cdf(double x) const override {
    if (x <= low_) return 0.0;
    if (x >= high_) return 1.0;
    const double z = (mirrored_ ? mu_ - x : x - mu_) / sigma_;
    const double part = (normal_cdf(z) - below_) / mass_;
    return mirrored_ ? 1.0 - part : part;
  }
  double mean() const override { return mean_; }
  double sd() const override { return sd_; }
  double support_low() const override { return low_; }
  double support_high() const override { return high_; }

 private:
  static double density(double z) { return std::isinf(z) ? 0.0 : normal_density(z); }
  static double moment(double z) { return std::isinf(z) ? 0.0 : z * normal_density(z); }
  double mu_, sigma_, low_, high_;
  bool mirrored_;
  double below_ = 0.0, mass_ = 0.0, mean_ = 0.0, sd_ = 0.0;
};

}  // namespace

namespace dist {

DistributionPtr normal(double mu, double sigma) {
  return usable(mu, sigma) ? std::make_shared<Normal>(mu, sigma) : nullptr;
}

DistributionPtr lognormal(double mu, double sigma) {
  return usable(mu, sigma) ? std::make_shared<Lognormal>(mu, sigma) : nullptr;
}

DistributionPtr truncated_normal(double mu, double sigma, double low, double high) {
  if (!usable(mu, sigma) || !(low < high)) return nullptr;
  auto made = std::make_shared<TruncatedNormal>(mu, sigma, low, high);
  return made->valid() ? made : nullptr;
}

}  // namespace dist
}  // namespace sim
