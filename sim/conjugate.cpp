#include "sim/conjugate.hpp"

#include <cmath>
#include <stdexcept>

namespace sim {
namespace {

void require(bool fits) {
  if (!fits) throw std::invalid_argument("counts, exposure and weights differ in length");
}

double at(std::span<const double> values, std::size_t i) { return values.empty() ? 1.0 : values[i]; }

}  // namespace

double GammaPosterior::sd() const { return std::sqrt(shape) / rate; }

double BetaPosterior::sd() const {
  const double n = alpha + beta;
  return std::sqrt(alpha * beta / (n * n * (n + 1)));
}

GammaPosterior gamma_posterior(GammaPosterior p, std::span<const double> counts,
                               std::span<const double> exposure, std::span<const double> weight) {
  require((exposure.empty() || exposure.size() == counts.size()) &&
          (weight.empty() || weight.size() == counts.size()));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    p.shape += at(weight, i) * counts[i];
    p.rate += at(weight, i) * at(exposure, i);
  }
  return p;
}

BetaPosterior beta_posterior(BetaPosterior p, std::span<const double> successes,
                             std::span<const double> trials, std::span<const double> weight) {
  require(trials.size() == successes.size() && (weight.empty() || weight.size() == successes.size()));
  for (std::size_t i = 0; i < successes.size(); ++i) {
    p.alpha += at(weight, i) * successes[i];
    p.beta += at(weight, i) * (trials[i] - successes[i]);
  }
  return p;
}

std::vector<double> dirichlet_posterior(std::span<const double> prior, std::span<const double> counts,
                                        std::span<const double> weight) {
  require(!prior.empty() && counts.size() % prior.size() == 0 &&
          (weight.empty() || weight.size() * prior.size() == counts.size()));
  std::vector<double> out(prior.begin(), prior.end());
  for (std::size_t i = 0; i < counts.size(); ++i)
    out[i % prior.size()] += at(weight, i / prior.size()) * counts[i];
  return out;
}

std::vector<double> forgetting_weights(std::size_t n, double half_life) {
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) out[i] = std::exp2(-static_cast<double>(n - 1 - i) / half_life);
  return out;
}

}  // namespace sim
