#pragma once
// Posteriors in closed form: counts of flows to rates and shares.

#include <span>
#include <vector>

namespace sim {

/// Gamma with mean shape / rate.
struct GammaPosterior {
  double shape = 0, rate = 0;
  double mean() const { return shape / rate; }
  double sd() const;
};
/// Beta(alpha, beta).
struct BetaPosterior {
  double alpha = 0, beta = 0;
  double mean() const { return alpha / (alpha + beta); }
  double sd() const;
};

/// A Gamma(prior) rate after Poisson counts, each over its exposure (spans of equal length, else
/// std::invalid_argument; an empty `exposure` is 1 each). `weight`: how much each counts, 1 if empty; a year
/// that says little of the next counts less (a power prior: Ibrahim and Chen 2000).
GammaPosterior gamma_posterior(GammaPosterior prior, std::span<const double> counts,
                               std::span<const double> exposure = {}, std::span<const double> weight = {});

/// A Beta(prior) probability after so many successes of so many trials each, weighted likewise.
BetaPosterior beta_posterior(BetaPosterior prior, std::span<const double> successes,
                             std::span<const double> trials, std::span<const double> weight = {});

/// Concentrations of a Dirichlet after rows of counts (row-major, as wide as the prior), weighted by row.
std::vector<double> dirichlet_posterior(std::span<const double> prior, std::span<const double> counts,
                                        std::span<const double> weight = {});

/// Weights of years by age: half as much for each `half_life` years; the last of n counts 1.
std::vector<double> forgetting_weights(std::size_t n, double half_life);

}  // namespace sim
