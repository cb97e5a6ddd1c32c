#pragma once
// What forecasts missed beyond their own variance, learnt from past misses and added to later forecasts: a
// random walk of the logarithm.

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/key.hpp"

namespace models {

/// What a model's own past misses add to its forecasts: a variance of the logarithm for every year ahead.
struct Discrepancy {
  double variance_per_year = 0;
  int origins = 0;  ///< from whose misses it was learnt
};

/// The mean over authorities of what squared misses (logarithms) of one origin and horizon have beyond the
/// model's own variance, per year ahead.
struct Miss {
  int origin = 0, horizon = 0;
  double excess_per_year = 0;
};

/// How far a forecast was from its outturn, in logarithms.
struct SquaredMiss {
  int origin = 0, horizon = 0;
  double squared = 0;  ///< of the median; NaN where a logarithm does not exist
  double sd = 0;       ///< of the draws: half the way from their 16 % to their 84 % point
};

/// `sorted`: ascending draws.
SquaredMiss squared_miss(const std::vector<double>& sorted, double outturn, int origin, int horizon);

/// The squared miss beyond the draws' own variance. A miss counts for at most three standard deviations: of
/// the draws and of `added`, a variance that is known to be missing. Not finite where a logarithm does not
/// exist.
double excess_of(const SquaredMiss& miss, double added = 0);

/// Adds up excesses of one origin and horizon.
class MeanExcess {
 public:
  /// Leaves out what is not finite.
  void add(double excess);
  bool empty() const { return count_ == 0; }
  Miss miss(int origin, int horizon) const { return {origin, horizon, sum_ / count_ / horizon}; }

 private:
  double sum_ = 0;
  int count_ = 0;
};

/// True if a step from one January to the next that begins in one of `years` lies between a forecast's origin
/// and its outturn.
bool crosses(const std::vector<int>& years, int origin, int horizon);

/// Each origin counts once, however many horizons of it are known; shrunk by two origins' weight towards
/// nought, and never below it.
Discrepancy learn_discrepancy(const std::vector<Miss>& misses);

/// The same from forecasts, for a model whose spread may be far too small: three standard deviations are
/// those that forecasts have with the discrepancy, so that what is learnt and what a miss counts for are
/// found together (iterated from none, upwards). Misses that are not finite are left out.
Discrepancy learn_discrepancy(const std::vector<SquaredMiss>& misses);

/// Which draws are to be widened.
struct ForecastOf {
  sim::Seed seed = 1;
  int origin = 0, horizon = 0;
  std::string code;  ///< of the authority
};

/// Multiplies draw d by exp(normal of variance variance_per_year x horizon), the normal keyed by seed,
/// origin, draw and authority: the same one for every horizon of a draw.
void add_discrepancy(std::vector<double>& draws, const Discrepancy& discrepancy, const ForecastOf& of);

}  // namespace models
