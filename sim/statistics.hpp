#pragma once
// What a sample says and how well it says it: moments, type-7 quantiles, and their Monte Carlo errors.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace sim {

/// Sum in the order given, compensated (Neumaier), so that it depends on the order of the values alone.
double sum(std::span<const double> values);
/// NaN for no values.
double mean(std::span<const double> values);
/// Sample standard deviation (divisor n - 1); NaN for fewer than two values.
double sd(std::span<const double> values);
/// Sample covariance (divisor n - 1) of two samples of equal length.
double covariance(std::span<const double> a, std::span<const double> b);
double minimum(std::span<const double> values);
double maximum(std::span<const double> values);

/// Quantile of type 7 (Hyndman and Fan 1996; R's default) of ascending values, 0 <= p <= 1; NaN for no
/// values.
double sorted_quantile(std::span<const double> sorted, double p);
/// Several quantiles of values in any order, from one sort.
std::vector<double> quantiles(std::span<const double> values, std::span<const double> probabilities);
double quantile(std::span<const double> values, double p);

struct Interval {
  double low = 0.0;
  double high = 0.0;
};
/// Order-statistic interval for the p-quantile of independent draws: the narrowest pair of order statistics
/// with equal tails that covers with at least this confidence; NaN where the sample is too small to reach it.
Interval sorted_quantile_interval(std::span<const double> sorted, double p, double confidence = 0.95);

/// The values that exist, in their order: a ratio whose base is empty in a replicate is NaN there.
std::vector<double> existing(std::span<const double> values);

/// Fewest replicates from which a Monte Carlo error is stated: four points in each scramble.
inline constexpr std::size_t fewest_per_scramble = 4, fewest_replicates = 64;
/// Fewest replicates of a scramble beyond a quantile, or in a tail, whose error its scrambles can tell.
inline constexpr double fewest_beyond = 2;
/// 97.5 % point of Student's t with 15 degrees of freedom: mcse times this is the half width of a 95 %
/// interval.
inline constexpr double t15_975 = 2.1314495455597742;

/// Monte Carlo standard errors from the 16 independent scrambles: the sd of the 16 estimates divided by 4.
/// values: one per replicate, in the order of the replicates; those that do not exist (NaN) are left out. NaN
/// where a scramble holds fewer than fewest_per_scramble.
double mcse_mean(std::span<const double> values);
/// Of a quantile beyond which a scramble holds fewer than fewest_beyond replicates, from the order-statistic
/// interval of all of them, as a scramble's own quantile is then little but its largest value; NaN where the
/// sample has no such interval.
std::vector<double> mcse_quantiles(std::span<const double> values, std::span<const double> probabilities);
/// Whether the error of a quantile of so many values is that of all of them, as above, and what it is then.
bool error_needs_all(std::size_t n, double p);
double mcse_of_all(std::span<const double> sorted, double p);
/// The same for any statistic of a sample.
double mcse(std::span<const double> values, const std::function<double(std::span<const double>)>& statistic);

/// The line of summary.csv, of the values that exist; NaN where it cannot be said.
struct Summary {
  std::size_t n = 0;  ///< replicates that have a value
  double mean = 0.0, sd = 0.0;
  double p05 = 0.0, p10 = 0.0, p25 = 0.0, p50 = 0.0, p75 = 0.0, p90 = 0.0, p95 = 0.0;
  double min = 0.0, max = 0.0;
  double mcse_mean = 0.0, mcse_p10 = 0.0, mcse_p50 = 0.0, mcse_p90 = 0.0;
};
Summary summarise(std::span<const double> values);

struct Estimate {
  double value = 0.0;
  double mcse = 0.0;
};
/// Layers of variance from runs that share what they do not redraw: members 1 (a,y,l), 2 (a,y,l'), 3
/// (a,y',l''). Unbiased, so a small layer may come out slightly below zero.
struct Layers {
  Estimate assumptions;  ///< Cov(1,3)
  Estimate years;        ///< Cov(1,2) - Cov(1,3)
  Estimate luck;         ///< half the mean square of (1 - 2)
};
/// One value per assumption draw in each member, ordered by replicate; a draw that lacks one of the three is
/// left out.
Layers layers_of_variance(std::span<const double> member1, std::span<const double> member2,
                          std::span<const double> member3);

}  // namespace sim
