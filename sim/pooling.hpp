#pragma once
// What counts say about one group when its rows (ages, needs) are few and small: each row is drawn towards
// the group's own level, and that towards a reference, as far as the counts allow.
//
// Reference values are what others have (the country's rates by age). Everything between rows and reference
// is integrated over a grid, so widths include what is not known about the pooling itself.

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

/// How like each other rows and groups are thought to be before the counts are seen.
struct Pooling {
  double level_sd = 0.3;     ///< of the log (rates) or logit (shares) of a group's level around the reference
  double rows_sd = 0.15;     ///< of rows around their group's level: median
  double rows_spread = 0.6;  ///< and log sd of that sd
};

struct Posterior {
  double mean = 0.0, sd = 0.0;
};

struct PooledRows {
  Posterior level;               ///< shift of the log or logit against the reference; 0: as the reference
  double rows_sd = 0.0;          ///< posterior median
  std::vector<Posterior> shift;  ///< of each row's log ratio (rates) or difference in logits (shares)
  std::vector<std::vector<double>> correlation;  ///< of the shifts, which share the level
};

/// Rates: events[i] ~ Poisson(expected[i] exp(s[i])), s[i] ~ Normal(L, t), L ~ Normal(0, level_sd),
/// log t ~ Normal(log rows_sd, rows_spread). `expected`: events at the reference's rate; a row without
/// exposure has 0 and learns from the others alone. Counts may be weighted, so need not be whole.
/// Precondition: all finite and not below 0, of equal length, and no events where none are expected.
/// Gelman and others (2013), Bayesian Data Analysis, chapter 5; everything by quadrature.
PooledRows pooled_rates(std::span<const double> events, std::span<const double> expected,
                        const Pooling& pooling = {});

/// Shares: successes[i] ~ Binomial(trials[i], p[i]), logit p[i] = logit reference[i] + s[i], the rest as
/// above. Precondition: 0 <= successes <= trials, 0 < reference < 1.
PooledRows pooled_shares(std::span<const double> successes, std::span<const double> trials,
                         std::span<const double> reference, const Pooling& pooling = {});

/// A mix over categories in each row, as concentrations of a Dirichlet.
struct PooledMix {
  double alike = 0.0;                     ///< the pseudo-count k that draws a row to its group's mix
  std::vector<double> tilt;               ///< per category: the group's own weight against the reference
  std::vector<std::vector<double>> rows;  ///< per row: k * (reference tilted, normalised) + counts
};

/// counts[i] ~ Multinomial(p[i]), p[i] ~ Dirichlet(k c[i]), c[i] the reference's row with its categories
/// tilted. The tilts are pooled rates of the categories' totals, at their central values; k is the mode of
/// its posterior given them, with log k ~ Normal(log 30, 1). Reference rows are weights, not below 0; a
/// category of weight 0 in a row takes no count there.
PooledMix pooled_mix(const std::vector<std::vector<double>>& counts,
                     const std::vector<std::vector<double>>& reference, const Pooling& pooling = {});

/// A count `years_ago` counts for `keep` to that power: older years are forgotten by degrees.
/// Power prior; Ibrahim and Chen (2000), Statistical Science 15.
double remembered(double count, double years_ago, double keep);

}  // namespace sim
