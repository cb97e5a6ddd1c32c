// Distributions with straight edges: uniform and triangular.

#include <cmath>

#include "sim/dist.hpp"

namespace sim {
namespace {

class Uniform final : public Distribution {
 public:
  Uniform(double low, double high) : low_(low), high_(high) {}
  std::string_view name() const override { return "uniform"; }
  double quantile(double u) const override { return low_ + (high_ - low_) * u; }
  double cdf(double x) const override {
    return x <= low_ ? 0.0 : x >= high_ ? 1.0 : (x - low_) / (high_ - low_);
  }
  double mean() const override { return low_ + 0.5 * (high_ - low_); }
  double sd() const override { return (high_ - low_) / std::sqrt(12.0); }
  double support_low() const override { return low_; }
  double support_high() const override { return high_; }

 private:
  double low_, high_;
};

class Triangular final : public Distribution {
 public:
  Triangular(double low, double mode, double high) : low_(low), mode_(mode), high_(high) {}
  std::string_view name() const override { return "triangular"; }
  double quantile(double u) const override {
    const double width = high_ - low_;
    return u * width < mode_ - low_ ? low_ + std::sqrt(u * width * (mode_ - low_))
                                    : high_ - std::sqrt((1.0 - u) * width * (high_ - mode_));
  }
  double cdf(double x) const override {
    const double width = high_ - low_;
    if (x <= low_) return 0.0;
    if (x >= high_) return 1.0;
    return x < mode_ ? (x - low_) * (x - low_) / (width * (mode_ - low_))
                     : 1.0 - (high_ - x) * (high_ - x) / (width * (high_ - mode_));
  }
  double mean() const override { return (low_ + mode_ + high_) / 3.0; }
  double sd() const override {
    const double up = mode_ - low_, down = high_ - mode_;
    return std::sqrt((up * up + up * down + down * down) / 18.0);
  }
  double support_low() const override { return low_; }
  double support_high() const override { return high_; }

 private:
  double low_, mode_, high_;
};

bool proper(double low, double high) { return std::isfinite(high - low) && low < high; }

}  // namespace

namespace dist {

DistributionPtr uniform(double low, double high) {
  return proper(low, high) ? std::make_shared<Uniform>(low, high) : nullptr;
}

DistributionPtr triangular(double low, double mode, double high) {
  const bool valid = proper(low, high) && low <= mode && mode <= high;
  return valid ? std::make_shared<Triangular>(low, mode, high) : nullptr;
}

}  // namespace dist
}  // namespace sim
