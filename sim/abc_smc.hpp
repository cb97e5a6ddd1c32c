#pragma once
// Calibration to data that can only be simulated (method T2): approximate Bayesian computation by sequential
// Monte Carlo, with local-linear regression adjustment.
//
// Toni et al. 2009 (J. R. Soc. Interface 6), Beaumont et al. 2009 (Biometrika 96): populations of particles
// under tolerances that shrink. Beaumont, Zhang and Balding 2002 (Genetics 162): the adjustment, without
// which the posterior stays too wide however many simulations there are.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/copula_matrix.hpp"
#include "sim/key.hpp"
#include "sim/stop.hpp"

namespace sim {

/// Observations simulated at the unknowns, luck and all. `which` is another number in every call: it names
/// the luck. Pure, and called by several threads.
using SimulateAt = std::function<void(std::span<const double> z, std::uint32_t which, std::span<double> out)>;

struct AbcSettings {
  Seed seed = 1;
  std::size_t particles = 1000;
  std::size_t most_simulations = 20000;
  double kept = 0.5;               ///< the next tolerance is this quantile of the distances
  double accepted = 0.03;          ///< ends when a smaller share of the simulations is within the tolerance
  std::size_t most_searched = 12;  ///< unknowns; the others are drawn anew in every simulation
  unsigned threads = 0;
  StopToken stop = {};
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

struct AbcPopulation {
  double tolerance = 0;  ///< distance, in standard deviations of the noise
  double accepted = 0;   ///< share of the simulations
  std::size_t simulations = 0;
};

struct AbcPosterior {
  std::size_t unknowns = 0;
  std::vector<std::size_t> searched;       ///< unknowns that the populations move
  std::vector<double> z;                   ///< particles x unknowns, adjusted by regression
  std::vector<double> raw;                 ///< the same without the adjustment
  std::vector<double> simulated;           ///< particles x observations, before the adjustment
  std::vector<double> weights;             ///< add up to one; the regression's kernel is in them
  std::vector<AbcPopulation> populations;  ///< in their order; the first is the prior
  double effective = 0;
  std::span<const double> draw(std::size_t i) const { return std::span(z).subspan(i * unknowns, unknowns); }
  std::size_t particles() const { return weights.size(); }
};

/// Unknowns are standard normal before the data. `scale`: covariance by which distances are measured
/// (Mahalanobis). Which unknowns are searched is told from the prior population: those that explain most of
/// the spread of an observation, beyond what chance would. The same for any number of threads. Throws
/// std::invalid_argument for no observations or under 50 particles, and Stopped.
AbcPosterior calibrate_by_simulation(std::size_t unknowns, const SimulateAt& simulate,
                                     std::span<const double> observed, const SquareMatrix& scale,
                                     const AbcSettings& settings);

}  // namespace sim
