#pragma once
// Robust adaptive Metropolis (Vihola 2012, Statistics and Computing 22, 997-1008): a random walk whose steps
// take the shape of the target while it warms up.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/copula_matrix.hpp"
#include "sim/key.hpp"

namespace sim {

/// Logarithm of a density, up to a constant; minus infinity (or NaN) where there is none.
using LogDensity = std::function<double(std::span<const double>)>;

struct MetropolisSettings {
  Seed seed = 1;
  std::uint32_t chain = 0;     ///< chains of one seed are independent
  std::size_t warm_up = 2000;  ///< steps in which the shape adapts; not kept
  std::size_t draws = 5000;    ///< steps kept; the shape stands still, so that they are a Markov chain
  double acceptance = 0.234;   ///< aimed at
};

struct MetropolisChain {
  std::vector<double> draws;  ///< row by row
  double accepted = 0;        ///< share of the kept steps
  SquareMatrix shape{0};      ///< lower triangular factor of the steps' covariance
  std::span<const double> draw(std::size_t i) const {
    return std::span(draws).subspan(i * shape.size(), shape.size());
  }
};

/// Walks from `start`, which has a density. `shape`: lower triangular factor of a first guess of the steps'
/// covariance.
MetropolisChain adaptive_metropolis(const LogDensity& log_density, std::span<const double> start,
                                    const SquareMatrix& shape, const MetropolisSettings& settings);

}  // namespace sim
