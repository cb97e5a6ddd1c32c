#pragma once
// What one assumption alone says about a figure, from the draws of an ordinary run: no special design.

#include <memory>
#include <span>
#include <vector>

#include "sim/left_out.hpp"
#include "sim/spline_basis.hpp"

namespace sim {

/// The draws of one assumption, prepared for many figures over the same rows. Immutable; safe to share
/// between threads.
class PreparedAssumption {
 public:
  /// Draws of the usable rows, none NaN. `scramble` is copied.
  PreparedAssumption(std::vector<double> draws, std::span<const std::uint8_t> scramble);
  PreparedAssumption(PreparedAssumption&&) = default;
  PreparedAssumption& operator=(PreparedAssumption&&) = default;

  bool constant() const { return basis_->size() == 0; }
  const std::vector<double>& draws() const { return draws_; }
  const SplineBasis& basis() const { return *basis_; }
  const std::vector<std::vector<double>>& columns() const { return *columns_; }
  const LeftOutRegression& regression() const { return *regression_; }
  /// Type-7 quantile of the draws.
  double quantile(double p) const;

 private:
  std::vector<double> draws_, sorted_;
  std::unique_ptr<std::vector<std::uint8_t>> scramble_;
  std::unique_ptr<SplineBasis> basis_;
  std::unique_ptr<std::vector<std::vector<double>>> columns_;
  std::unique_ptr<LeftOutRegression> regression_;
};

/// First-order index S = Var(E[Y|X]) / Var(Y), the conditional mean a spline: adjusted R squared, within
/// [0, 1]; and E[Y|X] where X is at its P10 and its P90 (a bar of a tornado).
struct FirstOrder {
  Estimate index;
  Interval interval;  ///< 95 %
  double at_p10 = 0, at_p90 = 0;
  Estimate swing;  ///< at_p90 - at_p10
};
/// `y`: one value per row of the assumption. Of a constant figure or assumption: all 0.
FirstOrder first_order(const PreparedAssumption& x, std::span<const double> y);

/// The fitted function of a regression on one assumption's own columns, at any point.
double fitted_at(const PreparedAssumption& x, const LeftOutRegression::Fit& fit, std::size_t k, double at);

}  // namespace sim
