#pragma once
// Calibration to data whose means are known exactly at any assumptions (method T1): what the data teach about
// unknowns that are standard normal before them.
//
// Mode by Gauss-Newton; unknowns that the data hardly touch are integrated out linearly; for the others a
// quadratic emulator of the means about the mode carries adaptive MCMC. The exact means at some of the draws
// say what the emulator got wrong; if that matters, every draw gets its exact means and a weight (importance
// sampling), so that the emulator is a proposal and no approximation.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/key.hpp"
#include "sim/noisy_data.hpp"
#include "sim/stop.hpp"

namespace sim {

/// Expected observations at the unknowns. Pure, and called by several threads.
using MeansAt = std::function<void(std::span<const double> z, std::span<double> means)>;

struct MomentSettings {
  Seed seed = 1;
  std::size_t draws = 1000;                  ///< kept
  std::vector<std::size_t> considered = {};  ///< unknowns that may touch the observations; all if empty
  std::size_t most_emulated = 12;            ///< unknowns; of more, those that the data teach most
  double taught = 0.01;  ///< share of the variance that the data must take away from one of them
  std::size_t warm_up = 2000, steps = 20000;  ///< of each of the four chains; more if they do not agree
  std::size_t checked = 100;                  ///< draws at which the emulator is measured
  /// Effective share of the checked draws from which on weights make no difference.
  double trusted = 0.95;
  double enough = 0.1;  ///< error of the emulator, in sd of the noise, at which it is good enough
  unsigned threads = 0;
  StopToken stop = {};
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};  ///< total is an estimate
};

struct MomentPosterior {
  std::size_t unknowns = 0, draws = 0;
  std::vector<double> mode;              ///< most likely values, by unknown
  std::vector<double> linear_shrinkage;  ///< 1 - posterior variance, linearised at the mode; by unknown
  std::vector<std::size_t> emulated;     ///< unknowns carried by the chains
  std::vector<double> z;                 ///< the sample: draws x unknowns
  std::vector<double> log_weights;       ///< of the draws
  std::vector<std::uint32_t> chain;      ///< of each draw
  std::vector<double> means;             ///< expected observations of each draw: draws x observations
  double effective = 0;                  ///< effective number of draws after weighting
  bool weighted = false;                 ///< by exact means; else all weights are 1
  double checked_effective = 0;          ///< effective share of the draws that were checked
  std::vector<double> shrinkage;         ///< 1 - variance in the chains; by emulated unknown
  double emulator_error = 0;             ///< worst observation: rms error over sd of its noise, at draws
  std::size_t emulator_rounds = 0;
  std::vector<double> r_hat, bulk_ess, tail_ess;  ///< by emulated unknown
  double accepted = 0;                            ///< share of the chains' steps
  std::size_t steps = 0;                          ///< of all chains, after warm-up
  std::size_t evaluations = 0;                    ///< of the exact means

  std::span<const double> draw(std::size_t i) const { return std::span(z).subspan(i * unknowns, unknowns); }
  std::span<const double> means_of(std::size_t i) const {
    const std::size_t width = draws == 0 ? 0 : means.size() / draws;
    return std::span(means).subspan(i * width, width);
  }
};

/// Throws std::invalid_argument for no observations, Stopped, and what `means` throws. The same for any
/// number of threads.
MomentPosterior calibrate_by_moments(std::size_t unknowns, const MeansAt& means, const NoisyData& data,
                                     const MomentSettings& settings);

}  // namespace sim
