// Regression on a spline, whole and without each scramble.

#include "sim/first_order.hpp"

#include <algorithm>
#include <cmath>

namespace sim {
namespace {

std::vector<std::span<const double>> spans_of(const std::vector<std::vector<double>>& columns) {
  return {columns.begin(), columns.end()};
}

}  // namespace

PreparedAssumption::PreparedAssumption(std::vector<double> draws, std::span<const std::uint8_t> scramble)
    : draws_(std::move(draws)),
      sorted_(draws_),
      scramble_(std::make_unique<std::vector<std::uint8_t>>(scramble.begin(), scramble.end())),
      basis_(std::make_unique<SplineBasis>(draws_, spline_freedom(draws_.size()))),
      columns_(std::make_unique<std::vector<std::vector<double>>>(basis_->columns(draws_))),
      regression_(std::make_unique<LeftOutRegression>(spans_of(*columns_), *scramble_)) {
  std::sort(sorted_.begin(), sorted_.end());
}

double PreparedAssumption::quantile(double p) const { return sorted_quantile(sorted_, p); }

double fitted_at(const PreparedAssumption& x, const LeftOutRegression::Fit& fit, std::size_t k, double at) {
  std::vector<double> row(x.basis().size());
  x.basis().evaluate(at, row);
  double value = fit.coefficients[k][0];
  for (std::size_t j = 0; j < row.size(); ++j) value += fit.coefficients[k][j + 1] * row[j];
  return value;
}

FirstOrder first_order(const PreparedAssumption& x, std::span<const double> y) {
  const auto fit = x.regression().fit(y);
  FirstOrder out;
  out.index = jackknife(fit.explained);
  out.interval = interval_of(out.index, 0, 1);
  out.index.value = std::clamp(out.index.value, 0.0, 1.0);
  const double p10 = x.quantile(0.1), p90 = x.quantile(0.9);
  out.at_p10 = fitted_at(x, fit, scrambles, p10);
  out.at_p90 = fitted_at(x, fit, scrambles, p90);
  LeftOut swing{};
  for (std::size_t k = 0; k <= scrambles; ++k)
    swing[k] = fitted_at(x, fit, k, p90) - fitted_at(x, fit, k, p10);
  out.swing = jackknife(swing);
  return out;
}

}  // namespace sim
