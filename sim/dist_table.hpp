#pragma once
// A quantile that is slow to invert, remembered: a smooth function of the normal score, by piecewise cubics.

#include <array>
#include <functional>
#include <mutex>

namespace sim {

/// Quantiles of a distribution on (0, inf) or (0, 1) from 52 cubic pieces of their logarithm or logit over
/// the normal scores -3.25 to 3.25 (99.9 % of draws); further out the exact inverse is asked. Exact at the
/// knots, so the two join without a step. Between them within 1e-7 of the sd, which is verified piece by
/// piece when the table is built, at the first draw; a distribution that fails keeps its exact inverse
/// throughout.
class QuantileTable {
 public:
  enum class Scale { log, logit };
  /// exact: u -> x, never decreasing. sd: of the distribution.
  QuantileTable(Scale scale, double sd, std::function<double(double)> exact)
      : scale_(scale), sd_(sd), exact_(std::move(exact)) {}
  double operator()(double u) const;

 private:
  static constexpr int pieces = 52;
  static constexpr double step = 0.125, reach = step * pieces / 2;
  void build() const;
  double forward(double x) const;
  double back(double g) const;
  double piece(int i, double t) const;  // t in [0,1]

  Scale scale_;
  double sd_;
  std::function<double(double)> exact_;
  mutable std::once_flag once_;
  mutable bool usable_ = false;
  mutable std::array<double, pieces + 1> value_{}, slope_{};  // slope per piece, not per unit
};

}  // namespace sim
