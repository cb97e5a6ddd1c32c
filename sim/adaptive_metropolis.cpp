#include "sim/adaptive_metropolis.hpp"

#include <algorithm>
#include <cmath>

#include "sim/design.hpp"
#include "sim/sample.hpp"
#include "sim/triangular.hpp"

namespace sim {
namespace {

/// The factor of S (I + change u u' / |u|^2) S'.
SquareMatrix reshaped(const SquareMatrix& s, std::span<const double> u, double change) {
  const std::size_t n = s.size();
  double square = 0;
  for (const double x : u) square += x * x;
  const auto step = times(s, u);
  SquareMatrix covariance(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k <= std::min(i, j); ++k) covariance(i, j) += s(i, k) * s(j, k);
      covariance(i, j) += change / square * step[i] * step[j];
    }
  return cholesky(covariance);
}

}  // namespace

MetropolisChain adaptive_metropolis(const LogDensity& log_density, std::span<const double> start,
                                    const SquareMatrix& shape, const MetropolisSettings& o) {
  const std::size_t n = start.size();
  KeyedEngine words(o.seed, {o.chain, name_hash64("adaptive metropolis"), 0, design_purpose});
  std::vector<double> at(start.begin(), start.end()), u(n);
  double density = log_density(at);
  MetropolisChain chain;
  chain.shape = shape;
  chain.draws.reserve(o.draws * n);
  std::size_t accepted = 0;
  for (std::size_t step = 1; step <= o.warm_up + o.draws; ++step) {
    for (double& x : u) {
      const auto high = words();
      x = inverse_normal(unit53(high, words()));
    }
    auto there = times(chain.shape, u);
    for (std::size_t i = 0; i < n; ++i) there[i] += at[i];
    const double proposed = log_density(there);
    const double ratio = proposed - density;
    const double chance = std::isnan(ratio) ? 0 : std::exp(std::min(0.0, ratio));
    if (unit(words()) < chance) {
      at = std::move(there);
      density = proposed;
      accepted += step > o.warm_up;
    }
    if (step <= o.warm_up && n > 0) {
      const double pace =
          std::min(1.0, static_cast<double>(n) * std::pow(static_cast<double>(step), -2.0 / 3));
      chain.shape = reshaped(chain.shape, u, pace * (chance - o.acceptance));
    } else {
      chain.draws.insert(chain.draws.end(), at.begin(), at.end());
    }
  }
  chain.accepted = o.draws > 0 ? static_cast<double>(accepted) / static_cast<double>(o.draws) : 0;
  return chain;
}

}  // namespace sim
