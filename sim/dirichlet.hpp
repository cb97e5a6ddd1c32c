#pragma once
// Shares that add up to one and are uncertain together: a Dirichlet draw from one uniform per share.

#include <span>
#include <string>
#include <vector>

#include "sim/uncertain.hpp"

namespace sim {

/// A group of parameters (by full name) that are the shares of one whole. Each share has its own uniform,
/// keyed by its own name; the draw is the normalised vector of their gamma quantiles.
struct DirichletGroup {
  std::vector<std::string> names;
  std::vector<double> alpha;  ///< positive, one per name
};

/// u (in (0,1), one per share) becomes the shares, in place; they add up to one. Gamma quantiles that would
/// underflow are compared by their logarithms. alpha: positive, as long as u.
void dirichlet_draw(std::span<const double> alpha, std::span<double> u);

/// The distribution of each share alone, Beta(alpha_i, sum - alpha_i): its mean, sd and description.
std::vector<Uncertain> dirichlet_marginals(std::span<const double> alpha);

/// Concentrations after seeing counts: count + 1/2 each (Jeffreys), or + 1 (uniform prior).
std::vector<double> dirichlet_from_counts(std::span<const double> counts, double prior = 0.5);

}  // namespace sim
