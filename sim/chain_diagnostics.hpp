#pragma once
// Whether Markov chains have found the same distribution, and how much their draws are worth: rank-normalised
// split R-hat, bulk and tail effective sample size (Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021,
// Bayesian Analysis 16, 667-718).

#include <span>
#include <vector>

namespace sim {

/// The draws of one quantity, chain by chain; all chains equally long, at least 8 draws each (else NaN).
using Chains = std::span<const std::vector<double>>;

/// The larger of R-hat of the rank-normalised split chains and of their distances from the median; near 1
/// when the chains agree (1.01 is the usual limit). NaN where nothing varies.
double r_hat(Chains chains);
/// Effective sample size for means: of the rank-normalised split chains.
double bulk_ess(Chains chains);
/// Effective sample size for the 5 % and 95 % quantiles, the smaller of the two.
double tail_ess(Chains chains);

}  // namespace sim
