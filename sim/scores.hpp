#pragma once
// How good a probability forecast was, once the outturn is known: scores, percentiles and intervals.

#include <span>

namespace sim {

/// Continuous ranked probability score (Matheson and Winkler 1976): the integral of (F(x) - 1[x >=
/// outturn])^2, in the unit of the figure, 0 for a certain and right forecast, the absolute error for a
/// certain one. Lower is better.
double crps_of_normal(double mean, double sd, double outturn);
/// Of exp(N(mu, sigma^2)) (Baran and Lerch 2015), for an outturn above nought.
double crps_of_lognormal(double mu, double sigma, double outturn);

/// One member of a mixture of normals.
struct NormalMember {
  double weight = 1, mean = 0, sd = 1;
};
/// Of a mixture of normals whose weights add up to one (Grimit, Gneiting, Berrocal and Johnson 2006).
double crps_of_mixture(std::span<const NormalMember> members, double outturn);

/// Of the empirical distribution of ascending values (mean |X - y| less half the mean |X - X'|, all pairs).
/// NaN for no values.
double crps_of_sample(std::span<const double> sorted, double outturn);
/// Of a count with P(X = k) = probabilities[k]; what they lack to one lies beyond the last.
double crps_of_counts(std::span<const double> probabilities, double outturn);

/// A central prediction interval that should hold the outturn with probability `level`.
struct PredictionInterval {
  double level = 0.9, low = 0, high = 0;
};
/// Width of the interval, and 2 / (1 - level) times what the outturn lies outside it (Winkler 1972).
double interval_score(const PredictionInterval& interval, double outturn);
/// Weighted interval score in the convention of Bracher, Ray, Gneiting and Reich (2021): half the absolute
/// error of the median and (1 - level) / 2 times each interval score, divided by (intervals + 1/2). It tends
/// to the CRPS as intervals are added.
double weighted_interval_score(double median, std::span<const PredictionInterval> intervals, double outturn);

/// Share of the ascending values below the outturn, and half of those equal to it (probability integral
/// transform); uniform if forecasts are right. NaN for no values.
double percentile_of(std::span<const double> sorted, double outturn);

/// 100 (forecast - actual) / actual: the error of a forecast of pupils as the School Capacity survey (SCAP)
/// counts it. Positive: too high.
double percentage_error(double forecast, double actual);

/// The part of the benchmark's score that a forecast saves: 1 - score / benchmark.
double skill(double score, double benchmark);

}  // namespace sim
