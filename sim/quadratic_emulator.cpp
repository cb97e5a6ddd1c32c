#include "sim/quadratic_emulator.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace sim {
namespace {

/// Calls `use(term, value)` for every term of a point, in a fixed order.
template <class Use>
void for_each_term(std::span<const double> x, const Use& use) {
  std::size_t t = 0;
  use(t++, 1.0);
  for (const double a : x) use(t++, a);
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = i; j < x.size(); ++j) use(t++, x[i] * x[j]);
}

}  // namespace

std::vector<double> least_squares(std::vector<double> a, std::size_t columns, std::vector<double> y,
                                  std::size_t outputs) {
  if (columns == 0 || outputs == 0 || a.size() % columns != 0 || y.size() % outputs != 0 ||
      a.size() / columns != y.size() / outputs || a.size() / columns < columns)
    throw std::invalid_argument("a regression needs as many rows as it has coefficients");
  const std::size_t rows = a.size() / columns;
  std::vector<double> pivot(columns), size(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    for (std::size_t r = 0; r < rows; ++r) size[c] += a[r * columns + c] * a[r * columns + c];
    size[c] = std::sqrt(size[c]);
  }
  std::vector<std::size_t> row(columns);  // of the triangle that a column begins in
  std::size_t top = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    double norm = 0;
    for (std::size_t r = top; r < rows; ++r) norm += a[r * columns + c] * a[r * columns + c];
    norm = std::sqrt(norm);
    if (norm <= 1e-10 * size[c]) continue;  // follows from the columns before
    double& head = a[top * columns + c];
    pivot[c] = head > 0 ? -norm : norm;
    head -= pivot[c];
    const double scale = -pivot[c] * head;  // half the square of the reflection's vector
    const auto reflect = [&](std::vector<double>& m, std::size_t width, std::size_t k) {
      double dot = 0;
      for (std::size_t r = top; r < rows; ++r) dot += a[r * columns + c] * m[r * width + k];
      for (std::size_t r = top; r < rows; ++r) m[r * width + k] -= dot / scale * a[r * columns + c];
    };
    for (std::size_t k = c + 1; k < columns; ++k) reflect(a, columns, k);
    for (std::size_t k = 0; k < outputs; ++k) reflect(y, outputs, k);
    row[c] = top++;
  }
  std::vector<double> b(columns * outputs);
  for (std::size_t k = 0; k < outputs; ++k)
    for (std::size_t c = columns; c-- > 0;) {
      if (pivot[c] == 0) continue;
      double rest = y[row[c] * outputs + k];
      for (std::size_t j = c + 1; j < columns; ++j) rest -= a[row[c] * columns + j] * b[j * outputs + k];
      b[c * outputs + k] = rest / pivot[c];
    }
  return b;
}

QuadraticEmulator::QuadraticEmulator(std::span<const double> points, std::size_t inputs,
                                     std::span<const double> values, std::size_t outputs)
    : inputs_(inputs), outputs_(outputs) {
  const std::size_t terms = quadratic_terms(inputs), n = outputs == 0 ? 0 : values.size() / outputs;
  if (points.size() != n * inputs) throw std::invalid_argument("points and values of an emulator differ");
  std::vector<double> a(n * terms);
  for (std::size_t i = 0; i < n; ++i)
    for_each_term(points.subspan(i * inputs, inputs), [&](std::size_t t, double x) { a[i * terms + t] = x; });
  coefficients_ = least_squares(std::move(a), terms, {values.begin(), values.end()}, outputs);
}

void QuadraticEmulator::evaluate(std::span<const double> x, std::span<double> out) const {
  std::fill(out.begin(), out.end(), 0.0);
  for_each_term(x, [&](std::size_t t, double value) {
    for (std::size_t k = 0; k < outputs_; ++k) out[k] += coefficients_[t * outputs_ + k] * value;
  });
}

}  // namespace sim
