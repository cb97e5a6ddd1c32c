#pragma once
// Estimates with each of the sixteen scrambles left out in turn: where their Monte Carlo error comes from.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/design.hpp"
#include "sim/normal_equations.hpp"
#include "sim/statistics.hpp"

namespace sim {

/// An estimate from all rows (last) and from the rows without each scramble.
using LeftOut = std::array<double, scrambles + 1>;

/// Grouped jackknife: the square of the error is 15/16 of the sum of squares of the sixteen about their mean
/// (Shao and Tu 1995, 2.3). An estimate that bends little agrees with the spread of the sixteen scrambles'
/// own.
Estimate jackknife(const LeftOut& values);
/// value -+ t(15) mcse, within bounds; NaN if the error is.
Interval interval_of(const Estimate& estimate, double low, double high);

/// The rows of a sample that can be used, and the scramble of each: replicates in which all outcomes exist.
struct UsableRows {
  std::vector<std::uint32_t> kept;     ///< positions in the sample
  std::vector<std::uint8_t> scramble;  ///< of each kept row
  std::size_t size() const { return kept.size(); }
  std::vector<double> of(std::span<const double> values) const;
};
/// Samples of equal length, ordered by replicate from `first` on.
UsableRows usable_rows(std::span<const std::span<const double>> samples, std::uint32_t first);
/// Why no Monte Carlo error can be stated ("12 replicates; at least 64 are needed"); empty if it can.
std::string too_few(const UsableRows& rows);

/// Least squares of outcomes on common columns and a constant, from all rows and without each scramble.
class LeftOutRegression {
 public:
  /// `columns`: each as long as `scramble`; they outlive this.
  LeftOutRegression(std::vector<std::span<const double>> columns, std::span<const std::uint8_t> scramble);

  struct Fit {
    std::array<std::vector<double>, scrambles + 1> coefficients;  ///< the constant first
    /// Share of the variance that the columns explain. What coefficients fit of the noise makes errors too
    /// small on the rows they are made from (by v) and too large on a scramble that was left out (by a v, a =
    /// n / (n_k - columns - 1)): the two are weighted so that v falls out. The usual correction for the
    /// number of columns takes rows for independent, which those of a quasi-random scramble are not: two
    /// assumptions that have nothing to do with one another correlate more there than in independent draws.
    LeftOut explained{};
    LeftOut raw{};  ///< R squared on the rows themselves
    /// What deviations of fitted values from their mean are multiplied by so that their variance is what is
    /// explained: sqrt(max(0, explained) / raw).
    LeftOut shrink() const;
  };
  /// A constant outcome is not explained at all.
  Fit fit(std::span<const double> y) const;
  /// The fitted values of all rows by the coefficients without scramble k (scrambles: from all).
  void predict(const Fit& fit, std::size_t k, std::span<double> out) const;
  std::size_t rows() const { return scramble_.size(); }
  const std::vector<std::span<const double>>& columns() const { return columns_; }

 private:
  std::vector<std::span<const double>> columns_;
  std::span<const std::uint8_t> scramble_;
  std::array<std::size_t, scrambles + 1> count_{};
  std::vector<NormalEquations> equations_;
  std::vector<std::vector<double>> products_;  // of the rows of each scramble; lower triangle
};

}  // namespace sim
