#pragma once
// A quadratic surface in the place of a slow function of a few numbers, by least squares.

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

/// Terms of a full quadratic: 1, each x, each product of two.
constexpr std::size_t quadratic_terms(std::size_t inputs) { return (inputs + 1) * (inputs + 2) / 2; }

/// Coefficients b that minimise |A b - y|, for each column of y, by Householder reflections. `a` is rows x
/// columns, `y` rows x outputs, both by rows; the answer is columns x outputs. A column that follows from
/// those before it gets 0. Throws std::invalid_argument for fewer rows than columns or spans that do not fit.
std::vector<double> least_squares(std::vector<double> a, std::size_t columns, std::vector<double> y,
                                  std::size_t outputs);

/// Immutable; safe to share between threads.
class QuadraticEmulator {
 public:
  /// `points`: n x inputs, `values`: n x outputs, both by rows; at least quadratic_terms(inputs) points.
  QuadraticEmulator(std::span<const double> points, std::size_t inputs, std::span<const double> values,
                    std::size_t outputs);
  void evaluate(std::span<const double> x, std::span<double> out) const;
  std::size_t inputs() const { return inputs_; }
  std::size_t outputs() const { return outputs_; }

 private:
  std::size_t inputs_, outputs_;
  std::vector<double> coefficients_;  // terms x outputs
};

}  // namespace sim
