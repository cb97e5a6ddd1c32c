// Distributions on a list of values: discrete (weighted) and empirical (each value equally likely).

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/dist.hpp"

namespace sim {
namespace {

class Discrete final : public Distribution {
 public:
  // Values ascending; weights positive in all.
  Discrete(std::string_view name, std::vector<double> values, std::span<const double> weights)
      : name_(name), values_(std::move(values)), cumulative_(weights.begin(), weights.end()) {
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < values_.size(); ++i) mean_ += weights[i] / total * values_[i];
    double variance = 0.0;
    for (std::size_t i = 0; i < values_.size(); ++i)
      variance += weights[i] / total * (values_[i] - mean_) * (values_[i] - mean_);
    sd_ = std::sqrt(variance);
    std::partial_sum(cumulative_.begin(), cumulative_.end(), cumulative_.begin());
    for (double& c : cumulative_) c /= total;
    cumulative_.back() = 1.0;
  }
  std::string_view name() const override { return name_; }
  double quantile(double u) const override {
    const auto at = std::lower_bound(cumulative_.begin(), cumulative_.end(), u) - cumulative_.begin();
    return values_[static_cast<std::size_t>(at)];
  }
  double cdf(double x) const override {
    const auto above = std::upper_bound(values_.begin(), values_.end(), x) - values_.begin();
    return above == 0 ? 0.0 : cumulative_[static_cast<std::size_t>(above - 1)];
  }
  double mean() const override { return mean_; }
  double sd() const override { return sd_; }
  double support_low() const override { return values_.front(); }
  double support_high() const override { return values_.back(); }
  std::vector<double> atoms() const override { return values_; }

 private:
  std::string_view name_;
  std::vector<double> values_, cumulative_;
  double mean_ = 0.0, sd_ = 0.0;
};

DistributionPtr make(std::string_view name, std::span<const double> values, std::span<const double> weights) {
  if (values.empty() || values.size() != weights.size()) return nullptr;
  std::vector<std::size_t> order;
  double total = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]) || !(weights[i] >= 0.0)) return nullptr;
    total += weights[i];
    if (weights[i] > 0.0) order.push_back(i);  // a weight of nothing is not part of the support
  }
  if (order.empty() || !std::isfinite(total)) return nullptr;
  std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return values[i] < values[j]; });
  std::vector<double> sorted, sorted_weights;
  for (const std::size_t i : order) {
    sorted.push_back(values[i]);
    sorted_weights.push_back(weights[i]);
  }
  return std::make_shared<Discrete>(name, std::move(sorted), sorted_weights);
}

}  // namespace

namespace dist {

DistributionPtr discrete(std::span<const double> values, std::span<const double> weights) {
  return make("discrete", values, weights);
}

DistributionPtr empirical(std::span<const double> values) {
  return make("empirical", values, std::vector<double>(values.size(), 1.0));
}

}  // namespace dist
}  // namespace sim
