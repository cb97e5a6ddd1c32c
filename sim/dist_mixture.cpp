// Several distributions of which one is right, with known odds: the mixed cdf, inverted numerically.

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/dist.hpp"

namespace sim {
namespace {

class Mixture final : public Distribution {
 public:
  Mixture(std::vector<DistributionPtr> components, std::span<const double> weights)
      : components_(std::move(components)), weights_(weights.begin(), weights.end()) {
    const double total = std::accumulate(weights_.begin(), weights_.end(), 0.0);
    for (double& w : weights_) w /= total;
    double square = 0.0;
    for (std::size_t i = 0; i < weights_.size(); ++i) mean_ += weights_[i] * components_[i]->mean();
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const double s = components_[i]->sd(), d = components_[i]->mean() - mean_;
      square += weights_[i] * (s * s + d * d);
    }
    sd_ = std::sqrt(square);
    find_jumps();
  }
  std::string_view name() const override { return "mixture"; }
  double cdf(double x) const override {
    double sum = 0.0;
    for (std::size_t i = 0; i < weights_.size(); ++i) sum += weights_[i] * components_[i]->cdf(x);
    return sum;
  }
  double quantile(double u) const override {
    // Values with a probability of their own must come out exactly, not within a solver's tolerance.
    const auto jump = std::lower_bound(jumps_.begin(), jumps_.end(), u,
                                       [](const Jump& j, double level) { return j.to < level; });
    if (jump != jumps_.end() && jump->from < u) return jump->value;
    // The quantile lies between the smallest and the largest of the components' own quantiles.
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const auto& component : components_) {
      const double q = component->quantile(u);
      low = std::min(low, q);
      high = std::max(high, q);
    }
    const double f_low = cdf(low) - u, f_high = cdf(high) - u;
    if (!(low < high) || f_low >= 0.0) return low;
    if (f_high <= 0.0) return high;
    std::uintmax_t iterations = 200;
    const auto found =
        boost::math::tools::toms748_solve([&](double x) { return cdf(x) - u; }, low, high, f_low, f_high,
                                          boost::math::tools::eps_tolerance<double>(50), iterations);
    return found.second;
  }
  double mean() const override { return mean_; }
  double sd() const override { return sd_; }
  double support_low() const override {
    double low = components_.front()->support_low();
    for (const auto& c : components_) low = std::min(low, c->support_low());
    return low;
  }
  double support_high() const override {
    double high = components_.front()->support_high();
    for (const auto& c : components_) high = std::max(high, c->support_high());
    return high;
  }
  std::vector<double> atoms() const override {
    std::vector<double> values;
    for (const Jump& jump : jumps_) values.push_back(jump.value);
    return values;
  }

 private:
  struct Jump {
    double value, from, to;  // the cdf jumps from `from` to `to` at `value`
  };
  void find_jumps() {
    std::vector<double> values;
    for (const auto& component : components_)
      for (const double a : component->atoms()) values.push_back(a);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    for (const double v : values)
      jumps_.push_back({v, cdf(std::nextafter(v, -std::numeric_limits<double>::infinity())), cdf(v)});
  }
  std::vector<DistributionPtr> components_;
  std::vector<double> weights_;
  std::vector<Jump> jumps_;
  double mean_ = 0.0, sd_ = 0.0;
};

}  // namespace

namespace dist {

DistributionPtr mixture(std::vector<DistributionPtr> components, std::span<const double> weights) {
  if (components.empty() || components.size() != weights.size()) return nullptr;
  double total = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!components[i] || !(weights[i] >= 0.0)) return nullptr;
    total += weights[i];
  }
  if (!(total > 0.0) || !std::isfinite(total)) return nullptr;
  // A component of no weight must not widen the support.
  std::vector<DistributionPtr> kept;
  std::vector<double> kept_weights;
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0.0) {
      kept.push_back(std::move(components[i]));
      kept_weights.push_back(weights[i]);
    }
  return std::make_shared<Mixture>(std::move(kept), kept_weights);
}

}  // namespace dist
}  // namespace sim
